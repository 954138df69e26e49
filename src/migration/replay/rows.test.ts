import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntryUse, MigrationPlan } from '../../model/migration.ts';
import { firstLoss } from '../../testing/migration-rows.ts';
import { randomMigration } from '../../testing/random-migration.ts';
import { planOf } from '../steps/steps-of.ts';
import { checkMigrationPlan } from './check-plan.ts';
import { planRuleTable } from './rules.ts';

const tables = ['a', 'b'];

/** Nothing, read, write, both; for each table. */
const uses: readonly EntryUse[] = [0, 1, 2, 3].flatMap((first) =>
  [0, 1, 2, 3].map((second) => ({
    reads: tables.filter((_, at) => ((at === 0 ? first : second) & 1) !== 0),
    writes: tables.filter((_, at) => ((at === 0 ? first : second) & 2) !== 0),
  })),
);

function small(
  first: EntryUse,
  second: EntryUse,
  third: EntryUse,
  cut: 'one' | 'two' | 'stays',
): MigrationPlan {
  return planOf({
    plan: 'small',
    legacy: {
      endpoints: { 'GET /first': first, 'GET /second': second },
      jobs: { third },
      tables: { a: { columns: ['id'], key: ['id'] }, b: { columns: ['id'], key: ['id'] } },
      rules: {},
    },
    contexts:
      cut === 'one'
        ? [{ id: 'all', name: 'All', tables, entries: ['GET /first', 'GET /second', 'third'] }]
        : [
            { id: 'a', name: 'A', tables: ['a'], entries: ['GET /first'] },
            {
              id: 'b',
              name: 'B',
              tables: ['b'],
              entries: ['GET /second', 'third'],
              ...(cut === 'stays' && { stays: 'it is good enough' }),
            },
          ],
  });
}

test('no row is lost or missed in any small system, after any step and its roll-back', () => {
  const lost: string[] = [];
  let plans = 0;
  // Entries of one context can change places: each set of them is enough.
  for (const cut of ['one', 'two', 'stays'] as const)
    for (const [at, first] of uses.entries())
      for (const [next, second] of uses.entries())
        for (const third of uses.slice(next)) {
          if (cut === 'one' && next < at) continue;
          const plan = small(first, second, third, cut);
          const wrong = firstLoss(plan);
          plans += 1;
          if (wrong !== undefined) lost.push(`${cut} ${JSON.stringify([first, second, third])}: ${wrong}`);
        }
  expect(plans).toBe(5168);
  expect(lost.slice(0, 5)).toEqual([]);
});

test('nor in larger ones', () => {
  fc.assert(
    fc.property(randomMigration, (draft) => {
      expect(firstLoss(planOf(draft))).toBeUndefined();
    }),
    { numRuns: 300, seed: 8 },
  );
});

const hasBlocker = (plan: MigrationPlan): boolean =>
  checkMigrationPlan(plan).faults.some(({ rule }) => planRuleTable[rule].severity === 'blocker');

/** Actions of all steps, by position. */
const positions = ({ steps }: MigrationPlan): readonly (readonly [step: number, action: number])[] =>
  steps.flatMap(({ does }, step) => does.map((_, action) => [step, action] as const));

function broken(plan: MigrationPlan, chosen: number, kind: 'action' | 'step' | 'swap'): MigrationPlan {
  const all = positions(plan);
  const [at, action] = all[chosen % Math.max(1, all.length)] ?? [0, 0];
  if (kind === 'step') return { ...plan, steps: plan.steps.filter((_, index) => index !== at) };
  if (kind === 'swap')
    return {
      ...plan,
      steps: plan.steps.flatMap((step, index) => {
        if (index === at) return [...plan.steps.slice(at + 1, at + 2), step];
        return index === at + 1 ? [] : [step];
      }),
    };
  return {
    ...plan,
    steps: plan.steps.map((step, index) =>
      index === at ? { ...step, does: step.does.filter((_, position) => position !== action) } : step,
    ),
  };
}

test('a broken plan in which rows are lost is always called broken', () => {
  let losing = 0;
  fc.assert(
    fc.property(
      randomMigration,
      fc.nat(1000),
      fc.constantFrom('action' as const, 'step' as const, 'swap' as const),
      (draft, chosen, kind) => {
        const plan = broken(planOf(draft), chosen, kind);
        const wrong = firstLoss(plan);
        if (wrong === undefined) return;
        losing += 1;
        expect({ wrong, isFound: hasBlocker(plan) }).toEqual({ wrong, isFound: true });
      },
    ),
    { numRuns: 1500, seed: 8 },
  );
  expect(losing).toBeGreaterThan(150);
});
