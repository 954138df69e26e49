import { quoteNullable, quoteText } from '../../artifacts/sql-names.ts';
import type { Row, Session } from '../postgres/session.ts';
import { readWatched } from './catalogue.ts';
import type { Watched, WatchedTable } from './catalogue.ts';
import type { Action, Contents, Effect, Loaded, Read, Tuple } from './effect.ts';
import { lockQuery, locksOf, logOf, logQueries, rowsOf } from './observe.ts';
import type { Ctid, Logged } from './observe.ts';

/** Statements are run here, each on exactly the rows it is to see; what it did is told, and taken back. */
export interface Stage {
  readonly watched: Watched;
  /** @param bare without triggers, foreign keys and unique indexes */
  readonly run: (
    sql: string,
    contents: Contents,
    sequences: Readonly<Record<string, string>>,
    bare?: boolean,
  ) => Promise<Effect>;
  /** Rows that are there now. */
  readonly initial: () => Promise<Contents>;
  /** Statements that were really executed, not remembered. */
  readonly executed: () => number;
  /** Columns, as `table.column`, whose value the same statement on the same rows does not repeat: clocks and chance. */
  readonly unsteady: ReadonlySet<string>;
}

/** Statements after which tables are laid out anew: what was taken back leaves dead rows behind. */
const relayAfter = 200;

/**
 * @param session a database with the schema, in which nobody else works and whose rows may be replaced
 * @param clocks columns, as `table.column`, that a clock fills, where they are known: else each writing statement is
 *   played twice to find them
 */
export async function openStage(session: Session, clocks?: ReadonlySet<string>): Promise<Stage> {
  await session.script('create extension if not exists pg_walinspect; set session_replication_role = origin');
  const watched = await readWatched(session);
  const remembered = new Map<string, Promise<Effect>>();
  const laid = new Map<string, string>();
  const places = new Map<string, ReadonlyMap<Ctid, string>>();
  const unsteady = new Set<string>(clocks);
  let executed = 0;
  const play = async (
    sql: string,
    contents: Contents,
    sequences: Readonly<Record<string, string>>,
    bare: boolean,
  ) => {
    executed++;
    if (executed % relayAfter === 0) laid.clear();
    await lay(session, watched, contents, laid, places);
    return perform(session, watched, sql, places, sequences, bare);
  };
  const observe = async (...[sql, contents, sequences, bare]: Parameters<typeof play>) => {
    const effect = await play(sql, contents, sequences, bare);
    if (clocks !== undefined || !effect.actions.some(({ kind }) => kind === 'insert' || kind === 'update'))
      return effect;
    for (const column of differing(effect, await play(sql, contents, sequences, bare))) unsteady.add(column);
    return effect;
  };
  return {
    watched,
    unsteady,
    executed: () => executed,
    initial: () => readAll(session, watched),
    run: (sql, contents, sequences, bare = false) => {
      const key = JSON.stringify([sql, [...contents], sequences, bare]);
      const found = remembered.get(key) ?? observe(sql, contents, sequences, bare);
      remembered.set(key, found);
      return found;
    },
  };
}

const withCtid = ({ name, columns, uniques }: WatchedTable): string =>
  `select ${[
    'ctid::text as "0"',
    ...columns.map((column, at) => `${column}::text as "c${at}"`),
    ...uniques.map(({ key }, at) => `${key} as "k${at}"`),
  ].join(', ')} from only ${name}`;

const tupleOf = ({ columns, uniques }: WatchedTable, row: Row): Tuple => ({
  values: Object.fromEntries(columns.map((column, at) => [column, row[`c${at}`] ?? null])),
  keys: Object.fromEntries(uniques.map(({ name }, at) => [name, row[`k${at}`] ?? null])),
});

async function readAll(session: Session, { tables }: Watched): Promise<Contents> {
  const contents = new Map<string, readonly Loaded[]>();
  for (const table of tables.values()) {
    const rows = await session.rows(`${withCtid(table)} order by ctid`);
    contents.set(
      table.name,
      rows.map((row, at) => ({ row: `${table.name}#${at + 1}`, tuple: tupleOf(table, row) })),
    );
  }
  return contents;
}

