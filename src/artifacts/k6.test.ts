import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { designBackend } from '../design/design.ts';
import { briefOf, shopText } from '../testing/briefs.ts';
import { k6Script } from './k6.ts';
import { levelOf, serviceLevels } from './service-levels.ts';
import { camelCase } from './words.ts';

const backend = designBackend(briefOf(shopText));
const script = k6Script(backend).text;

const threshold = z.union([z.string(), z.object({ threshold: z.string() })]);
const optionsOf = z.object({
  thresholds: z.record(z.string(), z.array(threshold)),
  scenarios: z.record(
    z.string(),
    z.object({
      executor: z.literal('ramping-arrival-rate'),
      preAllocatedVUs: z.number(),
      maxVUs: z.number(),
      stages: z.array(z.object({ target: z.number(), duration: z.string() })),
    }),
  ),
});

/** The options k6 would read, with its modules left out. */
function options(profile: string): z.infer<typeof optionsOf> {
  const body = script.replace(/^import .*$/gm, '').replace(/^export (?=const|function)/gm, '');
  const context = {
    __ENV: { BASE_URL: 'https://api.test.example', PROFILE: profile },
    http: { setResponseCallback: () => undefined, expectedStatuses: () => undefined },
    SharedArray: function SharedArray() {
      return [{}];
    },
  };
  return optionsOf.parse(JSON.parse(String(runInNewContext(`${body}\nJSON.stringify(options)`, context))));
}

const words = (entries: z.infer<typeof optionsOf>['thresholds'][string] | undefined): readonly string[] =>
  (entries ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.threshold));

const people = backend.load.rates.filter(
  ({ workload }) => backend.load.workloads.find(({ id }) => id === workload)?.every === undefined,
);

test('each workload is held to its own objective first, then to the one for everywhere', () => {
  const { thresholds } = options('load');
  const levels = serviceLevels(backend);
  for (const { workload } of people) {
    const { latency, availability } = levelOf(levels, workload);
    const name = camelCase(workload);
    expect(words(thresholds[`http_req_duration{scenario:${name}}`])).toEqual(
      latency === undefined ? [] : [`p(${latency.percentile})<${latency.limitMs}`],
    );
    expect(words(thresholds[`http_req_failed{scenario:${name}}`])).toEqual(
      availability === undefined ? [] : [`rate<${Number((1 - availability).toPrecision(6))}`],
    );
  }
});

test.each(['smoke', 'load', 'stress', 'soak', 'spike'])(
  '%s: users suffice for the rate until answers take twice the objective (Little)',
  (profile) => {
    const { scenarios, thresholds } = options(profile);
    const levels = serviceLevels(backend);
    for (const { workload } of people) {
      const scenario = scenarios[camelCase(workload)];
      const perSecond = Math.max(...(scenario?.stages ?? []).map(({ target }) => target)) / 60;
      const limit = levelOf(levels, workload).latency?.limitMs ?? 0;
      expect(scenario?.maxVUs, workload).toBeGreaterThanOrEqual(Math.floor((perSecond * 2 * limit) / 1000));
      expect(scenario?.maxVUs).toBeGreaterThanOrEqual(scenario?.preAllocatedVUs ?? 0);
    }
    expect('dropped_iterations' in thresholds).toBe(profile !== 'stress' && profile !== 'spike');
  },
);

test('at peak the scenarios together send what the design was sized for', () => {
  const sent = Object.values(options('load').scenarios).reduce(
    (sum, { stages }) => sum + (stages.at(-1)?.target ?? 0) / 60,
    0,
  );
  const designed = people.reduce((sum, { peak }) => sum + peak.value, 0);
  expect(sent / designed).toBeCloseTo(1, 2);
});
