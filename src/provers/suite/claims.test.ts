import { expect, test } from 'vitest';
import { checkInputs, readReceipt } from '../receipt.ts';
import { printReceipt } from '../seal.ts';
import { suiteReceipt } from './claims.ts';
import type { SuiteResult } from './run-suite.ts';

const id = '01900000-0000-7000-8000-000000000001';
const result: SuiteResult = {
  suite: 'contract',
  seconds: 3.2,
  tests: [
    { name: 'a', state: 'passed', ms: 3 },
    { name: 'b', state: 'skipped', ms: 0, why: 'needs staging: no mail' },
    { name: 'c', state: 'failed', ms: 1, why: `GET /orders/${id} at 2026-11-30T18:00:00.123Z => 500` },
  ],
};
const files = new Map<string, string>();
const read = (path: string): string => files.get(path) ?? `text of ${path}`;

test('a receipt names the failure, without what differs from run to run, and what was skipped', () => {
  const { outcome, command } = suiteReceipt(result, read, '1.0.0');
  expect(outcome.verdict).toEqual({
    kind: 'refuted',
    counterexample: 'c: GET /orders/<id> at <time> => 500',
  });
  expect(outcome.measurements).toEqual({ passed: 1, failed: 1, skipped: 1 });
  expect(outcome.incomplete).toEqual(['1 test: needs staging: no mail']);
  expect(command).toBe('plumbline prove . --only contract');
});

test('nothing passed is no proof', () => {
  const skipped = { ...result, tests: result.tests.slice(1, 2) };
  expect(suiteReceipt(skipped, read, '1.0.0').outcome.verdict.kind).toBe('undecided');
});

test('a receipt is held to its seal and its files', () => {
  const text = printReceipt(suiteReceipt(result, read, '1.0.0'));
  expect(readReceipt(text).kind).toBe('receipt');
  const check = (receipt: string) => checkInputs([{ file: 'f', text: receipt }], read, 'plumbline prove')[0];
  expect(check(text)).toMatchObject({ state: 'holds', detail: 'refuted, repeated by plumbline prove only' });
  expect(check(text.replace('"failed": 1', '"failed": 0'))?.state).toBe('altered');
  files.set('4-api/openapi.json', 'another');
  expect(check(text)?.state).toBe('input-changed');
});
