import { expect, test } from 'vitest';
import type { Backend } from '../../model/backend.ts';
import { legacyBackend, legacyShop } from '../../testing/legacy.ts';
import type { Basis } from '../deliverable.ts';
import { seams } from './seams.ts';

const basis = (backend: Backend): Basis => ({
  backend,
  findings: [],
  recommendations: [],
  claims: [],
  outcomes: [],
});
const legacy = legacyBackend(legacyShop.tables, legacyShop.entries);
const ids = (backend: Backend): readonly (string | undefined)[] =>
  seams(basis(backend)).sections.flatMap((section) => (section === undefined ? [] : [section.id]));
const words = (backend: Backend): string => JSON.stringify(seams(basis(backend)).sections);

test('candidates, their scores, what is cut, and a file with all of it', () => {
  expect(ids(legacy)).toEqual(['seams', 'seam-scores', 'seam-cuts', 'seam-edges']);
  expect(seams(basis(legacy)).artifacts.map(({ path }) => path)).toEqual(['1-architecture/seams.json']);
});

test('says why nothing was cut', () => {
  expect(words(legacyBackend(['a', 'b'], ['GET /: a b']))).toContain('2 tables are one context');
  expect(words(legacyBackend(legacyShop.tables, []))).toContain('no statement of the code is known');
  expect(words(legacyBackend([], []))).toContain('no table is known');
});

test('decisions of the brief that cannot hold together are told', () => {
  const pin = {
    topic: 'tables apart',
    choose: 'orders, nothing',
    because: '',
    origin: { kind: 'given', path: '' },
  } as const;
  const torn = { ...legacy, requirements: { ...legacy.requirements, pins: [pin] } };
  expect(words(torn)).toContain('nothing is named in a decision');
  expect(seams(basis(torn)).artifacts).toEqual([]);
});

test('a designed backend has its contexts already', () => {
  expect(ids({ ...legacy, source: 'designed' })).toEqual([]);
});
