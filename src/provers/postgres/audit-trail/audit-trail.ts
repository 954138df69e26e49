import { z } from 'zod';
import {
  auditTrailPath,
  auditTrailSql,
  chainedTrail,
  trailFunctions,
} from '../../../artifacts/audit-trail.ts';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { qualifiedName, tableKey } from '../../../artifacts/sql-names.ts';
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
import { attacksOn, changeOf } from './attacks.ts';
import { tryTrail } from './trial.ts';
import type { ShownBy, TrailTrial } from './trial.ts';

const parametersSchema = z.object({
  name: z.string(),
  schema: z.string(),
  table: z.string(),
  anchors: z.string().nullable(),
  change: z.string(),
  /** Columns that a writer has to give. */
  columns: z.array(z.string()),
  hash: z.string(),
  anchor: z.string(),
  check: z.string(),
});
export type TrailParameters = z.infer<typeof parametersSchema>;

/** Executes the chain of the audit trail, attacks it as somebody who passes every grant, and looks what shows. */
export const auditTrail: Prover = {
  id: 'audit-trail',
  claims: (backend: Backend) => {
    const claim = claimOf(backend);
    if (claim === undefined) return { claims: [], inputs: new Map() };
    const inputs = new Map([
      [schemaPath, schemaSql(backend.data).text],
      [auditTrailPath, auditTrailSql(backend)],
    ]);
    return { claims: [claim], inputs };
  },
  prove: (claims, read) =>
    settleEach(claims, read, engine, (claim) =>
      withScratch(read(schemaPath), (scratch) =>
        settle(scratch, read(auditTrailPath), parametersSchema.parse(claim.parameters)),
      ),
    ),
};

function claimOf({ data }: Backend): Claim | undefined {
  const trail = chainedTrail(data);
  const change = trail === undefined ? undefined : changeOf(trail);
  if (trail === undefined || change === undefined) return undefined;
  const { entries, anchors } = trail;
  const { hash, anchor, check } = trailFunctions(trail);
  const parameters: TrailParameters = {
    name: entries.name,
    schema: entries.schema ?? 'public',
    table: qualifiedName(entries),
    anchors: anchors === undefined ? null : qualifiedName(anchors),
    change,
    columns: entries.columns
      .filter((column) => column.default === undefined && !chained.has(column.name))
      .map(({ name }) => name),
    hash,
    anchor,
    check,
  };
  const shown = attacksOn(parameters).filter(({ isBehindAnchor }) => !isBehindAnchor);
  return {
    id: 'audit-trail/tampering-shows',
    prover: 'audit-trail',
    subject: tableKey(entries),
    statement: `An honest trail in ${tableKey(entries)} passes its check; each of ${shown.length} attacks by somebody who passes every grant is shown by it; who may only add can neither change an entry nor choose its place and hash.`,
    oracle: 'postgresql',
    inputs: [schemaPath, auditTrailPath],
    parameters,
  };
}

const chained: ReadonlySet<string> = new Set(['chain', 'sequence', 'previous_hash', 'hash']);

async function settle(
  { session, refusals }: Scratch,
  script: string,
  parameters: TrailParameters,
): Promise<Settled> {
  if (refusals.length > 0)
    return { verdict: undecided('the schema itself does not execute'), measurements: {}, incomplete: [] };
  const trial = await inVain(session, () => tryTrail(session, script, parameters));
  return typeof trial === 'string'
    ? { verdict: refuted(trial), measurements: {}, incomplete: [] }
    : judged(trial);
}

function judged({ entries, outcomes, writers, faults }: TrailTrial): Settled {
  const of = (shownBy: ShownBy): number => outcomes.filter((each) => each.shownBy === shownBy).length;
  const unseen = outcomes.filter(({ shownBy }) => shownBy === 'nothing').map(({ attack }) => attack);
  const all = [
    ...faults,
    ...unseen
      .filter(({ isBehindAnchor }) => !isBehindAnchor)
      .map(({ words }) => `${words}: nothing shows it`),
  ];
  return {
    verdict: all.length > 0 ? refuted(firstOf(all)) : proved,
    measurements: {
      entries,
      attacks: outcomes.length,
      'shown by the chain alone': of('the chain'),
      'shown by anchors in the database': of('anchors'),
      'shown only by anchors kept elsewhere': of('anchors elsewhere'),
      'shown by nothing': of('nothing'),
      'roles that tried': writers.length,
    },
    incomplete: [
      ...unseen
        .filter(({ isBehindAnchor }) => isBehindAnchor)
        .map(
          ({ words }) =>
            `${words}: shown by nothing, which is why the interval of anchors is the time that can be lost`,
        ),
      ...(writers.length === 0 ? ['no role may only add entries, so none tried to change them'] : []),
      'writers that wait for each other were not run side by side',
    ],
  };
}
