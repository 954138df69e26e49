import type { Placement } from '../../model/migration.ts';

/** Where a line of the ledger leads; nowhere for what goes, stays or has no line. */
export const placeOf = (placement: Placement | undefined): readonly string[] =>
  placement?.kind === 'moves' ? placement.to : [];
