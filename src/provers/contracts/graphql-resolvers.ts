import { schemaSql } from '../../artifacts/ddl.ts';
import { loaders, resolverPlan, resolversPath } from '../../artifacts/graphql-resolvers.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { isForPostgres, schemaPath } from '../postgres/ddl.ts';
import { withScratch } from '../postgres/scratch.ts';
import type { Scratch } from '../postgres/scratch.ts';
import { engine, printFailure } from '../postgres/session.ts';
import type { Session } from '../postgres/session.ts';
import type { Prover } from '../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isRecord, parseJson } from './json.ts';

const claim: Claim = {
  id: 'graphql/resolvers-run',
  prover: 'graphql-resolvers',
  subject: resolversPath,
  statement:
    'Every batched statement of the resolvers is planned by PostgreSQL on the schema, and finds the rows of its keys by an index.',
  oracle: 'postgresql',
  inputs: [schemaPath, resolversPath],
  parameters: {},
};

interface Batch {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

function batchesOf(text: string): readonly Batch[] {
  const plan = parseJson(text);
  const all: readonly unknown[] = isRecord(plan) && Array.isArray(plan['loaders']) ? plan['loaders'] : [];
  return all.flatMap((each) =>
    isRecord(each)
      ? [
          {
            name: [each['type'], each['field']].map(String).join('.'),
            table: String(each['table']),
            sql: String(each['sql']),
          },
        ]
      : [],
  );
}

/** Has PostgreSQL plan each batch; a table without a row is scanned anyway, so scans are made the last resort. */
async function settle({ session, refusals }: Scratch, text: string): Promise<Settled> {
  const batches = batchesOf(text);
  const without = (why: string): Settled => ({ verdict: undecided(why), measurements: {}, incomplete: [] });
  if (refusals.length > 0) return without('the schema itself does not execute');
  if (batches.length === 0) return without('the plan holds no loader');
  await session.rows('begin');
  try {
    await session.rows('set local enable_seqscan = off');
    const faults: string[] = [];
    for (const batch of batches) faults.push(...(await faultsOf(session, batch)));
    return {
      verdict: faults.length === 0 ? proved : refuted(firstOf(faults)),
      measurements: { statements: batches.length, faults: faults.length },
      incomplete: [],
    };
  } finally {
    await session.rows('rollback');
  }
}

async function faultsOf(session: Session, { name, table, sql }: Batch): Promise<readonly string[]> {
  await session.rows('savepoint batch');
  const ran = await session.runPlain(`explain (generic_plan, costs off) ${sql}`);
  await session.rows(ran.kind === 'failed' ? 'rollback to savepoint batch' : 'release savepoint batch');
  if (ran.kind === 'failed') return [`${name}: ${printFailure(ran.failure)}`];
  const lines = ran.rows.flatMap((row) => Object.values(row));
  const bare = table.split('.').at(-1) ?? table;
  const scanned = lines.some((line) => line?.includes(`Seq Scan on ${bare}`) === true);
  return scanned ? [`${name}: no index of ${table} leads to the rows of its keys`] : [];
}

/** Holds the statements of the resolvers to the schema they run on. */
export const graphqlResolvers: Prover = {
  id: 'graphql-resolvers',
  claims: (backend: Backend) => {
    if (!isForPostgres(backend.data) || loaders(backend).length === 0)
      return { claims: [], inputs: new Map() };
    return {
      claims: [claim],
      inputs: new Map([
        [schemaPath, schemaSql(backend.data).text],
        [resolversPath, resolverPlan(backend).text],
      ]),
    };
  },
  prove: (asked, read) =>
    settleEach(asked, read, engine, () =>
      withScratch(read(schemaPath), (scratch) => settle(scratch, read(resolversPath))),
    ),
};
