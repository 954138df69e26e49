import type { Backend } from '../../../model/backend.ts';
import type { Query, Table } from '../../../model/data.ts';
import type { Lines, Reach } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { handingFunctions } from '../python/queries/handing.ts';
import { openModels } from './open-models.ts';
import type { Callee, Summary, World } from './frame.ts';
import { summaryOf } from './functions.ts';
import type { Mark } from './mark.ts';
import { keyOfMark, unmarked } from './mark.ts';
import { isFunction, lastLineOf } from './shapes.ts';
import { unshownColumns } from './unshown.ts';
import type { CallShape } from './shapes.ts';
import { storesIn } from './stores.ts';

export interface FollowedWorld extends World {
  readonly functionAt: (lines: Lines) => Callee | undefined;
  readonly functionsOf: (file: string) => readonly SyntaxNode[];
  readonly isWalked: (lines: Lines) => boolean;
  /** Whether a statement on these rows is reached by an endpoint: functions that are inherited serve several tables. */
  readonly isReached: (table: string, endpoint: string) => boolean;
}

interface Code {
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly files: ReadonlyMap<string, TextFile>;
}

/** Functions walked in all; what is left is not told of. */
const mostWalks = 60_000;

export function createWorld(backend: Backend, reaches: readonly Reach[], code: Code): FollowedWorld {
  const functionsOf = functionsIn(code);
  const walked = new Set<SyntaxNode>();
  const summaries = new Map<SyntaxNode, Map<string, Summary>>();
  const found = new Map<Lines, Callee | undefined>();
  const reached = new Set(
    backend.data.queries.flatMap(({ tables, reachedBy = [] }) =>
      reachedBy.flatMap((id) => tables.map((table) => `${id} ${table}`)),
    ),
  );
  const stores = storesIn(code.files, code.tree);
  const kept = new Set([...stores.values()].map(({ entity }) => entity));
  let walks = 0;
  const functionAt = (lines: Lines): Callee | undefined => {
    if (!found.has(lines)) found.set(lines, functionIn(functionsOf(lines.file), lines, code));
    return found.get(lines);
  };
  const table = tablesOf(backend);
  const world: FollowedWorld = {
    functionAt,
    functionsOf,
    isWalked: (lines) => {
      const node = functionAt(lines)?.node;
      return node !== undefined && walked.has(node);
    },
    isReached: (table, endpoint) => kept.has(table) || reached.has(`${endpoint} ${table}`),
    isOpen: openModels(code.files),
    stores,
    handing: handingFunctions(code.files.values(), code.tree),
    callees: calleesBy(reaches, functionAt),
    statements: statementsOf(backend),
    table,
    unshown: unshownColumns(code.files, table),
    summary: (callee, given, depth) => {
      const known = summaries.get(callee.node) ?? new Map<string, Summary>();
      summaries.set(callee.node, known);
      const key = keyOf(given);
      const before = known.get(key);
      if (before !== undefined) return before;
      known.set(key, nothing);
      walks += 1;
      if (walks > mostWalks) return nothing;
      walked.add(callee.node);
      const summary = summaryOf(world, callee, given, depth);
      known.set(key, summary);
      return summary;
    },
  };
  return world;
}

const nothing: Summary = { returns: unmarked, facts: [] };

const keyOf = (given: ReadonlyMap<string, Mark>): string =>
  [...given].map(([name, mark]) => `${name}=${keyOfMark(mark)}`).join(';');

function functionsIn({ tree }: Code): (file: string) => readonly SyntaxNode[] {
  const known = new Map<string, readonly SyntaxNode[]>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const root = tree(file);
    const found: SyntaxNode[] = [];
    if (root !== undefined) walkSyntax(root, (node) => void (isFunction(node) ? found.push(node) : 0));
    known.set(file, found);
    return found;
  };
}

function functionIn(all: readonly SyntaxNode[], lines: Lines, { files }: Code): Callee | undefined {
  const begins = all.find((node) => node.line === lines.start || inField(node, 'name')?.line === lines.start);
  const around = (): SyntaxNode | undefined =>
    all
      .filter((node) => node.line <= lines.start && lastLineOf(node) >= lines.end && lines.end > lines.start)
      .at(-1);
  const node = begins ?? around();
  if (node === undefined) return undefined;
  const text = files.get(lines.file)?.text ?? '';
  return {
    lines,
    node,
    // Annotations of Java are part of what they stand before.
    decorators: lines.file.endsWith('.py') ? decoratorsAbove(text, node) : '',
    isDependent: /^@(cbv|controller)\(/m.test(text),
  };
}

/** The decorators directly above a function, one a line, with what they are given on further lines. */
function decoratorsAbove(text: string, { start }: SyntaxNode): string {
  const above = text
    .slice(Math.max(0, start - 2000), start)
    .split('\n')
    .slice(0, -1)
    .toReversed();
  const end = above.findIndex((line) => !/^\s*(@.*|[)\]}][),\s]*|["'\w].*[,()[\]{}]\s*)$/.test(line));
  const lines = (end === -1 ? above : above.slice(0, end)).toReversed();
  const first = lines.findIndex((line) => /^\s*@/.test(line));
  if (first === -1) return '';
  return lines
    .slice(first)
    .join('\n')
    .replaceAll(/\n(?!\s*@)\s*/g, ' ');
}

/** Lines over which a chain of calls is looked up. */
const mostLines = 20;

function calleesBy(
  reaches: readonly Reach[],
  functionAt: (lines: Lines) => Callee | undefined,
): World['callees'] {
  const known = new Map<SyntaxNode, readonly Callee[]>();
  return (file: string, { node, name }: CallShape) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const last = Math.min(lastLineOf(node), node.line + mostLines);
    const found = reaches
      .flatMap((reach) => reach.calledAt?.(file, node.line, last, name) ?? [])
      .flatMap((lines) => functionAt(lines) ?? []);
    known.set(node, found);
    return found;
  };
}

function statementsOf({ data }: Backend): World['statements'] {
  const byPlace = new Map<string, Query[]>();
  for (const query of data.queries) {
    if (query.origin.kind !== 'read') continue;
    const place = `${query.origin.file}:${query.origin.line}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), query]);
  }
  return (file, line) => byPlace.get(`${file}:${line}`) ?? [];
}

function tablesOf({ data }: Backend): (name: string) => Table | undefined {
  const plain = (name: string): string => {
    const words = (name.split('.').at(-1) ?? name).replaceAll(/[_\s-]/g, '').toLowerCase();
    return words.endsWith('ies')
      ? `${words.slice(0, -3)}y`
      : words.replace(/(?<=(ss|x|ch|sh))es$|(?<!s)s$/, '');
  };
  const tables = new Map(data.tables.map((table) => [plain(table.name), table]));
  for (const table of data.tables) if (table.entity !== undefined) tables.set(plain(table.entity), table);
  // A function may go by the name of a table; a class does not begin with a small letter.
  return (name) => (name === '' ? undefined : tables.get(plain(name)));
}