/** Puts rows into the tables that hold others, in their order, without triggers. */
async function lay(
  session: Session,
  { tables }: Watched,
  contents: Contents,
  laid: Map<string, string>,
  places: Map<string, ReadonlyMap<Ctid, string>>,
): Promise<void> {
  const stale = [...tables.values()].filter(
    ({ name }) => laid.get(name) !== JSON.stringify(contents.get(name) ?? []),
  );
  if (stale.length === 0) return;
  const changed = withReferrers(stale, tables);
  const fills = changed.flatMap(({ name, written }) => {
    const rows = contents.get(name) ?? [];
    if (rows.length === 0) return [];
    if (written.length === 0) return rows.map(() => `insert into ${name} default values`);
    const values = rows.map(
      ({ tuple }) => `(${written.map((column) => quoteNullable(tuple.values[column] ?? null)).join(', ')})`,
    );
    return [
      `insert into ${name} (${written.join(', ')}) overriding system value values ${values.join(', ')}`,
    ];
  });
  const empty = `truncate ${changed.map(({ name }) => name).join(', ')}`;
  await session.script(
    ['begin', 'set local session_replication_role = replica', empty, ...fills, 'commit'].join('; '),
  );
  for (const { name } of changed) {
    const rows = contents.get(name) ?? [];
    const found = await session.rows(`select ctid::text as at from only ${name} order by ctid`);
    places.set(name, new Map(found.map(({ at }, index) => [at ?? '', rows[index]?.row ?? ''])));
    laid.set(name, JSON.stringify(rows));
  }
}

/** PostgreSQL empties a table only together with those that refer to it. */
function withReferrers(
  stale: readonly WatchedTable[],
  tables: ReadonlyMap<string, WatchedTable>,
): readonly WatchedTable[] {
  const names = new Set(stale.map(({ name }) => name));
  for (const name of names) for (const referrer of tables.get(name)?.referrers ?? []) names.add(referrer);
  return [...tables.values()].filter(({ name }) => names.has(name));
}

const notUnique = 'update pg_index set indisunique = false where indexrelid >= 16384 and indisunique';

async function perform(
  session: Session,
  watched: Watched,
  sql: string,
  places: ReadonlyMap<string, ReadonlyMap<Ctid, string>>,
  sequences: Readonly<Record<string, string>>,
  bare: boolean,
): Promise<Effect> {
  const before: readonly string[] = [
    ...Object.entries(sequences).map(([name, at]) => `select setval(${quoteText(name)}, ${at})`),
    'begin isolation level serializable',
    ...(bare ? ['set local session_replication_role = replica', notUnique] : []),
    `select pg_relation_filenode(c.oid)::text as file, c.oid::regclass::text as name,
       pg_current_wal_insert_lsn()::text as lsn
     from pg_class c where c.relkind = 'r' and c.oid >= 16384`,
  ];
  try {
    const begun = await session.runEach([...before, sql].map((each) => ({ sql: each })));
    for (const answer of begun.slice(0, -1)) rowsOf(answer);
    const files = rowsOf(begun.at(-2));
    const from = files[0]?.['lsn'] ?? '0/0';
    const names = new Map(
      files.flatMap(({ file, name }) =>
        file && name && watched.tables.has(name) ? [[file, name] as const] : [],
      ),
    );
    const ran = begun.at(-1);
    if (ran?.kind !== 'done') {
      const [, ...log] = await session.runEach([{ sql: 'rollback' }, ...logQueries(from)]);
      const actions = resolve(watched, logOf(log, names), places, new Map()).flatMap(locksOnly);
      const failure = ran?.failure ?? { message: 'PostgreSQL gave no answer' };
      return { actions, locks: [], reads: [], rows: [], affected: 0, failure, sequences: {} };
    }
    const [held, ...log] = await session.runEach([lockQuery, ...logQueries(from)]);
    const logged = logOf(log, names);
    const seen = locksOf(held);
    const tuples = await newTuples(session, watched, logged);
    const reads = seen.reads.flatMap(({ kind, table, index, at }): readonly Read[] => {
      if (!watched.tables.has(table)) return [];
      const row = places.get(table)?.get(at);
      if (kind === 'row') return row === undefined ? [] : [{ kind, table, row }];
      return [kind === 'table' ? { kind, table } : { kind, table, index }];
    });
    return {
      actions: resolve(watched, logged, places, tuples),
      locks: seen.locks,
      reads: [...new Map(reads.map((read) => [JSON.stringify(read), read])).values()],
      rows: ran.rows,
      affected: ran.affected,
      sequences: await standing(session, Object.keys(sequences)),
    };
  } finally {
    await session.rows('rollback');
  }
}

