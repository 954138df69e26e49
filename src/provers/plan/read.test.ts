import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf } from '../../migration/steps/steps-of.ts';
import { randomMigration } from '../../testing/random-migration.ts';
import { printPlan } from './print.ts';
import { readPlan } from './read.ts';
import { planFileSchema } from './shape.ts';

test('a plan that is written down is read as the same plan', () => {
  fc.assert(
    fc.property(randomMigration, (draft) => {
      const plan = planOf(draft);
      if (plan.steps.length === 0) return;
      const read = readPlan(printPlan(plan));
      expect(read.kind === 'value' ? read.value : read.problems).toEqual(plan);
    }),
    { numRuns: 40, seed: 8 },
  );
});

test('the published schema is the one that files are read by', () => {
  const file = new URL('../../../docs/migration-plan.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(planFileSchema());
});
