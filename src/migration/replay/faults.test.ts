import { expect, test } from 'vitest';
import type { StepAction } from '../../model/migration.ts';
import { dataFaults } from '../../testing/plan-faults/data.ts';
import { leftFaults } from '../../testing/plan-faults/left.ts';
import { orderFaults } from '../../testing/plan-faults/order.ts';
import { isAdapterOf, sound, without } from '../../testing/plan-faults/sound.ts';
import { checkMigrationPlan } from './check-plan.ts';
import { planRuleTable } from './rules.ts';

const seeded = [...dataFaults, ...orderFaults, ...leftFaults];

test('the plan before it is broken has no fault', () => {
  expect(checkMigrationPlan(sound).faults).toEqual([]);
});

test.each(seeded)('$rule: $fault', ({ plan, rule, subject, says }) => {
  const found = checkMigrationPlan(plan).faults.find(
    (fault) => fault.rule === rule && fault.subject === subject,
  );
  expect(found?.what).toContain(says);
  expect([found?.why, found?.next].every((words) => (words ?? '').length > 20)).toBe(true);
});

test('every rule has its seeded fault', () => {
  expect([...new Set(seeded.map(({ rule }) => rule))].toSorted()).toEqual(
    Object.keys(planRuleTable).toSorted(),
  );
});

test('two writers are allowed where both directions are reconciled and conflicts are decided', () => {
  const both = (from: 'legacy' | 'target'): StepAction => ({
    kind: 'sync',
    sync: `both-from-${from}`,
    table: 'products',
    from,
    how: 'cdc',
    reconcile: 'select 1',
    conflicts: 'the later change wins',
  });
  const plan = without(isAdapterOf('POST /orders'));
  const steps = plan.steps.map((step) => {
    if (step.id === 'catalog-writes')
      return { ...step, does: [...step.does, both('legacy'), both('target')] };
    return step;
  });
  const rules = checkMigrationPlan({ ...plan, steps }).faults.map(({ rule }) => rule);
  expect(rules).not.toContain('two-writers');
  expect(rules).toContain('sync-never-stopped');
});
