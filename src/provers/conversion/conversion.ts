import {
  conversionFiles,
  conversionFolder,
  legacyOf,
  legacyTablesPath,
  planOf,
  scriptsOf,
} from '../../migration/conversion/package.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import { scriptText } from '../../migration/conversion/scripts.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover, ReadInput } from '../prover.ts';
import { engine, openSession } from '../postgres/session.ts';
import { proved, refuted, settleEach } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { unbrokenWords } from './break-off.ts';
import { carryGenerated } from './carry.ts';
import { readLegacy } from './read-legacy.ts';
import { rehearseAll } from './rehearse-all.ts';
import { Refused } from './run-script.ts';

/** Statements of rehearsals after which tables that are left are not rehearsed: some ten seconds of one core. */
const rehearsalLimit = 4000;

const limits: readonly string[] = [
  'rows that are written while the scripts run are not carried: stop the writers, or let the synchronisation bring them',
  'views, triggers, routines and users of the legacy database are not converted',
];

/** The delivered scripts that carry the legacy tables over in their own shape, executed on generated rows. */
export const conversion: Prover = {
  id: 'conversion',
  claims: (backend: Backend) => {
    const legacy = legacyOf(backend);
    if (legacy.kind === 'none') return { claims: [], inputs: new Map() };
    const inputs = conversionFiles(legacy.data);
    return { claims: [claimOf(legacy.data.tables.length, [...inputs.keys()])], inputs };
  },
  prove: (claims, read) => settleEach(claims, read, engine, (claim) => settle(claim, read)),
};

const claimOf = (tables: number, inputs: readonly string[]): Claim => ({
  id: 'conversion/one-to-one',
  prover: 'conversion',
  subject: conversionFolder,
  statement:
    'Every row that waits is in PostgreSQL with the same values under the stated mapping, or in quarantine with a reason; and broken off between any two statements, taken back or begun again, the scripts come to the same end.',
  oracle: 'postgresql',
  inputs,
  parameters: { tables },
});

async function settle(claim: Claim, read: ReadInput): Promise<Settled> {
  const plan = planOf(readLegacy(read(legacyTablesPath)));
  const foreign = otherText(plan, read);
  if (foreign !== undefined)
    return {
      verdict: refuted(`${foreign} is not what ${legacyTablesPath} leads to: it was not executed`),
      measurements: {},
      incomplete: [],
    };
  const session = await openSession({ extensions: [], deadline: 300_000 });
  try {
    await session.script(`set time zone 'UTC'`);
    const { left, ...rehearsed } = await rehearseAll(session, plan, rehearsalLimit);
    const carried = await carryGenerated(session, plan);
    return {
      verdict: proved,
      measurements: { ...rehearsed, tables: carried.tables, carried: carried.rows },
      incomplete: [
        ...(left > 0
          ? [
              `${left} of ${plan.tables.length} tables were carried, but not broken off between statements, after ${rehearsalLimit} statements`,
            ]
          : []),
        ...unbrokenWords(rehearsed),
        ...limits,
      ],
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { verdict: refuted(`${claim.id}: ${error.message}`), measurements: {}, incomplete: limits };
  } finally {
    await session.close();
  }
}

/** The statements are executed from the plan; the files have to hold the same ones. */
const otherText = (plan: ConversionPlan, read: ReadInput): string | undefined =>
  scriptsOf(plan)
    .map((script) => ({ path: `${conversionFolder}/${script.file}`, text: scriptText(script) }))
    .find(({ path, text }) => read(path) !== text)?.path;
