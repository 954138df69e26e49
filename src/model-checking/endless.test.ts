import { describe, expect, test } from 'vitest';
import { checkMachine } from './check.ts';
import type { Machine, MachineStep } from './machine.ts';

const at = { kind: 'variable', name: 'at' } as const;
const number = (value: number) => ({ kind: 'number', value }) as const;

const go = (from: number, to: number, isFault = false): MachineStep => ({
  id: `${from} to ${to}`,
  each: true,
  when: { kind: 'compare', operator: '=', left: at, right: number(from) },
  outcomes: [{ assign: [{ variable: 'at', value: number(to) }] }],
  isFault,
  says: { from: 'it', words: `goes to ${to}` },
});

const machine = (isReached: boolean, ...steps: readonly MachineStep[]): Machine => ({
  name: 'round',
  instances: 2,
  local: [{ name: 'at', most: 4, start: 0 }],
  global: [],
  steps,
  invariants: [],
  ends: {
    each: true,
    holds: { kind: 'compare', operator: '=', left: at, right: number(4) },
    says: 'at 4',
    isReached,
  },
  eventually: [],
});

const search = { mostStates: 1000, symmetry: false, partialOrder: false };
const round = [go(0, 1), go(1, 4), go(1, 2), go(2, 3), go(3, 2)];

describe('ends that must be reached', () => {
  test('the nearest state without a way to an end, and a round from there', () => {
    const found = checkMachine(machine(true, ...round), search);
    if (found.kind !== 'violated') throw new Error(found.kind);
    expect(found.property).toBe('ends');
    expect(found.trace.slice(0, 2).map(({ step }) => step)).toEqual(['0 to 1', '1 to 2']);
    expect(found.loop?.length).toBeGreaterThan(0);
  });

  test('are not asked for otherwise', () => {
    expect(checkMachine(machine(false, ...round), search).kind).toBe('holds');
  });

  test('a round with a way out holds, where the way out is no fault', () => {
    expect(checkMachine(machine(true, ...round, go(3, 4)), search).kind).toBe('holds');
    expect(checkMachine(machine(true, ...round, go(3, 4, true)), search).kind).toBe('violated');
  });

  test('with interchangeable instances searched once, too', () => {
    const symmetric = { ...search, symmetry: true };
    expect(checkMachine(machine(true, ...round), symmetric)).toMatchObject({ kind: 'violated', loop: [] });
    expect(checkMachine(machine(true, ...round, go(3, 4)), symmetric).kind).toBe('holds');
  });
});
