import type { Backend } from '../../model/backend.ts';
import type { Ledger, MigrationContext, MigrationPlan } from '../../model/migration.ts';
import { rulePlaces } from '../ledger/rules-of.ts';
import type { PlanDraft } from './draft.ts';
import { inventoryOf, targetOf } from './inventory.ts';
import { planOf } from './steps-of.ts';

/** What a person says beforehand; it wins over what names settle. */
export interface GivenPlaces {
  readonly ledger?: Partial<Ledger>;
}

/**
 * The plan that leads from a recovered backend to a designed one, along a given cut. Without a target everything keeps
 * its name, each table in the schema of its context. What neither names nor `given` settle has no line in the ledger,
 * and the check of the plan tells it.
 */
export const stepsOf = (
  legacy: Backend,
  contexts: readonly MigrationContext[],
  target?: Backend,
  given: GivenPlaces = {},
): MigrationPlan => planOf(draftOf(legacy, contexts, target, given));

function draftOf(
  legacy: Backend,
  contexts: readonly MigrationContext[],
  target: Backend | undefined,
  { ledger = {} }: GivenPlaces,
): PlanDraft {
  const base = { plan: legacy.id, legacy: inventoryOf(legacy), contexts };
  if (target === undefined) return { ...base, ledger };
  return {
    ...base,
    target: targetOf(target),
    ledger: { ...ledger, rules: { ...rulePlaces(legacy, target), ...ledger.rules } },
  };
}
