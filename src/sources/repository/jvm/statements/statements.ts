import { compareText } from '../../../order.ts';
import type { CallGraph } from '../../code/call-graph.ts';
import { createCallGraph } from '../../code/call-graph.ts';
import type { Origin } from '../../../../model/origin.ts';
import type { OutgoingCall } from '../../../../model/processes.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import { expand } from '../annotations.ts';
import type { ClassDeclaration, MethodDeclaration, SourceFile } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { partsOf } from '../code.ts';
import { scopeOf } from '../names.ts';
import { outgoingCall } from './outgoing.ts';
import type { SentMessage } from '../../processes/sent-messages.ts';
import { sentMessage } from './sent-messages.ts';
import type { World } from '../world.ts';
import type { CalledStatement } from './called.ts';
import { calleesOf } from './callees.ts';
import type { Readers } from './readers.ts';
import { createReaders, statementIn } from './readers.ts';
import type { Types } from './typing.ts';
import { bodyOf, walkBody } from './walk.ts';

export interface JvmStatements {
  readonly statements: readonly QueryDraft[];
  readonly reach: CallGraph;
  readonly calls: readonly OutgoingCall[];
  readonly messages: readonly SentMessage[];
}

/** Most methods that are walked: beyond them a target is told in part. */
const mostMethods = 60_000;

/**
 * Statements of a target and which of its methods call which. Files that show a sign of a database are walked, and
 * what handlers and jobs lead to.
 */
export function jvmStatements(
  world: World,
  routes: readonly DeclaredRoute[],
  jobs: readonly { readonly file: string; readonly line: number }[],
): JvmStatements {
  const readers = createReaders(world);
  const reach = createCallGraph();
  const statements: QueryDraft[] = [];
  const calls: OutgoingCall[] = [];
  const messages: SentMessage[] = [];
  const seen = new Set<MethodDeclaration>();
  const open: Walked[] = [];
  const enter = (walked: Walked): void => {
    if (seen.has(walked.method) || walked.method.body === undefined || seen.size > mostMethods) return;
    seen.add(walked.method);
    open.push(walked);
  };
  for (const file of readers.files()) for (const each of methodsIn(file)) enter(each);
  const starts = [...routes.flatMap(({ handler }) => handler ?? []), ...jobs];
  for (const { file, line } of starts) for (const each of startsAt(world, file, line, reach)) enter(each);
  for (let next = open.pop(); next !== undefined; next = open.pop())
    walkMethod(readers, next, { reach, calls, messages, enter, add: (draft) => statements.push(draft) });
  return {
    statements: statements.toSorted(byPlace),
    reach,
    calls: calls.toSorted(byPlace),
    messages: messages.toSorted(byPlace),
  };
}

const byPlace = (a: { readonly origin: Origin }, b: { readonly origin: Origin }): number => {
  if (a.origin.kind !== 'read' || b.origin.kind !== 'read') return 0;
  return compareText(a.origin.file, b.origin.file) || a.origin.line - b.origin.line;
};

export interface Walked {
  readonly method: MethodDeclaration;
  readonly owner?: ClassDeclaration;
}

const methodsIn = (file: SourceFile): readonly Walked[] => [
  ...everyClass(file.classes).flatMap((owner) => owner.methods.map((method) => ({ method, owner }))),
  ...file.functions.map((method) => ({ method })),
];

/** The method a handler or a job is: the one that begins on the line, else the one around it, else all of its class. */
function startsAt(world: World, path: string, line: number, reach: CallGraph): readonly Walked[] {
  const file = world.file(path);
  if (file === undefined) return [];
  const all = methodsIn(file);
  const own = all.find(({ method }) => method.line === line);
  if (own !== undefined) return [own];
  const annotated = all.find(({ method }) => method.annotations.some((each) => each.line === line));
  const ofClass = all.filter(
    ({ owner }) => owner?.line === line || owner?.annotations.some((each) => each.line === line),
  );
  const around = all
    .filter(({ method }) => method.line <= line && endOf(method) >= line)
    .toSorted((a, b) => b.method.line - a.method.line)
    .slice(0, 1);
  const found = annotated !== undefined ? [annotated] : around.length > 0 ? around : ofClass;
  const isInside = annotated === undefined && around.length > 0;
  if (!isInside) reach.addStart(path, line, found.map(keyOf));
  return found;
}

const ends = new WeakMap<MethodDeclaration, number>();

/** The last line of a body on which something stands. */
export function endOf(method: MethodDeclaration): number {
  const known = ends.get(method);
  if (known !== undefined) return known;
  const last = lastLine(method.body?.() ?? [], method.line);
  ends.set(method, last);
  return last;
}

function lastLine(codes: readonly Code[], from: number): number {
  let last = from;
  for (const code of codes) last = Math.max(last, code.line, lastLine(partsOf(code), last));
  return last;
}

