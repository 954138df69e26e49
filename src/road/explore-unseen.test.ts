import { expect, test } from 'vitest';
import { checkMigrationPlan } from '../migration/replay/check-plan.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import { readSentence } from '../sources/brief/sentence/read.ts';
import { analyse } from './analyse.ts';
import { exploreUnseen } from './explore-unseen.ts';

const sentence =
  'Help migrate our legacy PHP monolith to modern Node.js backend with cloud deployment. We need to maintain data integrity while improving performance and maintainability.';

test('a sentence without code leads to a plan on an inventory that is told to be assumed', () => {
  const read = readSentence(sentence, { packs: loadPacks() });
  if (read.kind === 'invalid') throw new Error('the sentence was not read');
  const explored = exploreUnseen(sentence, read.brief, []);
  const { backend } = analyse(explored.value).value;
  const migration = backend.migration;
  if (migration === undefined) throw new Error('there is no plan');
  expect(checkMigrationPlan(migration.plan).faults).toEqual([]);
  expect(migration.plan.steps.length).toBeGreaterThan(10);
  expect(migration.legacy.coverage.files).toBe(0);
  expect(migration.legacy.data.tables.every(({ origin }) => origin.kind === 'assumed')).toBe(true);
  expect(backend.requirements.questions.map(({ id }) => id)).toContain('legacy-system');
  expect(explored.checks.filter(({ passed }) => !passed).map(({ check }) => check)).toEqual([
    'the legacy system was read',
  ]);
});
