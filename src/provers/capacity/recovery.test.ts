import { expect, test } from 'vitest';
import type { Claim } from '../../findings/claim.ts';
import { recovery } from './recovery.ts';

const path = '5-performance/outage-of-database.yaml';

async function verdictOf(text: string) {
  const claim: Claim = {
    id: 'recovery/database',
    prover: 'recovery',
    subject: 'database',
    statement: '',
    oracle: 'simulation',
    inputs: [path],
    parameters: {},
  };
  const [outcome] = await recovery.prove([claim], () => text);
  return outcome?.verdict.kind;
}

const standing = (rate: number, timeout: string, seed: number): string => `
stations: { database: { servers: 4 } }
operations: { ask: { demands: { database: 20ms } } }
classes: { u: { rate: ${rate}, steps: [{ call: ask, timeout: ${timeout}, attempts: 3 }] } }
disturbances: [{ outage: database, isLost: false, from: 6s, lasts: 4s }]
experiment: { warmup: 0, duration: 28s, replications: 1, seed: ${seed} }`;

test('fewer requests that came by chance are no lasting damage', async () => {
  for (let seed = 1; seed <= 12; seed++) expect(await verdictOf(standing(60, '10s', seed))).toBe('proved');
});

test('callers that keep a database busy with what they gave up are told', async () => {
  expect(await verdictOf(standing(185, '300ms', 1))).toBe('refuted');
});