/** Methods of one name are told apart by their lines. */
const keyOf = (walked: Walked): string =>
  `${walked.method.file.path}#${nameOf(walked)}:${walked.method.line}`;

const nameOf = ({ method, owner }: Walked): string =>
  owner === undefined ? method.name : `${owner.name}.${method.name}`;

interface Sink {
  readonly calls: OutgoingCall[];
  readonly messages: SentMessage[];
  readonly reach: CallGraph;
  readonly enter: (walked: Walked) => void;
  readonly add: (draft: QueryDraft) => void;
}

function walkMethod(readers: Readers, walked: Walked, { reach, calls, messages, enter, add }: Sink): void {
  const { types } = readers;
  const { method, owner } = walked;
  const file = method.file.path;
  const key = keyOf(walked);
  reach.addFunction({ file, start: method.line, end: endOf(method) }, key);
  const always = isTransactional(types, walked);
  // A relay sends what an outbox holds inside the transaction that marks it: a message too many is its price.
  const sendsWithin =
    types.world.mentions('setChannelTransacted') ||
    hasKafkaTransactions(types.world, file) ||
    /outbox/i.test(types.world.text(file));
  const handlers = owner === undefined ? [] : readers.messages.named({ method, owner });
  for (const each of handlers) enter(each);
  // Whoever asks for the names of a handler has it run.
  if (handlers.length > 0)
    reach.addCall({
      file,
      line: method.line,
      keys: handlers.map(keyOf),
      from: key,
      inLoop: false,
      inTransaction: false,
    });
  const body = bodyOf(types, method, owner);
  walkBody(body, (code, place) => {
    if (code.kind === 'lambda')
      reach.addFunction({ file, start: code.line, end: lastLine(code.body, code.line) });
    if (code.kind !== 'call' && code.kind !== 'reference') return;
    const around = { inLoop: place.inLoop, inTransaction: place.inTransaction || always };
    const statement = statementIn(readers, body, code, place);
    if (statement !== undefined)
      add(draftOf(statement, { file, line: code.line, operation: nameOf(walked), key, ...around }));
    const sent = code.kind === 'call' ? outgoingCall(body, code, place) : undefined;
    if (sent !== undefined) calls.push({ ...sent, ...trueOnes(around) });
    const message = code.kind === 'call' ? sentMessage(body, code) : undefined;
    if (message !== undefined)
      messages.push(around.inTransaction && !sendsWithin ? { ...message, inTransaction: true } : message);
    const handlers = code.kind === 'call' ? readers.messages.sent(body, code) : [];
    const callees = [...calleesOf(body, code), ...handlers];
    if (callees.length === 0) return;
    for (const each of callees) enter(each);
    reach.addCall({ file, line: code.line, keys: callees.map(keyOf), from: key, ...around });
  });
}

/** Spring Kafka sends with the transaction around it once its producers have an id for transactions. */
const hasKafkaTransactions = (world: World, near: string): boolean =>
  world.properties.get('spring.kafka.producer.transaction-id-prefix', near) !== undefined ||
  world.mentions('setTransactionIdPrefix');

/** What does not hold is not said. */
const trueOnes = ({
  inLoop,
  inTransaction,
}: Pick<At, 'inLoop' | 'inTransaction'>): Pick<OutgoingCall, 'inLoop' | 'inTransaction'> => ({
  ...(inLoop ? { inLoop } : {}),
  ...(inTransaction ? { inTransaction } : {}),
});

interface At {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly operation: string;
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
}

function draftOf(statement: CalledStatement, { file, line, ...around }: At): QueryDraft {
  const { sql, orm, limited, interpolates = [] } = statement;
  return {
    sql: sql.trim(),
    ...around,
    ...(orm === undefined ? {} : { orm }),
    ...(limited === true ? { limited } : {}),
    ...(interpolates.length === 0 ? {} : { interpolates: [...new Set(interpolates)] }),
    origin: { kind: 'read', file, line },
  };
}

/** `@Transactional` of the method, else of its class or of what that extends. */
function isTransactional(types: Types, { method, owner }: Walked): boolean {
  if (owner === undefined) return false;
  const of = (annotations: ClassDeclaration['annotations'], at: ClassDeclaration): boolean | undefined => {
    const found = expand(types.world, annotations, scopeOf(at)).find(({ name }) =>
      /^(Transactional|WithTransaction|ReadOnly|TransactionalAdvice)$/.test(name),
    );
    if (found === undefined) return undefined;
    return !found.args.some(({ value }) =>
      /^(NOT_SUPPORTED|NEVER|SUPPORTS)$/.test(
        value.kind === 'member' || value.kind === 'name' ? value.name : '',
      ),
    );
  };
  const own = of(method.annotations, owner);
  if (own !== undefined) return own;
  for (const at of types.lineOf(owner)) {
    const said = of(at.annotations, at);
    if (said !== undefined) return said && method.isPublic;
  }
  return false;
}
