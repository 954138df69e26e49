import { expect, test } from 'vitest';
import { consumerFlow, dualWriteFlow } from '../../artifacts/flows/recovered.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { Origin } from '../../model/origin.ts';
import { recoveredFlows } from './recovered.ts';

const origin: Origin = { kind: 'read', file: 'src/orders.ts', line: 3 };

function backendWith(handler: string, table: string, job: string): Backend {
  const empty = emptyBackend('shop', 'recovered');
  return {
    ...empty,
    processes: {
      ...empty.processes,
      jobs: [
        {
          id: job,
          name: job,
          kind: 'queue',
          idempotent: 'unknown',
          repeatedInserts: [{ table, origin }],
          origin,
        },
      ],
      dualWrites: [{ handler, job, tables: [table], stored: origin, sent: origin }],
    },
  };
}

const settled = async (backend: Backend) => {
  const { claims, inputs } = recoveredFlows.claims(backend);
  return recoveredFlows.prove(claims, (path) => inputs.get(path) ?? '');
};

// Names of code: with signs, long, empty, and those that the file itself uses.
test.each([
  ['POST /orders', 'orders', 'orders/confirm'],
  ['PUT /a/{id}', 'public.Order Lines', 'App\\Jobs\\Tell"Them"'],
  ['GET /', '', ''],
  ['POST /work', 'work', 'work'],
  ['POST /shop', 'work-done', 'request'],
  ['POST /x', '数据', `${'very-long-'.repeat(20)}name`],
])('%s with %s and %s: the fault is found, and its cure shows none', async (...names) => {
  for (const { claim, verdict, measurements } of await settled(backendWith(...names))) {
    expect(verdict, claim).toEqual({ kind: 'proved' });
    expect(measurements['statesWhenChanged']).toBeGreaterThan(0);
  }
});

test('a pattern that holds as it is does not prove its advice', async () => {
  const backend = backendWith('POST /orders', 'orders', 'told');
  const { claims, inputs } = recoveredFlows.claims(backend);
  const mended = new Map(
    [...inputs].map(([path, text]) => [
      path,
      text.replace('      - publish: told\n', '        outbox: told\n'),
    ]),
  );
  const [first, second] = await recoveredFlows.prove(claims, (path) => mended.get(path) ?? '');
  expect(first?.verdict.kind).toBe('refuted');
  expect(second?.verdict.kind).not.toBe('refuted');
});

test('a designed backend has none of these flows, and no more than ten are searched', () => {
  const { claims } = recoveredFlows.claims(emptyBackend('shop', 'designed'));
  expect(claims).toEqual([]);
  const one = backendWith('POST /orders', 'orders', 'told');
  const many = Array.from({ length: 30 }, () => one.processes);
  const jobs = many.flatMap((each) => each.jobs);
  const dualWrites = many.flatMap(({ dualWrites: each = [] }, at) =>
    each.map((write) => ({ ...write, job: `told-${at}` })),
  );
  const all = recoveredFlows.claims({ ...one, processes: { ...one.processes, jobs, dualWrites } });
  expect(all.claims).toHaveLength(10);
});

test('names of the code stand in the files', () => {
  const [{ dualWrites = [], jobs }] = [backendWith('POST /orders', 'orders', 'confirm').processes];
  expect(dualWrites.map((each) => dualWriteFlow('one', each)).join('')).toContain('publish: confirm');
  expect(jobs.map((each) => consumerFlow('one', each)).join('')).toContain('orders-rows: orders-rows + 1');
});
