import { qualifiedName, quoteName, quoteNullable, quoteText } from '../../../../artifacts/sql-names.ts';
import { drawer } from '../../../seeded.ts';
import type { TableFacts } from '../../rows/facts.ts';
import { inOrder } from '../../rows/populate.ts';
import { withParameters } from '../../parameters.ts';
import { printFailure } from '../../session.ts';
import type { Session } from '../../session.ts';
import type { Compared } from '../compare.ts';
import { difference } from '../difference.ts';
import type { Run } from '../difference.ts';
import { fill, states } from '../states.ts';
import { ownValue, poolsOf } from '../values.ts';
import type { Pools } from '../values.ts';
import type { Batch } from './find-batches.ts';
import { insertOfArrays, oneInsert } from './join-rows.ts';

/** Draws of parameters on each database. */
const draws = 4;

/** Rows that are executed of a long batch; the others have the same shape. */
export const executedRows = 40;

interface Setting {
  readonly session: Session;
  readonly batch: Batch;
  /** Columns that are compared. */
  readonly columns: readonly string[];
  /** Those whose default answers differently every time. */
  readonly drawn: readonly string[];
  readonly sequences: readonly string[];
}

export interface ComparedBatch {
  readonly compared: Compared;
  /** Columns that were not compared, because each row draws its own value either way. */
  readonly drawn: readonly string[];
}

/**
 * Executes the inserts one after the other, and all rows at once, on generated databases, and compares what the
 * table holds: the same rows with the same numbers of identity columns. A run in which one of the single inserts is
 * refused must be refused at once too, and counts as nothing.
 */
export async function compareBatch(
  session: Session,
  whole: Batch,
  tables: readonly TableFacts[],
): Promise<ComparedBatch> {
  const batch = { ...whole, rows: whole.rows.slice(0, executedRows) };
  const { table } = batch;
  const read = inOrder([
    table,
    ...tables.filter(({ oid }) => table.references.some(({ target }) => target === oid)),
  ]);
  const mentioned = { constants: new Map<string, Set<string>>(), parameters: new Map<number, Set<string>>() };
  const pools = await poolsOf(session, read, [], mentioned);
  const defaults = await defaultsOf(session, table, batch.columns);
  const compared = await onEach({ session, batch, ...defaults }, read, pools);
  return { compared, drawn: defaults.drawn };
}

async function onEach(setting: Setting, read: readonly TableFacts[], pools: Pools): Promise<Compared> {
  const { session, batch } = setting;
  let [runs, rows] = [0, 0];
  let failure: string | undefined;
  for (const state of states) {
    await fill(session, read, pools, state);
    const draw = drawer(state.seed * 7919);
    for (let turn = 0; turn < (hasParameters(batch) ? draws : 1); turn++) {
      const values = drawValues(batch, pools, draw, state.rows + turn * batch.rows.length);
      const answer = await runBatch(setting, values);
      if (answer.kind === 'failed') failure ??= answer.why;
      else if (answer.kind === 'differ')
        return { kind: 'differ', counterexample: `${answer.words} (seed ${state.seed})`, seed: state.seed };
      else {
        runs++;
        rows += answer.rows;
      }
    }
  }
  if (runs === 0) return { kind: 'undecided', why: failure ?? 'nothing could be compared' };
  return { kind: 'equal', runs, databases: states.length, rows };
}

const hasParameters = ({ rows }: Batch): boolean => rows.some(({ text }) => /\$\d/.test(text));

/** Values of the parameters of each row, by number: of the column they are put into. */
type Values = readonly ReadonlyMap<number, string | null>[];

function drawValues(batch: Batch, pools: Pools, draw: () => number, from: number): Values {
  const { table, columns } = batch;
  const keys = new Set(table.keys.flatMap(({ columns: of }) => of));
  return batch.rows.map(
    ({ parameters }, at) =>
      new Map(
        parameters.flatMap((number, place) => {
          const [pick, isNull, isOwn] = [draw(), draw() < 0.1, draw() < 0.9];
          const column = table.columns.find(({ name }) => name === columns[place]);
          if (number === undefined || column === undefined) return [];
          const own = keys.has(column.name) && isOwn ? ownValue(column.base, from + at + 100) : undefined;
          const pool = pools.get(`${table.oid}.${column.name}`) ?? [];
          const drawn =
            column.nullable && isNull ? null : (own ?? pool[Math.floor(pick * pool.length)] ?? null);
          return [[number, drawn] as const];
        }),
      ),
  );
}

