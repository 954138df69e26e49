import { expect, test } from 'vitest';
import { itemStates, requirementAnswers } from './coverage.ts';
import type { Block, Deliverable } from './deliverable.ts';
import { catalogueItems } from './items.ts';
import { missionCoverage, missionPoints } from './mission.ts';

function deliverable(
  blocks: readonly Block[],
  notApplicable: Deliverable['notApplicable'] = [],
): Deliverable {
  return {
    id: 'architecture',
    number: 1,
    title: 'Server architecture',
    summary: '',
    documents: [
      {
        path: '1-architecture/goals.md',
        title: 'Goals',
        sections: [{ id: 'goals', title: 'Goals', items: ['1.1'], answers: ['capability/auth'], blocks }],
      },
    ],
    artifacts: [],
    notApplicable,
  };
}

test('the catalogue has 104 items, numbered through in each deliverable', () => {
  expect(catalogueItems).toHaveLength(104);
  expect(catalogueItems.filter(({ checkable }) => checkable)).toHaveLength(91);
  const counts = [1, 2, 3, 4, 5, 6, 7, 8].map(
    (number) => catalogueItems.filter(({ id }) => id.startsWith(`${number}.`)).map(({ id }) => id).length,
  );
  expect(counts).toEqual([14, 13, 15, 13, 12, 13, 12, 12]);
  expect(new Set(catalogueItems.map(({ id }) => id)).size).toBe(104);
});

test('items and mission points refer to each other', () => {
  const known = new Set(missionPoints.map(({ id }) => id));
  expect(catalogueItems.flatMap(({ mission }) => mission).filter((id) => !known.has(id))).toEqual([]);
  const named = new Set(catalogueItems.flatMap(({ mission }) => mission));
  expect(
    missionPoints.filter(({ id, files }) => !named.has(id) && files.length === 0).map(({ id }) => id),
  ).toEqual([]);
});

test('an item is done only where a section names it and holds something', () => {
  const state = (blocks: readonly Block[]) => itemStates([deliverable(blocks)])[0];
  expect(state([{ kind: 'list', ordered: false, items: ['a goal'] }])).toEqual({
    item: '1.1',
    state: 'done',
    where: '1-architecture/goals.md#goals',
  });
  for (const empty of [
    [],
    [{ kind: 'paragraph', text: ' ' }],
    [{ kind: 'table', columns: ['a'], rows: [] }],
    [{ kind: 'note', tone: 'unknown', text: 'not known' }],
    [{ kind: 'diagram', diagram: { kind: 'erd', id: 'e', title: 'e', tables: [], relations: [] } }],
  ] satisfies readonly (readonly Block[])[])
    expect(state(empty)?.state).toBe('missing');
});

test('an item nobody speaks of is missing with what it needs; a reason makes it not applicable', () => {
  const states = itemStates([
    deliverable([], [{ item: '1.13', reason: 'runs on hardware already paid for' }]),
  ]);
  expect(states).toHaveLength(104);
  expect(states.find(({ item }) => item === '1.13')).toEqual({
    item: '1.13',
    state: 'not-applicable',
    reason: 'runs on hardware already paid for',
  });
  expect(states.find(({ item }) => item === '2.1')?.reason).toBe('needs tables');
});

test('a requirement is answered where a section with content names it', () => {
  const requirements = [
    {
      id: 'capability/auth',
      kind: 'capability',
      text: 'auth',
      origin: { kind: 'given', path: 'capabilities.auth' },
    },
  ] as const;
  const full = deliverable([{ kind: 'paragraph', text: 'signed in' }]);
  expect([...requirementAnswers(requirements, [full])]).toEqual([
    ['capability/auth', ['1-architecture/goals.md#goals']],
  ]);
  expect([...requirementAnswers(requirements, [deliverable([])])]).toEqual([]);
});

test('a mission point is done when nothing that answers it is missing', () => {
  const done = catalogueItems.map(({ id }) => ({ item: id, state: 'done' as const, where: `x.md#${id}` }));
  const files = ['handoff.json', 'run.json', 'gates.json'];
  expect(missionCoverage(done, files).filter(({ state }) => state !== 'done')).toEqual([]);
  const withoutFiles = missionCoverage(done, []).find(({ id }) => id === 'M4');
  expect(withoutFiles?.state).toBe('missing');
  const lacking = done.filter(({ item }) => item !== '3.2');
  expect(missionCoverage(lacking, files).find(({ id }) => id === 'S1')).toMatchObject({
    state: 'missing',
    missing: ['3.2'],
  });
  expect(missionCoverage(lacking, files).find(({ id }) => id === 'M2')?.state).toBe('partly');
});
