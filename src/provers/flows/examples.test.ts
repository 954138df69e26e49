import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { readFlow } from './language/read-flow.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const folder = join(root, 'examples/flows');

function check(file: string) {
  const read = readFlow(readFileSync(join(folder, file), 'utf8'));
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return checkFlow(file, read.flow, read.place);
}

/** Counted without reductions, for 2 instances, 1 crash, 1 duplicate and 1 loss; the fault with as few as show it. */
const examples = [
  { name: 'two-phase-commit', steps: 2, states: 14, proved: 2056, advice: 'progress-in-memory' },
  { name: 'saga', steps: 4, states: 22, proved: 738, advice: 'missing-compensation' },
  { name: 'outbox', steps: 2, states: 6, proved: 784, advice: 'dual-write' },
  { name: 'inbox', steps: 4, states: 9, proved: 117, advice: 'consumer-not-idempotent' },
  { name: 'lease', steps: 7, states: 60, proved: 84, advice: 'lease-without-fencing' },
  { name: 'idempotency-key', steps: 3, states: 23, proved: 4076, advice: 'call-without-key' },
  { name: 'webhook', steps: 8, states: 108, proved: 3275, advice: 'ordering-assumed' },
  { name: 'read-replica', steps: 3, states: 7, proved: 59, advice: 'stale-read-after-write' },
  { name: 'cache-aside', steps: 6, states: 44, proved: 3407, advice: 'lost-update-on-cache' },
  { name: 'leader-fail-over', steps: 3, states: 13, proved: 231, advice: 'answered-before-replicated' },
] as const;

test('every example is here', () => {
  const names = readdirSync(folder).map((file) => file.replace(/(?:\.broken)?\.yaml$/, ''));
  expect([...new Set(names)].toSorted()).toEqual(examples.map(({ name }) => name).toSorted());
});

describe.each(examples)('$name', ({ name, steps, states, proved, advice }) => {
  test('the broken variant is refuted in as few steps as it takes, and a change is advised', () => {
    const { outcome, findings } = check(`${name}.broken.yaml`);
    expect(outcome.verdict.kind).toBe('refuted');
    expect(outcome.measurements).toMatchObject({ steps, states });
    expect(findings.map(({ rule }) => rule)).toEqual([advice]);
  });

  test('the cured one is proved', () => {
    const { outcome, findings } = check(`${name}.yaml`);
    expect(outcome.verdict).toEqual({ kind: 'proved' });
    expect(outcome.measurements).toMatchObject({ states: proved });
    expect(findings).toEqual([]);
  });
});
