import type { Node } from 'oxc-parser';
import type { Repository } from '../../gather.ts';
import type { Frame, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import { isOfRows, wholeRows } from '../row-traces.ts';
import type { Rows } from '../row-traces.ts';
import type { Closure, Value } from '../value.ts';
import { tainted } from '../value.ts';
import type { CallFact, Hit, Sink, WriteFact } from './sink.ts';
import { calledName, isCall } from './sink.ts';

/** Objects inside of an answer that are looked into. */
const deepest = 3;

const answering =
  /^@res#(.*\.)?(json|send|jsonp|end|write)$|^@ctx#(json|send)$|^(#|next#)(NextResponse|Response)\.json$/;

/** `res.json(users)`, also where nothing but the name tells what is called. */
const isAnswer = (call: CallFact): boolean =>
  isCall(call, answering) ||
  (call.trace === undefined &&
    /^(json|send|jsonp)$/.test(call.method) &&
    /^(res|response|reply)(\.status)?$/.test(call.written));

function hits(call: CallFact): readonly Hit[] {
  const [value] = call.args;
  return value === undefined || !isAnswer(call)
    ? []
    : [
        ...recordsIn(call.machine, value, call.frame, call.node, `answer of ${calledName(call)}`),
        ...listAnswered(call, value),
      ];
}

/** `res.json(users)` of a list that is written out. */
function listAnswered(call: CallFact, value: Value): readonly Hit[] {
  const { node, frame, machine } = call;
  const [given] = node.type === 'CallExpression' ? node.arguments : [];
  const list = value.things.find(({ kind, place }) => kind === 'array' && place !== undefined);
  if (given?.type !== 'Identifier' || list === undefined || value.traces.length > 0) return [];
  const [first] = [...list.fields.values()].flatMap(({ things }) => things);
  if (first === undefined || first.fields.size < 2 || takesOut(machine)) return [];
  const rows = { entity: given.name, key: '', fields: [...first.fields.keys()], file: frame.file, node };
  return [hitOf(machine, rows, frame, node, `answer of ${calledName(call)}`)];
}

/** `ctx.body = users`. */
function writes({ machine, frame, object, key, value, target }: WriteFact): readonly Hit[] {
  return key === 'body' && object.traces.some(({ name }) => /^@(ctx|res)#$/.test(name))
    ? recordsIn(machine, value, frame, target, 'body of the answer')
    : [];
}

/** Whole rows in what is answered, each where its handler stands. */
export function recordsIn(
  machine: Machine,
  value: Value,
  frame: Frame,
  node: Node,
  what: string,
): readonly Hit[] {
  const found = rowsIn(value, 0);
  return found.length === 0 || hidesColumns(machine) || takesOut(machine)
    ? []
    : found.map((rows) => hitOf(machine, rows, frame, node, what));
}

function hitOf(machine: Machine, rows: Rows, frame: Frame, node: Node, what: string): Hit {
  const place = handlerOf(machine) ?? { file: frame.file, node };
  const said = rows.key === '' ? `all records of ${rows.entity}` : `a record of ${rows.entity}`;
  const source = machine.sourceAt(said, place.file, place.node);
  const step = { what: 'looked up', file: rows.file, node: rows.node, before: undefined, length: 1 };
  const { entity, isMade, key, fields, except } = rows;
  return {
    value: tainted([{ source, marks: can.record | can.unseen, step }]),
    what,
    access: {
      entity,
      action: isMade === true ? 'create' : 'read',
      key,
      ...(fields === undefined ? {} : { fields }),
      ...(except === undefined ? {} : { except }),
    },
  };
}

function rowsIn({ traces, things }: Value, depth: number): readonly Rows[] {
  const own = traces.filter(isOfRows).flatMap((trace) => wholeRows(trace) ?? []);
  if (depth >= deepest) return own;
  return [
    ...own,
    ...things.flatMap(({ kind, fields, rest, spread = [] }) =>
      kind === 'instance'
        ? []
        : [
            ...spread.flatMap((trace) => without(wholeRows(trace), [...fields.keys()])),
            ...[...fields.values(), rest].flatMap((each) => rowsIn(each, depth + 1)),
          ],
    ),
  ];
}

/** `{ ...user, password: undefined }` */
const without = (rows: Rows | undefined, own: readonly string[]): readonly Rows[] =>
  rows === undefined ? [] : [{ ...rows, except: [...(rows.except ?? []), ...own] }];

/** The function that was given the request: what answers for it may be shared by many. */
const handlerOf = ({ callers }: Machine): Closure | undefined =>
  callers.stack.findLast(({ node }) => {
    const [first] = node.params;
    return (
      first?.type === 'Identifier' &&
      node.params.length > 1 &&
      /^_*(req|request|ctx|context)$/i.test(first.name)
    );
  });

const secret = String.raw`\w*(?:password|passwd|pwd|hash|secret|token|salt)\w*`;
const taken = new RegExp(
  String.raw`delete\s+[\w.]+\.${secret}|\.${secret}\s*=\s*(?:undefined|null|['"]{2})|\{[^{}]*\b${secret}\b[^{}]*\.\.\.\w+\s*\}`,
  'i',
);

/** A function on the way takes a secret out of what it answers, whatever of it. */
const takesOut = ({ callers }: Machine): boolean =>
  callers.stack.some(({ node, file }) =>
    taken.test(file.text.slice(node.start, Math.min(node.end, node.start + longest))),
  );

/** Characters of a function that are looked through. */
const longest = 20_000;

const hiding =
  /\bselect:\s*false|\bhidden:\s*true|@(Exclude|HideField|Expose)\(|\bdefaultScope\b|\btoJSON\s*(=|:|\([^()]*\)\s*\{)|['"]toJSON['"]|\bomit:\s*\{|\bapplyToJSON\b|\bresponse:\s*\{\s*(['"]?[2x]|\[)/;
const known = new WeakMap<Repository, boolean>();

/** Models that leave columns out wherever they are answered: which ones they are is not read. */
function hidesColumns({ codebase: { repository, files } }: Machine): boolean {
  const before = known.get(repository);
  if (before !== undefined) return before;
  const found = [...files.values()].some(
    ({ path, test }) => !test && hiding.test(repository.files.get(path)?.text ?? ''),
  );
  known.set(repository, found);
  return found;
}

export const recordAnswerSink: Sink = { kind: 'record-answer', needs: can.record, hits, writes };
