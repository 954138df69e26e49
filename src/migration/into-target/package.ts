import { isForPostgres } from '../../artifacts/for-postgres.ts';
import type { Backend } from '../../model/backend.ts';
import { conversionFolder, legacyOf, planOf } from '../conversion/package.ts';
import { batchRows, scriptText } from '../conversion/scripts.ts';
import type { Script } from '../conversion/scripts.ts';
import type { TargetMapping } from './mapping.ts';
import { rehearsalOf } from './rehearsal.ts';
import { targetScripts } from './scripts.ts';
import type { TargetScripts } from './scripts.ts';
import { targetMapping } from './target-mapping.ts';

/** What a prover needs to know of the scripts to execute them on generated rows. */
export const rehearsalPath = `${conversionFolder}/rehearsal.json`;

export type IntoTarget =
  | { readonly kind: 'known'; readonly mapping: TargetMapping; readonly scripts: TargetScripts }
  | { readonly kind: 'none'; readonly because: string };

/** How the rows of the legacy tables reach the designed ones, or why that is not generated. */
export function intoTarget(backend: Backend): IntoTarget {
  const { migration, data, entities } = backend;
  const legacy = legacyOf(backend);
  if (migration === undefined || legacy.kind === 'none')
    return { kind: 'none', because: legacy.kind === 'none' ? legacy.because : 'nothing is migrated' };
  if (!isForPostgres(data)) return { kind: 'none', because: 'the target is not a PostgreSQL database' };
  const mapping = targetMapping({
    converted: planOf(legacy.data),
    ledger: migration.plan.ledger,
    target: data,
    entities,
    localZone: legacy.data.localZone?.name ?? 'UTC',
  });
  if (mapping.pairs.length === 0)
    return { kind: 'none', because: 'the ledger moves no legacy table to a table of the target' };
  return { kind: 'known', mapping, scripts: targetScripts(mapping, data.tables, batchRows) };
}

/** Every script in the order of its number. */
export const scriptsInOrder = ({
  setup,
  forwards,
  verify,
  reconcile,
  reconcileLegacy,
  rollBack,
  finish,
}: TargetScripts): readonly Script[] => [
  setup,
  ...forwards,
  verify,
  reconcile,
  reconcileLegacy,
  ...rollBack,
  finish,
];

/** Package path to text. */
export const intoTargetFiles = ({
  mapping,
  scripts,
}: Extract<IntoTarget, { kind: 'known' }>): ReadonlyMap<string, string> =>
  new Map([
    ...scriptsInOrder(scripts).map(
      (script) => [`${conversionFolder}/${script.file}`, scriptText(script)] as const,
    ),
    [rehearsalPath, `${JSON.stringify(rehearsalOf(mapping), undefined, 1)}\n`],
  ]);
