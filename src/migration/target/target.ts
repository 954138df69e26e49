import type { Backend } from '../../model/backend.ts';
import type { Brief } from '../../model/brief.ts';
import type { MigrationContext } from '../../model/migration.ts';
import type { Gap } from '../../model/origin.ts';
import type { GivenPlaces } from '../steps/of-backend.ts';
import { inventoryOf } from '../steps/inventory.ts';
import { briefOf } from './brief.ts';
import { groundOf } from './ground.ts';
import { placesIn } from './places.ts';

/** What a legacy backend shall become, for the design station and for the plan. */
export interface MigrationTarget {
  /** For `designBackend`: the wishes, with what the legacy system has as their own fragment. */
  readonly brief: Brief;
  /** The cut of the legacy system, for `stepsOf`. */
  readonly contexts: readonly MigrationContext[];
  /**
   * The ledger, once the target is designed from the brief: a line for every table, column, endpoint, job and rule of
   * the legacy system, for `stepsOf(legacy, contexts, target, places(target))`.
   */
  readonly places: (target: Backend) => GivenPlaces;
  /** What was decided or could not be understood on the way, by name. */
  readonly notes: readonly Gap[];
}

/**
 * The target of a migration: entities from tables, operations from what endpoints do to them, roles from guards, jobs
 * from schedules, contexts from the seams. `wishes` say what the user wants besides (hosting, objectives, packs);
 * without them the target is what the legacy system is. Pure: the same backend and wishes give the same target, in
 * whatever order readers found things.
 */
export function targetOf(legacy: Backend, wishes: Brief | undefined): MigrationTarget {
  const inventory = inventoryOf(legacy);
  const ground = groundOf(legacy, inventory, wishes);
  const { brief, notes } = briefOf(ground, wishes);
  return {
    brief,
    contexts: ground.cut.contexts,
    places: (target) => ({ ledger: placesIn(target, ground) }),
    notes,
  };
}