const bound = (sql: string, values: ReadonlyMap<number, string | null>): string =>
  withParameters(sql, (number) => quoteNullable(values.get(number) ?? null));

async function runBatch(setting: Setting, values: Values): Promise<Run> {
  const { batch } = setting;
  const singles = batch.rows.map(({ query }, at) => bound(query.sql, values[at] ?? new Map()));
  const rowsText = batch.rows.map(({ text }, at) => bound(text, values[at] ?? new Map()));
  const joined = oneInsert({
    ...batch,
    rows: batch.rows.map((row, at) => ({ ...row, text: rowsText[at] ?? row.text })),
  });
  const arrays = insertOfArrays(batch);
  const one = await after(setting, singles);
  for (const other of [joined, ...(arrays === undefined ? [] : [boundArrays(arrays, batch, values)])]) {
    const found = await after(setting, [other]);
    if (typeof one === 'string') {
      if (typeof found !== 'string') return { kind: 'differ', words: `only the single inserts fail: ${one}` };
      continue;
    }
    if (typeof found === 'string') return { kind: 'differ', words: `only the one insert fails: ${found}` };
    const compared = difference(one, found);
    if (compared.kind !== 'equal') return compared;
  }
  return typeof one === 'string' ? { kind: 'failed', why: one } : { kind: 'equal', rows: one.length };
}

const boundArrays = (sql: string, { columns }: Batch, values: Values): string => {
  const arrays = columns.map(
    (_, at) => `array[${values.map((row) => quoteNullable(row.get(at + 1) ?? null)).join(', ')}]`,
  );
  return withParameters(sql, (number) => arrays[number - 1] ?? 'null');
};

/** What the table holds after statements, or why one of them failed; nothing stays. */
async function after(
  { session, batch, columns, sequences }: Setting,
  statements: readonly string[],
): Promise<readonly string[] | string> {
  // Numbers are given out again after a rollback only when the sequence is told to.
  for (const sequence of sequences) await session.rows(`select setval(${quoteText(sequence)}, 1000000)`);
  await session.script('begin');
  try {
    for (const sql of statements) {
      const ran = await session.run(sql);
      if (ran.kind === 'failed') return printFailure(ran.failure);
    }
    const list = columns.map(quoteName).join(', ');
    const rows = await session.rows(`select row(${list})::text as row from ${qualifiedName(batch.table)}`);
    return rows.map(({ row }) => row ?? '');
  } finally {
    await session.script('rollback');
  }
}

/** Columns without those that draw their default anew each time, and the sequences of the others. */
async function defaultsOf(
  session: Session,
  table: TableFacts,
  given: readonly string[],
): Promise<Pick<Setting, 'columns' | 'drawn' | 'sequences'>> {
  const name = quoteText(qualifiedName(table));
  const rows = await session.rows(
    `select a.attname as name, pg_get_serial_sequence(${name}, a.attname) as sequence, ${drawsSql} as draws
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  );
  const isDrawn = ({ name: column, draws: is }: (typeof rows)[number]): boolean =>
    is === 't' && !given.includes(column ?? '');
  const named = (of: typeof rows): readonly string[] => of.map(({ name: column }) => column ?? '');
  return {
    columns: named(rows.filter((row) => !isDrawn(row))),
    drawn: named(rows.filter(isDrawn)),
    sequences: rows.flatMap(({ sequence }) => sequence ?? []),
  };
}

/** Whether a default calls a volatile function other than that of sequences. */
const drawsSql = `coalesce((select bool_or(p.provolatile = 'v' and p.proname not in ('nextval', 'currval'))
  from regexp_matches(pg_get_expr(d.adbin, d.adrelid), '([a-z_][a-z0-9_]*)\\s*\\(', 'g') m
  join pg_proc p on p.proname = m[1]), false)`;
