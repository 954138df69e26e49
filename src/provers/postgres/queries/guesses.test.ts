import { assert, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { guessesOf } from './guesses.ts';
import type { Comparison } from './used-columns.ts';

const compared = (operator: Comparison['operator'], value: string): Comparison => ({
  root: { schema: 'public', name: 'orders' },
  column: 'total',
  operator,
  value,
});

const holds = (value: number, operator: Comparison['operator'], than: number): boolean => {
  switch (operator) {
    case '<':
      return value < than;
    case '<=':
      return value <= than;
    case '>':
      return value > than;
    case '>=':
      return value >= than;
    case '~~':
      return false;
  }
};

test('of a comparison one guess keeps nine rows of ten, the other drops them', () => {
  assert(
    property(constantFrom('<', '<=', '>', '>=' as const), integer(), (operator, than) => {
      const values = guessesOf(compared(operator, String(than))).map(({ facts }) =>
        Number(/\{"(.*)"\}/.exec(facts.commonValues ?? '')?.[1]),
      );
      expect(values.map((value) => holds(value, operator, than))).toEqual([true, false]);
    }),
  );
});

test('days and texts have neighbours, patterns their beginning', () => {
  const names = (operator: Comparison['operator'], value: string) =>
    guessesOf(compared(operator, value)).map(({ name }) => name);
  expect(names('<', '2026-02-28 10:00:00+00')).toEqual([
    "'2025-02-28 10:00:00+00' in nine rows of ten",
    "'2026-02-28 10:00:00+00' in nine rows of ten",
  ]);
  expect(names('>', 'm')).toEqual(["'mz' in nine rows of ten", "'m' in nine rows of ten"]);
  expect(names('~~', 'lamp %')).toEqual(["'lamp ' in nine rows of ten"]);
  expect(names('~~', '%lamp')).toEqual([]);
});
