import { schemaSql } from '../../../artifacts/ddl.ts';
import { compact } from '../../../artifacts/emitted.ts';
import { tableKey } from '../../../artifacts/sql-names.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import type { DataModel, Table } from '../../../model/data.ts';
import type { Prover } from '../../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { isForPostgres, schemaPath } from '../ddl.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import { inVain, populate } from '../rows/populate.ts';
import { withScratch } from '../scratch.ts';
import type { Scratch } from '../scratch.ts';
import { engine } from '../session.ts';
import { expectedSecurity, readExpectedSecurity } from './expected.ts';
import { trySecurity } from './trial.ts';
import type { SecurityTrial } from './trial.ts';
import { prepareUnder } from './under.ts';

/** Holds each policy to what the model says it does, by rows of two owners and statements of one of them. */
export const rowSecurity: Prover = {
  id: 'row-security',
  claims: ({ data }: Backend) => {
    const claims = isForPostgres(data) ? data.tables.flatMap((table) => claimOf(data, table)) : [];
    const inputs: readonly (readonly [string, string])[] =
      claims.length === 0 ? [] : [[schemaPath, schemaSql(data).text]];
    return { claims, inputs: new Map(inputs) };
  },
  prove: async (claims, read) => {
    let trials: Promise<ReadonlyMap<string, SecurityTrial | string>> | undefined;
    return settleEach(claims, read, engine, async (claim) => {
      trials ??= withScratch(read(schemaPath), (scratch) => tryAll(scratch, claims));
      return settle(claim, (await trials).get(claim.id));
    });
  },
};

function claimOf(data: DataModel, table: Table): readonly Claim[] {
  const expected = expectedSecurity(data, table);
  if (expected === undefined) return [];
  const name = tableKey(table);
  const limited = [
    ...new Set(expected.reach.flatMap(({ role, condition }) => (condition === undefined ? [] : [role]))),
  ];
  return [
    {
      id: `row-security/${name}`,
      prover: 'row-security',
      subject: name,
      statement:
        `Acting for one of two owners, ${limited.join(', ')} reaches own rows of ${name} and none of the other's, cannot ` +
        'write a row for the other, and reaches nothing when the database is not told who asks.',
      oracle: 'postgresql',
      inputs: [schemaPath],
      parameters: { ...expected, reach: expected.reach.map(compact) },
    },
  ];
}

/** A text instead of a trial says why there is none. */
async function tryAll(
  { session }: Scratch,
  claims: readonly Claim[],
): Promise<ReadonlyMap<string, SecurityTrial | string>> {
  const facts = await readTableFacts(session);
  const asked = claims.flatMap((claim) => {
    const expected = readExpectedSecurity(claim.parameters);
    const table = facts.find(({ name, schema }) => name === expected.table && schema === expected.schema);
    return table === undefined ? [] : [{ claim, expected, table }];
  });
  const needed = withParents(
    asked.map(({ table }) => table),
    facts,
  );
  return inVain(session, async () => {
    await prepareUnder(session);
    const twice = [{ spread: true }, { spread: true }];
    const wishes = new Map(needed.map(({ oid }) => [oid, twice]));
    const population = await populate(session, needed, wishes);
    const trials = new Map<string, SecurityTrial | string>();
    for (const { claim, expected, table } of asked) {
      const why = population.tables.find((filled) => filled.table.oid === table.oid)?.why;
      trials.set(claim.id, why ?? (await trySecurity(session, expected, table, population)));
    }
    return trials;
  });
}

/** The tables and all they refer to, in the order of the schema. */
function withParents(tables: readonly TableFacts[], all: readonly TableFacts[]): readonly TableFacts[] {
  const found = new Set(tables.map(({ oid }) => oid));
  const byOid = new Map(all.map((table) => [table.oid, table]));
  for (const oid of found) for (const { target } of byOid.get(oid)?.references ?? []) found.add(target);
  return all.filter(({ oid }) => found.has(oid));
}

const beyondPolicies = 'superusers and roles with bypassrls pass every policy by';

function settle(claim: Claim, trial: SecurityTrial | string | undefined): Settled {
  if (trial === undefined)
    return {
      verdict: refuted(`${schemaPath} creates no table ${claim.subject}`),
      measurements: {},
      incomplete: [],
    };
  if (typeof trial === 'string')
    return { verdict: undecided(`no two rows could be made: ${trial}`), measurements: {}, incomplete: [] };
  const { tests, faults, untried, unlimited } = trial;
  const verdict =
    faults.length > 0
      ? refuted(firstOf(faults.map((fault) => `${claim.subject}: ${fault}`)))
      : tests === 0
        ? undecided(firstOf(untried) || 'no policy could be tried')
        : proved;
  return {
    verdict,
    measurements: { statements: tests, reachAllRows: unlimited.join(', ') || 'no role' },
    incomplete: [...untried, beyondPolicies],
  };
}