async function standing(session: Session, names: readonly string[]): Promise<Effect['sequences']> {
  const each: (readonly [string, string])[] = [];
  for (const name of names) {
    const [row] = await session.rows(`select last_value::text as at from ${name}`);
    each.push([name, row?.['at'] ?? '1']);
  }
  return Object.fromEntries(each);
}

/** Row versions the statement made, by table and place. */
async function newTuples(
  session: Session,
  { tables }: Watched,
  logged: readonly Logged[],
): Promise<ReadonlyMap<string, Tuple>> {
  const found = new Map<string, Tuple>();
  const touched = new Set(logged.flatMap(({ kind, table }) => (kind === 'lock' ? [] : [table])));
  for (const name of touched) {
    const table = tables.get(name);
    if (table === undefined) continue;
    for (const row of await session.rows(withCtid(table)))
      found.set(`${name} ${row['0'] ?? ''}`, tupleOf(table, row));
  }
  return found;
}

/** Places become rows; a row changed twice by one statement is told with what became of it in the end. */
function resolve(
  { tables }: Watched,
  logged: readonly Logged[],
  places: ReadonlyMap<string, ReadonlyMap<Ctid, string>>,
  tuples: ReadonlyMap<string, Tuple>,
): readonly Action[] {
  const rows = new Map(
    [...places].flatMap(([table, at]) => [...at].map(([ctid, row]) => [`${table} ${ctid}`, row])),
  );
  const later = new Map(
    logged.flatMap((entry) => (entry.kind === 'update' ? [[`${entry.table} ${entry.at}`, entry.to]] : [])),
  );
  const last = (table: string, at: Ctid): Tuple | undefined => {
    let [place, next] = [at, later.get(`${table} ${at}`)];
    while (next !== undefined) [place, next] = [next, later.get(`${table} ${next}`)];
    return tuples.get(`${table} ${place}`);
  };
  return logged.flatMap((entry): readonly Action[] => {
    const { kind, table, at } = entry;
    if (!tables.has(table)) return [];
    if (kind === 'insert') {
      const tuple = last(table, at);
      return tuple === undefined ? [] : [{ kind, table, tuple }];
    }
    const row = rows.get(`${table} ${at}`);
    if (row === undefined) return [];
    if (kind !== 'update') return [{ kind, table, row, mode: entry.mode }];
    rows.set(`${table} ${entry.to}`, row);
    const tuple = last(table, entry.to);
    return [
      tuple === undefined
        ? { kind: 'lock', table, row, mode: entry.mode }
        : { kind, table, row, mode: entry.mode, tuple, indexed: entry.indexed },
    ];
  });
}

/** What a failed statement still had to lock before it failed. */
const locksOnly = (action: Action): readonly Action[] =>
  action.kind === 'insert' ? [] : [{ kind: 'lock', table: action.table, row: action.row, mode: action.mode }];

/** Columns in which two runs of the same statement on the same rows differ. */
function differing(one: Effect, two: Effect): readonly string[] {
  return one.actions.flatMap((action, at) => {
    const other = two.actions[at];
    if (other === undefined || !('tuple' in action) || !('tuple' in other)) return [];
    return Object.keys(action.tuple.values)
      .filter((column) => action.tuple.values[column] !== other.tuple.values[column])
      .map((column) => `${action.table}.${column}`);
  });
}
