import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import { storeData } from '../../testing/store-data.ts';
import type { Prover } from '../prover.ts';
import { monitoring, monitoringPath } from './monitoring.ts';
import { partitions } from './partitions.ts';

const store: Backend = {
  ...emptyBackend('store', 'designed'),
  data: { ...storeData, engine: { name: 'postgresql', origin: { kind: 'assumed', because: 'a test' } } },
};

async function prove(prover: Prover, edit: (text: string, path: string) => string = (text) => text) {
  const { claims, inputs } = prover.claims(store);
  return prover.prove(claims, (path) => edit(inputs.get(path) ?? '', path));
}

test('every question of monitoring is answered and none raises an alarm on an empty database', async () => {
  const [outcome] = await prove(monitoring);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements['questions']).toBeGreaterThan(8);
});

test('a question about a column that is not there is refuted with its line', async () => {
  const [outcome] = await prove(monitoring, (text, path) =>
    path === monitoringPath ? text.replace('n_dead_tup', 'dead_rows') : text,
  );
  expect(outcome?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(/^2-database\/monitoring\.sql:\d+: 42703: column "dead_rows"/),
  });
});

test('partitions are made once, read alone, detached and dropped', async () => {
  const outcomes = await prove(partitions);
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(outcomes.map(() => ({ kind: 'proved' })));
});

test('a maintenance function that makes other bounds is refuted', async () => {
  const outcomes = await prove(partitions, (text) =>
    text.replace("low || ' 00:00:00+00'", "low || ' 00:00:00+05'"),
  );
  expect(outcomes.map(({ verdict }) => verdict.kind)).toContain('refuted');
});
