import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { couplingOf } from '../coupling/coupling.ts';
import type { Backend } from '../../model/backend.ts';
import { legacyBackend as backend } from '../../testing/legacy.ts';
import { noWishes } from './wishes.ts';
import { seamsOf } from './seams.ts';
import type { Seams } from './seams.ts';

function cutOf(given: Backend): Seams {
  const found = seamsOf(couplingOf(given), noWishes);
  if (found.kind !== 'cut') throw new Error(found.contradictions.join(' '));
  return found;
}

const tablesOf = ({ contexts }: Seams): readonly string[] =>
  contexts.map(({ tables }) => tables.join(' ')).toSorted();

/** How far two cuts agree on pairs of tables: 1 is the same cut, 0 what chance gives (Hubert and Arabie 1985). */
function adjustedRand(one: Seams, other: Seams): number {
  const choose = (n: number): number => (n * (n - 1)) / 2;
  const sum = (values: readonly number[]): number =>
    values.reduce((total, value) => total + choose(value), 0);
  const place = new Map(
    other.contexts.flatMap(({ id, tables }) => tables.map((name) => [name, id] as const)),
  );
  const shared = one.contexts.flatMap(({ tables }) => {
    const counts = new Map<string, number>();
    for (const name of tables)
      counts.set(place.get(name) ?? '', (counts.get(place.get(name) ?? '') ?? 0) + 1);
    return [...counts.values()];
  });
  const rows = sum(one.contexts.map(({ tables }) => tables.length));
  const columns = sum(other.contexts.map(({ tables }) => tables.length));
  const expected = (rows * columns) / choose(place.size);
  const most = (rows + columns) / 2;
  return most === expected ? 1 : (sum(shared) - expected) / (most - expected);
}

/** Groups of tables written together, with keys inside and a few reads and keys across; weights differ by chance. */
const legacy = fc
  .record({
    sizes: fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 3, maxLength: 6 }),
    inside: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
    across: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 8 }),
  })
  .map(({ sizes, inside, across }) => {
    const groups = sizes.map((size, group) => Array.from({ length: size }, (_each, at) => `t${group}_${at}`));
    const all = groups.flat();
    const pick = <T>(from: readonly T[], number: number): T | undefined => from[number % from.length];
    const tables = groups.flatMap((group) =>
      group.map((name, at) => (at === 0 ? name : `${name}>${group[0] ?? ''}`)),
    );
    const entries = inside.map((number, at) => {
      const group = pick(groups, at) ?? [];
      const [one, other] = [pick(group, number), pick(group, number + 1 + (number % 7))];
      return `POST /e${at}: +${one ?? ''}${number % 3 === 0 ? '*' : ''} +${other ?? ''}${number % 3 === 0 ? '*' : ''} ${pick(group, number + 2) ?? ''}`;
    });
    const reads = across.map(([a, b], at) => `GET /r${at}: ${pick(all, a) ?? ''} ${pick(all, b) ?? ''}`);
    return { tables, entries, reads };
  });

describe('what does not move a cut', () => {
  test('the order of the input', () => {
    fc.assert(
      fc.property(legacy, ({ tables, entries, reads }) => {
        const given = backend(tables, [...entries, ...reads]);
        const turned = backend(tables.toReversed(), [...reads.toReversed(), ...entries.toReversed()]);
        expect(cutOf(turned)).toEqual(cutOf(given));
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  test('the names of the tables', () => {
    const renamed = (text: string): string =>
      text.replaceAll(
        /t(\d)_(\d)/g,
        (_match, group: string, each: string) => `n${9 - Number(each)}x${(Number(group) * 7) % 10}`,
      );
    const back = (name: string): string =>
      name.replace(
        /n(\d)x(\d)/,
        (_match, each: string, group: string) => `t${(Number(group) * 3) % 10}_${9 - Number(each)}`,
      );
    let same = 0;
    const runs = 60;
    fc.assert(
      fc.property(legacy, ({ tables, entries, reads }) => {
        const given = backend(tables, [...entries, ...reads]);
        const other = backend(tables.map(renamed), [...entries, ...reads].map(renamed));
        const cuts = cutOf(other)
          .contexts.map((context) => context.tables.map(back).toSorted().join(' '))
          .toSorted();
        if (JSON.stringify(cuts) === JSON.stringify(tablesOf(cutOf(given)))) same += 1;
      }),
      { numRuns: runs, seed: 8 },
    );
    expect(same).toBe(runs);
  });

  test('a weak tie more or less: the mean adjusted Rand index is above 0.98, none is below 0.8', () => {
    const indices: number[] = [];
    fc.assert(
      fc.property(legacy, fc.nat(), fc.nat(), ({ tables, entries, reads }, a, b) => {
        const before = cutOf(backend(tables, [...entries, ...reads]));
        const names = tables.map((text) => text.split('>')[0] ?? '');
        const more = `GET /more: ${names[a % names.length] ?? ''} ${names[b % names.length] ?? ''}`;
        for (const changed of [[...reads, more], reads.slice(1)])
          indices.push(adjustedRand(before, cutOf(backend(tables, [...entries, ...changed]))));
      }),
      { numRuns: 100, seed: 8 },
    );
    expect(indices.reduce((sum, index) => sum + index, 0) / indices.length).toBeGreaterThan(0.98);
    expect(Math.min(...indices)).toBeGreaterThan(0.8);
  });
});

test('1,000 tables and 5,000 entries are cut into parts of a size', () => {
  const names = Array.from({ length: 1000 }, (_each, number) => `t${number}`);
  const near = (number: number, step: number): string =>
    names[(Math.floor(number / 12) * 12 + ((number + step) % 12)) % 1000] ?? '';
  const tables = names.map((name, number) =>
    number % 12 === 0 ? name : `${name}>${near(number, 12 - (number % 12))}`,
  );
  const entries = Array.from({ length: 5000 }, (_each, number) => {
    const first = (number * 7919) % 1000;
    return `POST /e${number}: +${near(first, 0)}* +${near(first, 1)}* ${near(first, 5)} ${near(first, 7)} ${names[(number * 104_729) % 1000] ?? ''} ${names[(number * 31) % 1000] ?? ''}`;
  });
  const given = backend(tables, entries);
  const { contexts } = cutOf(given);
  expect(contexts.length).toBeGreaterThan(50);
  expect(contexts.length).toBeLessThan(150);
});
