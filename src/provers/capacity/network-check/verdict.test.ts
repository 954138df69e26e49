import { expect, test } from 'vitest';
import type { Verdict } from '../../../findings/claim.ts';
import { readNetworkFile } from '../network-file/read.ts';
import { checkCapacity } from './check.ts';

async function verdict(text: string): Promise<Verdict> {
  const read = readNetworkFile(text);
  if (read.kind === 'invalid') throw new Error(read.problems.map(({ what }) => what).join('\n'));
  return (await checkCapacity('network.yaml', read.value)).outcome.verdict;
}

const short = 'experiment: { warmup: 20s, duration: 100s, replications: 5 }';

test('what fails is not served, also where no formula holds', async () => {
  const refusing = `
stations: { api: { room: 3 } }
classes: { u: { rate: 300, demands: { api: 10ms } } }
${short}`;
  // M/M/1/4 at 3 erlangs refuses 81/121 of all requests.
  expect(await verdict(refusing)).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(/^6[67]\.\d+ % ± .* of u fail/),
  });
  const retrying = `
stations: { db: 1 }
operations: { query: { demands: { db: 10ms } } }
classes: { u: { rate: 150, steps: [{ call: query, timeout: 1s, attempts: 2 }] } }
${short}`;
  expect((await verdict(retrying)).kind).toBe('refuted');
});

test('a queue that grows is told by the simulation where no formula holds', async () => {
  const growing = `
stations: { db: 1 }
operations: { query: { demands: { db: 10ms } } }
classes: { u: { rate: 150, steps: [{ call: query, timeout: 1d }] } }
objectives: [{ latency: u, percentile: 50, limit: 1h }]
${short}`;
  expect(await verdict(growing)).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(/come faster than they end: .* grow by (4[6-9]|5[0-4])/),
  });
});

test('figures of a queue that grows slowly prove no objective', async () => {
  const slow = (rate: number, waits = '') => `
stations: { db: 1 }
operations: { query: { demands: { db: 10ms } } }
classes: { u: { rate: ${rate}, steps: [{ call: query, timeout: 1d${waits} }] } }
objectives: [{ throughput: u, least: 80 }]
experiment: { warmup: 50s, duration: 1000s, replications: 4 }`;
  expect(await verdict(slow(101))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringMatching(/the number of u under way changes by .* db is busy 9|db is busy 100/),
  });
  expect((await verdict(slow(85))).kind).toBe('proved');
  // Full, and bounded: what is refused does not queue.
  expect((await verdict(slow(120, ', concurrency: 10'))).kind).toBe('proved');
});

test('times that are all alike are known to the resolution of what counts them', async () => {
  const alike = (limit: string) => `
stations: { far: delay }
operations: { ask: { demands: { far: { mean: 99.6ms, scv: 0 } } } }
classes: { u: { rate: 100, steps: [{ call: ask, timeout: 10s }] } }
objectives: [{ latency: u, percentile: 50, limit: ${limit} }]
${short}`;
  expect((await verdict(alike('99.3ms'))).kind).toBe('undecided');
  expect((await verdict(alike('97ms'))).kind).toBe('refuted');
  expect((await verdict(alike('102ms'))).kind).toBe('proved');
});

test('chance does not refute what an exact formula meets', async () => {
  // One of the runs, about one in forty, whose interval leaves out the true utilisation of 0.5.
  const unlucky = `
stations: { db: 1 }
classes: { u: { rate: 50, demands: { db: 10ms } } }
objectives: [{ utilisation: db, most: 0.5001 }]
experiment: { warmup: 20s, duration: 50s, replications: 5, seed: 14 }`;
  expect(await verdict(unlucky)).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('simulated 0.509156 ± 0.00681101, solved 0.5, the limit is 0.5001'),
  });
});

test('a run that starts empty and fills is no queue that grows', async () => {
  const filling = `
stations: { far: delay }
operations: { ask: { demands: { far: { mean: 5s, scv: 0 } } } }
classes: { u: { rate: 100, steps: [{ call: ask, timeout: 1min }] } }
experiment: { warmup: 0, duration: 50s, replications: 5 }`;
  expect((await verdict(filling)).kind).toBe('proved');
});

test('that nothing failed in a run does not prove that nothing fails', async () => {
  const objective = (least: number) => `
stations: { db: 1 }
operations: { query: { demands: { db: 10ms } } }
classes: { u: { rate: 5, steps: [{ call: query, timeout: 10s }] } }
objectives: [{ success: u, least: ${least} }]
${short}`;
  expect((await verdict(objective(1))).kind).toBe('undecided');
  // 2500 requests: less than 3/2500 fail.
  expect((await verdict(objective(0.998))).kind).toBe('proved');
  const safe = `
stations: { db: 1 }
classes: { u: { rate: 5, demands: { db: 10ms } } }
objectives: [{ success: u, least: 1 }]
${short}`;
  expect((await verdict(safe)).kind).toBe('proved');
});

