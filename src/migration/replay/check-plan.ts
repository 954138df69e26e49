import type { MigrationPlan } from '../../model/migration.ts';
import { ledgerFaults } from '../ledger/complete.ts';
import { cutFaults } from '../ledger/cut.ts';
import { endFaults } from './at-the-end.ts';
import { replay } from './replay.ts';
import type { Replay } from './replay.ts';
import type { PlanFault } from './rules.ts';
import { stepWordFaults } from './step-words.ts';

export interface CheckedPlan extends Replay {
  /** Of the plan as a whole, in the order: cut, ledger, steps, end. */
  readonly faults: readonly PlanFault[];
}

/**
 * Replays a plan and tells everything that is wrong with it. It knows nothing of how plans are made here, so it judges
 * those that people write by the same rules.
 */
export function checkMigrationPlan(plan: MigrationPlan): CheckedPlan {
  const replayed = replay(plan);
  return {
    ...replayed,
    faults: [
      ...cutFaults(plan),
      ...ledgerFaults(plan),
      ...stepWordFaults(plan),
      ...replayed.faults,
      ...endFaults(plan, replayed.end),
    ],
  };
}
