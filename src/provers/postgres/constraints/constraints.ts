import { schemaSql } from '../../../artifacts/ddl.ts';
import { tableKey } from '../../../artifacts/sql-names.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import type { DataModel, Table } from '../../../model/data.ts';
import type { Prover } from '../../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { readCatalogue } from '../catalogue.ts';
import { isForPostgres, schemaPath } from '../ddl.ts';
import { readTableFacts } from '../rows/facts.ts';
import { inVain, populate } from '../rows/populate.ts';
import type { Values } from '../rows/solve.ts';
import { withScratch } from '../scratch.ts';
import type { Scratch } from '../scratch.ts';
import { engine } from '../session.ts';
import { prepareAttempts } from './attempts.ts';
import { expectedOf, readExpected, ruleCount } from './expected.ts';
import { tryTable } from './trial.ts';
import type { Trial } from './trial.ts';

/** Holds each table to the rules the model gives it, by rows that keep them and rows that break one at a time. */
export const constraints: Prover = {
  id: 'constraints',
  claims: ({ data }: Backend) => {
    if (!isForPostgres(data)) return { claims: [], inputs: new Map() };
    const claims = data.tables.flatMap((table) => claimOf(data, table));
    return { claims, inputs: new Map([[schemaPath, schemaSql(data).text]]) };
  },
  prove: async (claims, read) => {
    let trials: Promise<ReadonlyMap<string, Trial>> | undefined;
    return settleEach(claims, read, engine, async (claim) => {
      trials ??= withScratch(read(schemaPath), (scratch) => tryAll(scratch, claims));
      return settle(claim, (await trials).get(claim.id));
    });
  },
};

function claimOf(data: DataModel, table: Table): readonly Claim[] {
  const expected = expectedOf(data, table);
  const rules = ruleCount(expected);
  const name = tableKey(table);
  if (rules === 0) return [];
  return [
    {
      id: `constraints/${name}`,
      prover: 'constraints',
      subject: name,
      statement:
        `PostgreSQL accepts rows of ${name} that keep its ${rules} rules, refuses each row that breaks one of them ` +
        `under the name of that rule, and deletes along its foreign keys as declared.`,
      oracle: 'postgresql',
      inputs: [schemaPath],
      parameters: { ...expected },
    },
  ];
}

async function tryAll({ session }: Scratch, claims: readonly Claim[]): Promise<ReadonlyMap<string, Trial>> {
  const facts = await readTableFacts(session);
  const { indexes } = await readCatalogue(session);
  const rootNames = new Map(indexes.map(({ name, rootName }) => [name, rootName]));
  return inVain(session, async () => {
    await prepareAttempts(session);
    const population = await populate(session, facts);
    const fresh = new Map<string, Values>();
    const trials = new Map<string, Trial>();
    for (const own of population.tables) {
      const claim = claims.find(
        ({ parameters }) =>
          parameters['table'] === own.table.name && parameters['schema'] === own.table.schema,
      );
      if (claim === undefined) continue;
      const expected = readExpected(claim.parameters);
      trials.set(claim.id, await tryTable(session, expected, own, population, fresh, rootNames));
    }
    return trials;
  });
}

function settle(claim: Claim, trial: Trial | undefined): Settled {
  if (trial === undefined)
    return {
      verdict: refuted(`${schemaPath} creates no table ${claim.subject}`),
      measurements: {},
      incomplete: [],
    };
  const { accepted, refused, actions, faults, untried, why } = trial;
  const rules = ruleCount(readExpected(claim.parameters));
  const measurements = { rules, accepted, refused, deletions: actions };
  const verdict =
    why !== undefined
      ? undecided(`no row could be made: ${why}`)
      : faults.length > 0
        ? refuted(firstOf(faults.map((fault) => `${claim.subject}: ${fault}`)))
        : refused === 0
          ? undecided('no rule could be tried')
          : proved;
  return { verdict, measurements, incomplete: [...untried] };
}