test('percentiles of the few that are answered do not meet an objective', async () => {
  const dropping = `
stations: { db: { dropsExpired: true } }
operations: { query: { demands: { db: 10ms } } }
classes: { u: { rate: 150, steps: [{ call: query, timeout: 1s }] } }
objectives: [{ latency: u, percentile: 99, limit: 2s }]
${short}`;
  expect(await verdict(dropping)).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(/^p99 of u is missed: .* % get no answer/),
  });
});

test('any percentile is simulated, and none that hardly an answer lies beyond', async () => {
  const asking = (percentile: number) => `
stations: { db: 1 }
operations: { query: { demands: { db: 10ms } } }
classes: { u: { rate: 50, steps: [{ call: query, timeout: 10s }] } }
objectives: [{ latency: u, percentile: ${percentile}, limit: 500ms }]
${short}`;
  expect((await verdict(asking(90))).kind).toBe('proved');
  expect(await verdict(asking(99.99))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('of unknown error'),
  });
});

test('utilisation of a station with speeds is the part of its full speed in both ways of computing', async () => {
  const network = `
stations: { db: { speeds: [1, 1.5, 2] } }
classes: { u: { rate: 1.2, demands: { db: 1s } } }
objectives: [{ utilisation: db, most: 0.65 }]
experiment: { warmup: 100s, duration: 5000s, replications: 5 }`;
  expect((await verdict(network)).kind).toBe('proved');
});

test('limited patience serves a part of what would be too much', async () => {
  const impatient = `
stations: { far: delay }
pools: { line: { places: 1, patience: 2s } }
classes: { u: { rate: 2, steps: [{ hold: line, do: [{ work: far, time: 1s }] }] } }
objectives: [{ success: u, least: 0.4 }]
experiment: { warmup: 100s, duration: 2000s, replications: 5 }`;
  expect((await verdict(impatient)).kind).toBe('proved');
});

test('more people than can be simulated leave the figures to the solver', async () => {
  const crowd = (least: number) => `
stations: { api: 1000 }
classes: { u: { population: 10000000, think: 1h, demands: { api: 10ms } } }
objectives: [{ throughput: u, least: ${least} }]`;
  expect((await verdict(crowd(1000))).kind).toBe('undecided');
});

test('work that takes no time is no disagreement', async () => {
  const idle = `
stations: { api: 1 }
classes: { u: { rate: 50, demands: { api: 0 } } }
${short}`;
  expect((await verdict(idle)).kind).toBe('proved');
});

test('people who hold places that the others wait for stand still, and are not served', async () => {
  const locking = (places: number, patience = '') => `
stations: { a: 1 }
pools: { p: { places: ${places}${patience} } }
operations: { outer: { pool: p, steps: [{ call: inner }] }, inner: { pool: p, demands: { a: 10ms } } }
classes: { u: { population: 20, think: 200ms, steps: [{ call: outer }] } }
experiment: { warmup: 0, duration: 2000s, replications: 3 }`;
  expect(await verdict(locking(2))).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(/^u stands still in the end, .* in a circle \(p -> p\)/),
  });
  // Twenty people hardly ever hold all of them, but they can.
  expect(await verdict(locking(19))).toMatchObject({
    kind: 'undecided',
    reason: expect.stringMatching(/^It can lock up for ever: .* \(p -> p\)/),
  });
  expect(await verdict(locking(40, ', patience: 1h'))).toEqual({ kind: 'proved' });
});

test('an approximation that nothing was simulated beside proves nothing', async () => {
  const crowd = `
stations: { api: 8 }
classes: { u: { population: 3000000, think: 1d, demands: { api: 1ms } } }
experiment: { duration: 10s, replications: 2 }`;
  expect(await verdict(crowd)).toMatchObject({
    kind: 'undecided',
    reason: expect.stringMatching(/^Nothing was simulated \(.*2000000.*approximate/),
  });
});

test('requests that wait for one another over a cache can lock up as well', async () => {
  const loading = `
stations: { db: 1 }
pools: { connections: 1 }
caches: { k: { keys: 1, lifetime: 1s, guard: single-flight } }
operations:
  fetch: { pool: connections, demands: { db: 10ms } }
  answer: { pool: connections, steps: [{ cached: k, do: [{ work: db, time: 10ms }] }] }
classes:
  a: { population: 3, think: 1s, steps: [{ call: answer }] }
  b: { population: 3, think: 1s, steps: [{ cached: k, do: [{ call: fetch }] }] }
experiment: { warmup: 0, duration: 500s, replications: 2 }`;
  expect((await verdict(loading)).kind).not.toBe('proved');
});
