import type { Row } from '../postgres/session.ts';
import type { Contents, Loaded, ObjectLock, Read, Tuple } from './effect.ts';
import type { RowLock } from './row-locks.ts';
import type { Step, Transaction, Variables } from './transaction.ts';

/** One version of a row; without a tuple it is the mark that the row was deleted. */
export interface Version {
  readonly tuple?: Tuple;
  /** Transaction that made it; -1: it was there before. */
  readonly by: number;
  /** How strongly its making locked the row: `update` when a key changed. */
  readonly mode: RowLock;
  /** Place in the table: later versions lie behind earlier ones. */
  readonly position: number;
}

export interface Line {
  readonly table: string;
  /** Oldest first. Only one transaction at a time can add to it: it holds the lock. */
  readonly versions: readonly Version[];
}

/** What came of one statement. */
export type Result =
  | { readonly kind: 'done'; readonly rows: readonly Row[]; readonly affected: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** The application did not come to it, or PostgreSQL ignored it because the transaction had failed. */
  | { readonly kind: 'passed over' };

export interface SeenRead {
  readonly read: Read;
  /** Position of the version that was read, for a row. */
  readonly position: number;
}

export type Phase = 'fresh' | 'open' | 'waiting' | 'failed' | 'committed' | 'aborted';

export interface Pending {
  readonly table: string;
  readonly row?: string;
  readonly tuple?: Tuple;
}

export interface Running {
  readonly phase: Phase;
  /** Index of the step that comes next. */
  readonly next: number;
  /** Commits that it sees. */
  readonly snapshot: number | undefined;
  readonly committedAt: number | undefined;
  /** Rows that the statement under way takes at their newest version, and rows it leaves out (SKIP LOCKED). */
  readonly renewed: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly rowLocks: ReadonlyMap<string, RowLock>;
  readonly objectLocks: readonly ObjectLock[];
  /** What the statement under way has written before it had to wait: a new version (none: deleted), of which row (none: added). */
  readonly pending: readonly Pending[];
  readonly waitsFor: readonly number[];
  /** What it waits for, in words. */
  readonly waitsOn: string;
  /** The row it waits for, at the version it has found. */
  readonly waitsAt?: { readonly row: string; readonly position: number };
  readonly since: number;
  /** Lock it waits for on a whole table. */
  readonly wants?: ObjectLock;
  readonly variables: Variables;
  readonly results: readonly Result[];
  readonly sequences: Readonly<Record<string, string>>;
  readonly reads: readonly SeenRead[];
  readonly wrote: boolean;
  /** PostgreSQL will refuse it at its next step (serializable). */
  readonly doomed: boolean;
}

/** rw-dependency between serializable transactions: `reader` did not see what `writer` wrote. */
export interface Arc {
  readonly reader: number;
  readonly writer: number;
}

/** A database with transactions under way. Plain data: every step makes a new one. */
export interface World {
  readonly lines: ReadonlyMap<string, Line>;
  readonly transactions: readonly Transaction[];
  readonly running: readonly Running[];
  readonly commits: number;
  /** Counts everything that happens, to order waiters and versions. */
  readonly clock: number;
  readonly arcs: readonly Arc[];
}

/** Numbers that sequences give out: those of each transaction lie apart, so that they do not hang on the order. */
const numbersApart = 1000;

export function newWorld(
  transactions: readonly Transaction[],
  contents: Contents,
  sequences: readonly string[],
): World {
  const lines = new Map<string, Line>();
  let clock = 0;
  for (const [table, rows] of contents)
    for (const { row, tuple } of rows)
      lines.set(row, { table, versions: [{ tuple, by: -1, mode: 'update', position: clock++ }] });
  const running = transactions.map((_, at): Running => ({
    phase: 'fresh',
    next: 0,
    snapshot: undefined,
    committedAt: undefined,
    renewed: new Set(),
    hidden: new Set(),
    rowLocks: new Map(),
    objectLocks: [],
    pending: [],
    waitsFor: [],
    waitsOn: '',
    since: 0,
    variables: {},
    results: [],
    sequences: Object.fromEntries(sequences.map((name) => [name, String((at + 1) * numbersApart)])),
    reads: [],
    wrote: false,
    doomed: false,
  }));
  return { lines, transactions, running, commits: 0, clock, arcs: [] };
}

export const isOver = ({ phase }: Running): boolean => phase === 'committed' || phase === 'aborted';

/** It still holds locks and its versions are neither kept nor taken back. */
export const isUnderWay = ({ phase }: Running): boolean => phase === 'open' || phase === 'waiting';

export function withRunning(world: World, at: number, change: Partial<Running>): World {
  return {
    ...world,
    running: world.running.map((one, index) => (index === at ? { ...one, ...change } : one)),
  };
}

const committedBefore = (world: World, { by }: Version, snapshot: number): boolean =>
  by === -1 || (world.running[by]?.committedAt ?? Infinity) <= snapshot;

/** The newest version of a row that a transaction may see. */
export function visible(world: World, at: number, line: Line, snapshot: number): Version | undefined {
  return line.versions.findLast((version) => version.by === at || committedBefore(world, version, snapshot));
}

export interface Shown {
  readonly contents: Contents;
  /** The version of each row that is shown. */
  readonly versions: ReadonlyMap<string, Version>;
  /** Commits that are seen of a table. */
  readonly moment: (table: string) => number;
}

/**
 * The rows a step works on: those of its snapshot, rows it waited for at their newest version, and tables it does
 * not name (foreign keys look there) as they are now.
 */
export function show(world: World, at: number, step: Step, names: ReadonlySet<string>): Shown {
  const { snapshot = world.commits, renewed = new Set(), hidden = new Set() } = world.running[at] ?? {};
  const named = new Set(step.tables);
  const knowsAll = step.tables.every((table) => names.has(table));
  const moment = (table: string): number => (knowsAll && !named.has(table) ? world.commits : snapshot);
  const versions = new Map<string, Version>();
  for (const [row, line] of world.lines) {
    const version = visible(world, at, line, renewed.has(row) ? world.commits : moment(line.table));
    if (version?.tuple !== undefined && !hidden.has(row)) versions.set(row, version);
  }
  for (const row of collidingOld(world, at, versions)) {
    const newest = visible(world, at, world.lines.get(row) ?? nothing, world.commits);
    if (newest?.tuple === undefined) versions.delete(row);
    else versions.set(row, newest);
  }
  return {
    contents: contentsOf(world, versions, (row) => placeOf(world, at, row, snapshot)),
    versions,
    moment,
  };
}

/** A row that was waited for is met where its statement found it. */
const placeOf = (world: World, at: number, row: string, snapshot: number): number | undefined =>
  visible(world, at, world.lines.get(row) ?? nothing, snapshot)?.position;

const nothing: Line = { table: '', versions: [] };

/** Rows of which an old version is shown beside a newer row that has got its key: no table holds both. */
function collidingOld(world: World, at: number, versions: ReadonlyMap<string, Version>): readonly string[] {
  const holders = new Map<string, number>();
  const isOld = (row: string, version: Version): boolean =>
    visible(world, at, world.lines.get(row) ?? nothing, world.commits) !== version;
  const keysOf = (row: string, { tuple }: Version): readonly string[] =>
    Object.entries(tuple?.keys ?? {}).flatMap(([index, key]) =>
      key === null ? [] : [`${world.lines.get(row)?.table ?? ''} ${index} ${key}`],
    );
  for (const [row, version] of versions)
    for (const key of keysOf(row, version)) holders.set(key, (holders.get(key) ?? 0) + 1);
  return [...versions].flatMap(([row, version]) =>
    isOld(row, version) && keysOf(row, version).some((key) => (holders.get(key) ?? 0) > 1) ? [row] : [],
  );
}

export function contentsOf(
  world: World,
  versions: ReadonlyMap<string, Version>,
  place: (row: string) => number | undefined = () => undefined,
): Contents {
  const contents = new Map<string, readonly Loaded[]>();
  const placed = [...versions].map(([row, { tuple, position }]) => ({
    row,
    tuple,
    at: place(row) ?? position,
  }));
  for (const { row, tuple } of placed.toSorted((a, b) => a.at - b.at)) {
    const table = world.lines.get(row)?.table ?? '';
    if (tuple !== undefined) contents.set(table, [...(contents.get(table) ?? []), { row, tuple }]);
  }
  return contents;
}
