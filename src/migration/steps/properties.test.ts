import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomMigration } from '../../testing/random-migration.ts';
import { checkMigrationPlan } from '../replay/check-plan.ts';
import { planOf } from './steps-of.ts';

test('a generated plan is without fault, whatever the system and the cut', () => {
  fc.assert(
    fc.property(randomMigration, (draft) => {
      // What one transaction writes cannot be split, however large it is.
      const faults = checkMigrationPlan(planOf(draft)).faults.filter(({ rule }) => rule !== 'large-step');
      expect(faults).toEqual([]);
    }),
    { numRuns: 1000, seed: 8 },
  );
});

test('the same draft gives the same plan', () => {
  fc.assert(
    fc.property(randomMigration, (draft) => {
      expect(JSON.stringify(planOf(draft))).toBe(JSON.stringify(planOf(structuredClone(draft))));
    }),
    { numRuns: 200, seed: 8 },
  );
});

test('every step says what it is, how long it takes and what users notice', () => {
  fc.assert(
    fc.property(randomMigration, (draft) => {
      const { steps } = planOf(draft);
      for (const { days, risk, notice, title } of steps) {
        expect(days?.because).toContain('judgement');
        expect(days?.low).toBeLessThanOrEqual(days?.high ?? 0);
        expect([risk?.because, notice, title].every((words) => (words ?? '') !== '')).toBe(true);
      }
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    }),
    { numRuns: 200, seed: 8 },
  );
});

test('who makes plans does not ask who checks them, and the other way round', () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const imports = (folder: string): readonly string[] =>
    readdirSync(join(here, folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(here, folder, file), 'utf8'));
  for (const text of imports('.')) expect(text).not.toContain('../replay/');
  for (const text of imports('../replay')) expect(text).not.toContain('../steps/');
});
