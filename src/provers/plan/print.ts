import { stringify } from 'yaml';
import type { MigrationPlan, Placement } from '../../model/migration.ts';

/** A plan as the file that tells it: what is read from it is the same plan. */
export function printPlan({ ledger, ...plan }: MigrationPlan): string {
  const lines = Object.entries(ledger).map(([kind, placements]) => [
    kind,
    Object.fromEntries(Object.entries(placements).map(([item, placement]) => [item, written(placement)])),
  ]);
  const { steps, ...before } = plan;
  return stringify(
    { ...before, ledger: Object.fromEntries(lines), steps },
    { lineWidth: 120, aliasDuplicateObjects: false },
  );
}

function written(placement: Placement): string | readonly string[] | Readonly<Record<string, string>> {
  switch (placement.kind) {
    case 'moves': {
      const [only, ...rest] = placement.to;
      return only !== undefined && rest.length === 0 ? only : placement.to;
    }
    case 'goes':
      return { gone: placement.because };
    case 'stays':
      return { stays: placement.because };
  }
}
