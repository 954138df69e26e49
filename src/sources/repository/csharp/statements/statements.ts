import type { CallGraph } from '../../code/call-graph.ts';
import { createCallGraph } from '../../code/call-graph.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import type { Code } from '../code.ts';
import { membersOf } from '../code.ts';
import { calledIn, nameOf } from '../syntax.ts';
import type { CalledStatement } from './called.ts';
import { commandCall } from './commands.ts';
import type { Names } from './entity-calls.ts';
import { entityCall, readStatement } from './entity-calls.ts';
import { flowOf, transactionLines } from './flow.ts';
import { isEnd, linksOf, queryableOf } from './queryable.ts';
import { trackedWrite } from './tracked.ts';
import type { Body } from './typing.ts';
import { calledMethods } from './typing.ts';
import type { Types } from './types.ts';
import { boundFor } from './generics.ts';
import type { Walked } from './bodies.ts';
import { bodyOf } from './bodies.ts';
import { handedOver, handlersOf } from './messages.ts';
import { heirOf, keyOf, operationOf, walkedOf } from './walked.ts';

export interface CsharpStatements {
  readonly statements: readonly QueryDraft[];
  readonly reach: CallGraph;
}

interface Place {
  readonly file: string;
  readonly line: number;
}

const signs =
  /\b(DbContext|DbSet|IDbConnection|DbConnection|SqlConnection|NpgsqlConnection|SqliteConnection|MySqlConnection|Dapper|SqlCommand|NpgsqlCommand|CommandText|ExecuteSql\w*|FromSql\w*|SaveChanges(Async)?|IQueryable)\b|Repository</;

const mostMethods = 60_000;

/**
 * Statements of a target and which of its methods call which. Files that show a sign of a database are walked, and
 * what handlers and jobs lead to.
 */
export function csharpStatements(
  types: Types,
  names: Names,
  routes: readonly DeclaredRoute[],
  jobs: readonly Place[],
): CsharpStatements {
  const { code } = types;
  const reach = createCallGraph();
  const statements: QueryDraft[] = [];
  const seen = new Map<SyntaxNode, Set<string>>();
  let count = 0;
  const open: Walked[] = [];
  // What a generic class does is read first as it is written, then for what it is given.
  const later: Walked[] = [];
  const enter = (walked: Walked): void => {
    const known = walked.bound === undefined ? '' : [...walked.bound.values()].join();
    const read = seen.get(walked.node) ?? new Set<string>();
    if (read.has(known) || count > mostMethods) return;
    seen.set(walked.node, read.add(known));
    count += 1;
    (walked.bound === undefined ? open : later).push(walked);
  };
  for (const { path, text } of code.files)
    if (signs.test(text) && !isMade(path)) for (const each of walkedIn(code, path)) enter(each);
  for (const place of [...routes.flatMap(({ handler }) => handler ?? []), ...jobs])
    for (const each of startsAt(code, place, reach)) enter(each);
  const told = new Set<string>();
  const add: Sink['add'] = (draft, heir) => {
    const { origin, sql, operation = '' } = draft;
    const text = `${origin.file}:${origin.line} ${sql}`;
    // What does not depend on what the class is given is told once.
    if (heir !== undefined && told.has(text)) return;
    if (heir === undefined) told.add(text);
    else reach.addOfHeir({ file: origin.file, line: origin.line, operation });
    statements.push(draft);
  };
  const outer: Outer[] = [];
  const sink: Sink = { types, names, reach, add, enter, addOuter: (each) => void outer.push(each) };
  for (let next = open.pop(); next !== undefined; next = open.pop() ?? later.pop()) walkMethod(sink, next);
  const issued = new Set(statements.map(({ operation }) => operation));
  for (const { draft, runs } of outer) if (!runs.some((each) => issued.has(each))) statements.push(draft);
  return { statements: statements.toSorted(byPlace), reach };
}

/** Migrations say how tables once became what they are. */
const isMade = (path: string): boolean => /(^|\/)Migrations\/|\.Designer\.cs$|ModelSnapshot\.cs$/.test(path);

const byPlace = (a: QueryDraft, b: QueryDraft): number =>
  a.origin.file === b.origin.file ? a.origin.line - b.origin.line : a.origin.file < b.origin.file ? -1 : 1;

function walkedIn(code: Code, path: string): readonly Walked[] {
  const members = code.typesIn(path).flatMap((owner) =>
    membersOf(code, { ...owner, node: owner.node })
      .filter(({ type }) => type.file === path)
      .flatMap(({ node, type }): readonly Walked[] =>
        /^(method|constructor|property|local_function)_declaration$/.test(node.type)
          ? [{ node, file: path, owner: type }]
          : [],
      ),
  );
  const tree = code.tree(path);
  const top = tree?.children.some(({ type }) => type === 'global_statement') === true;
  return top && tree !== undefined ? [...members, { node: tree, file: path }] : members;
}

const lastLine = (node: SyntaxNode): number => node.line + node.text.split('\n').length - 1;

function startsAt(code: Code, { file, line }: Place, reach: CallGraph): readonly Walked[] {
  const all = walkedIn(code, file);
  const own = all.filter(({ node }) => node.line === line && node.type !== 'compilation_unit');
  if (own.length > 0) return own;
  const ofType = all.filter(({ owner }) => owner?.node.line === line);
  if (ofType.length > 0) {
    const handles = ofType.filter(({ node }) =>
      /^(Handle|HandleAsync|ExecuteAsync|Execute|Consume|Any|Get|Post|Put|Delete|StartAsync|Run|RunAsync)$/.test(
        nameOf(node),
      ),
    );
    const starts = handles.length > 0 ? handles : ofType;
    reach.addStart(file, line, starts.map(keyOf));
    return starts;
  }
  return all.filter(({ node }) => node.line <= line && lastLine(node) >= line);
}

