import { z } from 'zod';
import { conversionFolder, legacyOf, legacyTablesPath, planOf } from '../../migration/conversion/package.ts';
import { schemaSql } from '../../artifacts/ddl.ts';
import type { Script } from '../../migration/conversion/scripts.ts';
import { intoTarget, intoTargetFiles, rehearsalPath } from '../../migration/into-target/package.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover, ReadInput } from '../prover.ts';
import { schemaPath } from '../postgres/ddl.ts';
import { openScratch } from '../postgres/scratch.ts';
import { engine } from '../postgres/session.ts';
import { splitScript } from '../postgres/statements.ts';
import { proved, refuted, settleEach } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { unbrokenWords } from './break-off.ts';
import { readLegacy } from './read-legacy.ts';
import { rehearseTarget } from './rehearse-target.ts';
import { Refused } from './run-script.ts';

const limits: readonly string[] = [
  'rows that the target writes while both systems run are not carried back by these scripts: the plan says who owns a table when',
  'the order in which two scripts run at the same time is not searched: one person runs them',
];

/** The delivered scripts that bring converted rows into the designed tables, executed on generated rows. */
export const intoTargetProver: Prover = {
  id: 'conversion-into-target',
  claims: (backend: Backend) => {
    const found = intoTarget(backend);
    const legacy = legacyOf(backend);
    if (found.kind === 'none' || legacy.kind === 'none') return { claims: [], inputs: new Map() };
    const files = intoTargetFiles(found);
    const inputs = new Map([
      ...files,
      [legacyTablesPath, `${JSON.stringify(legacy.data, undefined, 1)}\n`] as const,
      [schemaPath, schemaSql(backend.data).text] as const,
    ]);
    return { claims: [claimOf([...inputs.keys()], found.mapping.pairs.length)], inputs };
  },
  prove: (claims, read) => settleEach(claims, read, engine, (claim) => settle(claim, read)),
};

const claimOf = (inputs: readonly string[], pairs: number): Claim => ({
  id: 'conversion/into-target',
  prover: 'conversion-into-target',
  subject: conversionFolder,
  statement:
    'Every converted row is in its designed table with the values that the mapping says, or in quarantine with a reason; references name rows that are there; and broken off between statements and batches, taken back or begun again, the scripts come to the same end.',
  oracle: 'postgresql',
  inputs,
  parameters: { pairs },
});

const rehearsalSchema = z.object({
  pairs: z.array(z.object({ legacy: z.string(), target: z.string(), rows: z.string() })),
  values: z.record(z.string(), z.array(z.string())),
  names: z.record(z.string(), z.tuple([z.string(), z.string()])),
  fills: z.record(z.string(), z.string()),
});

async function settle(claim: Claim, read: ReadInput): Promise<Settled> {
  const plan = planOf(readLegacy(read(legacyTablesPath)));
  const rehearsal = rehearsalSchema.parse(JSON.parse(read(rehearsalPath)));
  const scripts = await Promise.all(
    claim.inputs
      .filter((path) => path.endsWith('.sql') && !path.endsWith('.mysql.sql') && path !== schemaPath)
      .map((path) => scriptOf(path, read)),
  );
  const { session, refusals } = await openScratch(read(schemaPath));
  try {
    const [refusal] = refusals;
    if (refusal !== undefined) throw new Refused(`${schemaPath}: ${refusal.why}`);
    const seen = await rehearseTarget(session, plan, rehearsal, scripts);
    const { empty, unbroken: _, ...measurements } = seen;
    return {
      verdict: proved,
      measurements: { ...measurements },
      incomplete: [
        ...empty.map(
          (pair) => `no generated row of ${pair} was accepted by the target: only refusals were seen`,
        ),
        ...unbrokenWords(seen),
        ...limits,
      ],
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { verdict: refuted(error.message), measurements: {}, incomplete: limits };
  } finally {
    await session.close();
  }
}

/** As PostgreSQL's own grammar cuts it. */
async function scriptOf(path: string, read: ReadInput): Promise<Script> {
  const file = path.slice(conversionFolder.length + 1);
  const found = await splitScript(read(path));
  if (found.kind === 'unreadable') throw new Refused(`${file}:${found.line}: ${found.why}`);
  return { file, about: '', statements: found.statements.map(({ sql }) => sql) };
}
