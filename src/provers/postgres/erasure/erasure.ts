import { schemaSql } from '../../../artifacts/ddl.ts';
import { erasurePlans } from '../../../artifacts/erasure/plan.ts';
import { erasurePath, erasureSql } from '../../../artifacts/erasure/script.ts';
import { names } from '../../../artifacts/emitted.ts';
import { tableKey } from '../../../artifacts/sql-names.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Prover } from '../../prover.ts';
import { firstOf, proved, refuted, settleEach, undecided } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { schemaPath } from '../ddl.ts';
import { inVain } from '../rows/populate.ts';
import { withScratch } from '../scratch.ts';
import type { Scratch } from '../scratch.ts';
import { engine } from '../session.ts';
import { parametersOf, parametersSchema } from './parameters.ts';
import type { ErasureParameters } from './parameters.ts';
import { tryErasure } from './trial.ts';
import type { ErasureTrial } from './trial.ts';

/** Erases one of two people from a database in which both stand everywhere, and looks what is left. */
export const erasure: Prover = {
  id: 'erasure',
  claims: (backend: Backend) => {
    const plans = erasurePlans(backend);
    if (plans.length === 0) return { claims: [], inputs: new Map() };
    const inputs = new Map([
      [schemaPath, schemaSql(backend.data).text],
      [erasurePath, erasureSql(backend)],
    ]);
    return { claims: plans.map((plan) => claimOf(tableKey(plan.people), parametersOf(plan))), inputs };
  },
  prove: (claims, read) =>
    settleEach(claims, read, engine, (claim) =>
      withScratch(read(schemaPath), (scratch) =>
        settle(scratch, read(erasurePath), parametersSchema.parse(claim.parameters)),
      ),
    ),
};

const claimOf = (people: string, parameters: ErasureParameters): Claim => ({
  id: `erasure/${people}`,
  prover: 'erasure',
  subject: people,
  statement: `After ${parameters.erase.join(', ')} no identifier of the person is left in any table${exceptions(parameters)}, no row of anybody else has changed and every constraint holds; run again it changes nothing; ${parameters.find[0]} finds an identifier wherever it stands.`,
  oracle: 'postgresql',
  inputs: [schemaPath, erasurePath],
  parameters,
});

const exceptions = ({ left }: ErasureParameters): string =>
  left.length === 0 ? '' : ` but ${left.map(({ schema, table }) => `${schema}.${table}`).join(', ')}`;

async function settle(
  { session, refusals }: Scratch,
  script: string,
  parameters: ErasureParameters,
): Promise<Settled> {
  if (refusals.length > 0)
    return { verdict: undecided('the schema itself does not execute'), measurements: {}, incomplete: [] };
  const trial = await inVain(session, () => tryErasure(session, script, parameters));
  if (!('kind' in trial)) return judged(trial, parameters);
  const verdict = trial.kind === 'refuted' ? refuted(trial.why) : undecided(trial.why);
  return { verdict, measurements: {}, incomplete: [] };
}

const unclassedWords = ({ unclassed }: ErasureParameters): readonly string[] => {
  const columns = unclassed.flatMap(({ schema, table, columns: own }) =>
    own.map((name) => `${schema}.${table}.${name}`),
  );
  return columns.length === 0
    ? []
    : [`${names(columns)} have no class and stay: what somebody wrote about themselves there is not erased`];
};

function leftWords({ schema, table, columns, why }: ErasureParameters['left'][number]): string {
  switch (why) {
    case 'chained':
      return `${schema}.${table}: the rows are chained by hash and stay; ${columns.join(', ')} must have been encrypted with a key of the person, which is destroyed outside the database`;
    case 'parked':
      return `${schema}.${table}: messages about the person that their consumer could not handle keep ${columns.join(', ')} until they are handled or their retention is over`;
    case 'no way to the person':
      return `${schema}.${table}: no column leads to a person, ${columns.join(', ')} stay until they are found by hand`;
  }
}

/** What no erasure in one database reaches. */
const beyond =
  'backups, replicas of peers, messages on their way, caches, files and logs are outside the database and were not searched';

function judged(trial: ErasureTrial, parameters: ErasureParameters): Settled {
  const { left, assumed, events, isApart } = parameters;
  const { faults, planted, searched, removed, overwritten, kept, untouched, loosened } = trial;
  const { references, states, untried } = trial;
  return {
    verdict:
      faults.length > 0
        ? refuted(firstOf(faults))
        : planted === 0
          ? undecided(firstOf(untried) || 'no identifier could be put into the database')
          : proved,
    measurements: {
      'columns with an identifier before': planted,
      'columns searched': searched,
      'rows removed': removed,
      'rows overwritten': overwritten,
      'rows kept that name the person by id': kept,
      'rows of others untouched': untouched,
      ...(loosened > 0 && { 'rows of others whose reference to a row that went is empty': loosened }),
      'foreign keys that resolve': references,
      'states of a person tried': states,
    },
    incomplete: [
      ...left.map(leftWords),
      ...assumed.map(
        ({ schema, table, column }) =>
          `${schema}.${table}: its entity names no owner, rows are taken to be of whom ${column} leads to`,
      ),
      ...(events.length > 1 || events.some(({ isOwn }) => !isOwn)
        ? ['of the events that carry personal fields one about the person was tried, the others were not']
        : []),
      ...(isApart ? ['the schemas lie in databases of their own and were tried in one'] : []),
      ...untried,
      'rows that belong to a person were tried in one state each',
      ...unclassedWords(parameters),
      beyond,
    ],
  };
}