/** A call of a generic repository: it is told where its body does not tell what it issues. */
interface Outer {
  readonly draft: QueryDraft;
  readonly runs: readonly string[];
}

interface Sink {
  readonly addOuter: (outer: Outer) => void;
  readonly types: Types;
  readonly names: Names;
  readonly reach: CallGraph;
  readonly add: (draft: QueryDraft, heir: string | undefined) => void;
  readonly enter: (walked: Walked) => void;
}

function walkMethod(sink: Sink, walked: Walked): void {
  const { types, reach } = sink;
  const { file, node } = walked;
  const key = keyOf(walked);
  const heir = heirOf(walked);
  const ofHeir = heir === undefined ? {} : { heir };
  reach.addFunction({ file, start: node.line, end: lastLine(node), ...ofHeir }, key);
  const body = bodyOf(types, walked);
  const calls = callsIn(node);
  const open = transactionLines(calls.map(({ at }) => at));
  const saves = calls.filter(({ at }) =>
    /^SaveChanges(Async)?$|^(Commit|Complete|Save)(Async)?$/.test(calledIn(at)?.name ?? ''),
  );
  for (const { at, above } of calls) {
    if (at.type === 'lambda_expression') {
      reach.addFunction({ file, start: at.line, end: lastLine(at), ...ofHeir });
      continue;
    }
    const { inLoop, inQuery } = flowOf(body, above);
    if (inQuery) continue;
    const inTransaction = open !== undefined && at.line > open.from && at.line <= open.to;
    const around = { inLoop, inTransaction };
    const called = at.type === 'invocation_expression' ? calledMethods(body, at) : [];
    const handlers = at.type === 'invocation_expression' ? handlersOf(body, at) : [];
    const runs = [
      ...called.map((each) => walkedOf(each, boundFor(body, at, each))),
      ...[...handlers, ...handedOver(body, at)].map((each) => walkedOf(each)),
    ];
    const found = statementOf(sink, body, at, above) ?? trackedWrite(body, sink.names, at);
    if (found !== undefined) {
      const isSaved = saves.some((save) => flowOf(body, save.above).inLoop);
      const isCollected = found.collected === true;
      const draft = draftOf(
        found,
        walked,
        at,
        { ...around, inLoop: inLoop && (!isCollected || isSaved) },
        isCollected && saves.length === 0,
      );
      const given = runs.flatMap((each) => (each.bound === undefined ? [] : [operationOf(each)]));
      if (given.length > 0) sink.addOuter({ draft, runs: given });
      else sink.add(draft, heir);
    }
    for (const each of runs) sink.enter(each);
    const keys = runs.map(keyOf);
    if (keys.length > 0) reach.addCall({ file, line: at.line, keys, from: key, ...around, ...ofHeir });
  }
}

interface Found {
  readonly at: SyntaxNode;
  readonly above: readonly SyntaxNode[];
}

function callsIn(node: SyntaxNode): readonly Found[] {
  const found: Found[] = [];
  walkSyntax(node, (at, above) => {
    if (at !== node && /^(class|record|struct|interface)_declaration$/.test(at.type)) return false;
    // Functions of a file without a class are methods of its own class when they stand in one.
    if (node.type === 'compilation_unit' && at.type === 'namespace_declaration') return false;
    if (
      /^(invocation_expression|lambda_expression|object_creation_expression|assignment_expression|foreach_statement)$/.test(
        at.type,
      )
    )
      found.push({ at, above: [...above] });
    return true;
  });
  return found;
}

function statementOf(
  { names }: Sink,
  body: Body,
  at: SyntaxNode,
  above: readonly SyntaxNode[],
): CalledStatement | undefined {
  if (at.type === 'foreach_statement') return eachOf(body, names, at);
  const command = commandCall(body, at);
  if (command !== undefined || at.type !== 'invocation_expression') return command;
  const { links } = linksOf(at);
  const last = links.at(-1);
  // The rest of a chain tells the whole: `.Where(…)` before `.ToList()` ends nothing.
  if (
    last === undefined ||
    links.slice(0, -1).some(({ name, node }) => isEnd(name) && queryableOf(body, node) !== undefined)
  )
    return undefined;
  return above.length === 0 ? undefined : entityCall(body, names, at);
}

/** `foreach (var order in _db.Orders.Where(…))` reads the rows. */
function eachOf(body: Body, names: Names, at: SyntaxNode): CalledStatement | undefined {
  const query = queryableOf(body, inField(at, 'right'));
  return query === undefined || query.links.some(({ name }) => isEnd(name))
    ? undefined
    : readStatement(names, query);
}

function draftOf(
  { sql, orm, limited, interpolates, collected }: CalledStatement,
  walked: Walked,
  at: SyntaxNode,
  around: { readonly inLoop: boolean; readonly inTransaction: boolean },
  isAlone: boolean,
): QueryDraft {
  return {
    sql,
    ...around,
    ...(orm === undefined ? {} : { orm }),
    ...(limited === true ? { limited } : {}),
    ...(collected === true && isAlone ? { collected: true } : {}),
    ...(interpolates === undefined || interpolates.length === 0 ? {} : { interpolates }),
    operation: operationOf(walked),
    key: keyOf(walked),
    origin: originIn(walked.file, lineOf(at)),
  };
}

/** A chain over several lines stands where its last call does. */
const lineOf = (at: SyntaxNode): { readonly line: number } => {
  if (at.type !== 'invocation_expression') return at;
  const name = inField(inField(at, 'function'), 'name');
  return name ?? at;
};
