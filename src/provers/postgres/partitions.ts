import { z } from 'zod';
import { partitionOf } from '../../artifacts/ddl-partition.ts';
import { schemaSql } from '../../artifacts/ddl.ts';
import { qualifiedName, quoteName, quoteText, tableKey } from '../../artifacts/sql-names.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Prover } from '../prover.ts';
import { proved, refuted, settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isForPostgres, schemaPath } from './ddl.ts';
import { printedNodes, printedPlan } from './explain.ts';
import { withScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { engine, printFailure } from './session.ts';
import type { Session } from './session.ts';

const splitSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('range'),
    table: z.string(),
    name: z.string(),
    by: z.string(),
    unit: z.enum(['month', 'year']),
  }),
  z.object({
    kind: z.literal('hash'),
    table: z.string(),
    by: z.string(),
    modulus: z.int(),
    sample: z.string(),
  }),
]);
type Split = z.infer<typeof splitSchema>;
type RangeSplit = Extract<Split, { kind: 'range' }>;

/** Lives through the partitions of a table: made, read alone, detached and dropped by the statements of the plan. */
export const partitions: Prover = {
  id: 'partitions',
  claims: ({ data }: Backend) => {
    if (!isForPostgres(data)) return { claims: [], inputs: new Map() };
    const claims = data.tables.flatMap(claimOf);
    return {
      claims,
      inputs: claims.length === 0 ? new Map() : new Map([[schemaPath, schemaSql(data).text]]),
    };
  },
  prove: (claims, read) =>
    settleEach(claims, read, engine, (claim) =>
      withScratch(read(schemaPath), (scratch) => settle(scratch, splitSchema.parse(claim.parameters))),
    ),
};

/** A value of a type that rows may be spread by; the planner only has to hash it. */
const sampleOf = (type: string): string | undefined =>
  type.startsWith('uuid')
    ? '00000000-0000-7000-8000-000000000001'
    : /^(bigint|integer|smallint|numeric|text|character varying|varchar)/.test(type)
      ? '1'
      : undefined;

function claimOf(table: Table): readonly Claim[] {
  const split = partitionOf(table, () => {});
  if (split === undefined) return [];
  const key = tableKey(table);
  const type = table.columns.find(({ name }) => name === split.by)?.type ?? '';
  const claim = (statement: string, parameters: Claim['parameters']): readonly Claim[] => [
    {
      id: `partitions/${key}`,
      prover: 'partitions',
      subject: key,
      statement,
      oracle: 'postgresql',
      inputs: [schemaPath],
      parameters,
    },
  ];
  const place = { table: qualifiedName(table), by: split.by };
  if (split.kind === 'range')
    return /^(timestamp|date)/.test(type)
      ? claim(
          `create_range_partitions makes the ${split.unit}s of ${key} once; a read of one ${split.unit} by ${split.by} is planned on that partition alone; it is detached and dropped without a row being deleted.`,
          { ...place, kind: 'range', name: table.name, unit: split.unit },
        )
      : [];
  const sample = sampleOf(type);
  return sample === undefined
    ? []
    : claim(`A read of ${key} by ${split.by} is planned on one of ${split.modulus} partitions.`, {
        ...place,
        kind: 'hash',
        modulus: split.modulus,
        sample,
      });
}

/** Everything happens in a transaction that is taken back, so that the schema's database can be lent on. */
async function settle({ session, refusals }: Scratch, split: Split): Promise<Settled> {
  if (refusals.length > 0)
    return { verdict: undecided('the schema itself does not execute'), measurements: {}, incomplete: [] };
  await session.rows('begin');
  try {
    return split.kind === 'range' ? await liveThrough(session, split) : await oneOfMany(session, split);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { verdict: refuted(error.message), measurements: {}, incomplete: [] };
  } finally {
    await session.rows('rollback');
  }
}

/** What PostgreSQL refused or did otherwise than claimed. */
class Broken extends Error {}

async function ask(
  session: Session,
  sql: string,
): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const ran = await session.run(sql);
  if (ran.kind === 'failed') throw new Broken(`${sql}: ${printFailure(ran.failure)}`);
  return ran.rows;
}

async function relationsRead(session: Session, sql: string): Promise<readonly string[]> {
  const printed = printedPlan(await session.run(`explain (format json, verbose) ${sql}`));
  if (printed.kind === 'failed') throw new Broken(`${sql}: ${printFailure(printed.failure)}`);
  return printedNodes(printed.plan).flatMap(({ 'Relation Name': name }) => name ?? []);
}

const years = {
  month: ['2031-02-01', '2031-03-01', '_y2031m02'],
  year: ['2032-01-01', '2033-01-01', '_y2032'],
} as const;

async function liveThrough(session: Session, { table, name, by, unit }: RangeSplit): Promise<Settled> {
  const [low, high, suffix] = years[unit];
  const part = `${name}${suffix}`;
  const make = `select create_range_partitions(${quoteText(table)}::regclass, ${quoteText(unit)}, '2031-01-01', 3) as made`;
  const made = [await ask(session, make), await ask(session, make)].map(([row]) => Number(row?.['made']));
  if (made.join() !== '3,0')
    throw new Broken(`${make}: made ${made.join(', then ')} partitions instead of 3, then 0`);
  const column = quoteName(by);
  const one = `select from ${table} where ${column} >= '${low} 00:00:00+00' and ${column} < '${high} 00:00:00+00'`;
  const read = await relationsRead(session, one);
  if (read.join() !== part) throw new Broken(`${one}: reads ${read.join(', ')} instead of ${part} alone`);
  const qualified = table.includes('.')
    ? `${table.slice(0, table.lastIndexOf('.'))}.${quoteName(part)}`
    : quoteName(part);
  await ask(session, `alter table ${table} detach partition ${qualified}`);
  const locks = await ask(
    session,
    `select distinct mode from pg_locks where pid = pg_backend_pid() and relation = ${quoteText(table)}::regclass and mode like '%Exclusive%' order by mode`,
  );
  await ask(session, `drop table ${qualified}`);
  const rest = await relationsRead(session, one);
  return {
    verdict: proved,
    measurements: {
      made: 3,
      read: part,
      readAfterwards: rest.join(', '),
      locksOfDetach: locks.map(({ mode }) => mode ?? '').join(', '),
    },
    incomplete: [
      'a table with a default partition cannot be detached CONCURRENTLY: the lock is held for the moment of the statement, after a wait for running reads',
    ],
  };
}

async function oneOfMany(session: Session, split: Extract<Split, { kind: 'hash' }>): Promise<Settled> {
  const { table, by, modulus, sample } = split;
  const all = new Set(await relationsRead(session, `select from ${table}`));
  if (all.size !== modulus) throw new Broken(`${table} has ${all.size} partitions instead of ${modulus}`);
  const one = `select from ${table} where ${quoteName(by)} = ${quoteText(sample)}`;
  const read = new Set(await relationsRead(session, one));
  if (read.size !== 1) throw new Broken(`${one}: reads ${[...read].join(', ')}`);
  return { verdict: proved, measurements: { partitions: modulus, read: 1 }, incomplete: [] };
}
