import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { OperationRate } from '../model/load.ts';
import type { Json } from '../model/origin.ts';
import type { Emitted } from './emitted.ts';
import { exampleObject } from './example.ts';
import { bodyMedia, pathNames } from './http.ts';
import { levelOf, milliseconds, serviceLevels } from './service-levels.ts';
import type { ServiceLevel } from './service-levels.ts';
import { camelCase, pascalCase, snakeCase } from './words.ts';

/** One k6 scenario: a workload with its endpoint and rate. */
interface Scenario {
  readonly name: string;
  readonly workload: string;
  readonly actor: string;
  readonly endpoint: Endpoint;
  readonly rate: OperationRate;
  readonly body?: Json;
  /** Response time that is expected, ms: how many virtual users are busy at once. */
  readonly expectedMs: number;
  /** Response time up to which the rate must be kept, ms: beyond it the objective is missed anyway. */
  readonly worstMs: number;
}

/**
 * A k6 script: one scenario per workload at its peak rate, thresholds from the objectives. The profile is chosen at
 * start (`k6 run -e PROFILE=soak`); it scales the rates, never the thresholds. `stress` looks for the breaking point and
 * stops there.
 */
export function k6Script(backend: Backend): Emitted {
  const lost: string[] = [];
  const levels = serviceLevels(backend);
  const scenarios = backend.load.rates.flatMap((rate) => scenarioOf(rate, backend, levels, lost));
  if (scenarios.length === 0)
    return { text: '', lost: [...lost, 'no workload has a rate and an HTTP endpoint'] };
  const text = [
    header,
    profiles,
    scenarioTable(scenarios),
    thresholds(scenarios, levels),
    options,
    requests(scenarios),
  ];
  return { text: text.join('\n'), lost };
}

function scenarioOf(
  rate: OperationRate,
  backend: Backend,
  levels: readonly ServiceLevel[],
  lost: string[],
): readonly Scenario[] {
  const workload = backend.load.workloads.find(({ id }) => id === rate.workload);
  const endpoint = backend.api.endpoints.find(
    (each) => each.operation === rate.operation && each.protocol === 'http' && each.method !== 'ANY',
  );
  if (endpoint === undefined) {
    lost.push(`${rate.workload}: ${rate.operation} has no HTTP endpoint`);
    return [];
  }
  if (workload?.every !== undefined) {
    lost.push(`${rate.workload}: runs as a batch, not as requests of users`);
    return [];
  }
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  const schema = schemas.get(endpoint.requestSchema ?? '');
  const body = schema === undefined ? undefined : exampleObject(schema, schemas);
  const budget = backend.load.budgets.find((each) => each.workload === rate.workload);
  const limit = levelOf(levels, rate.workload).latency?.limitMs;
  const expectedMs = budget === undefined ? (limit ?? 1000) : milliseconds(budget.p99);
  return [
    {
      name: camelCase(rate.workload),
      workload: rate.workload,
      actor: workload?.actor ?? 'user',
      endpoint,
      rate,
      expectedMs,
      worstMs: 2 * Math.max(expectedMs, limit ?? 0),
      ...(body === undefined ? {} : { body }),
    },
  ];
}

const header = `import http from 'k6/http';
import { check } from 'k6';
import { SharedArray } from 'k6/data';

// k6 run -e BASE_URL=https://api.test.example -e PROFILE=smoke|load|stress|soak|spike workloads.js
const baseUrl = __ENV.BASE_URL;
if (!baseUrl) throw new Error('set BASE_URL to the system under test');

// ids.json: { "Order": ["…"], … } of objects that exist; generate-data.sql prints it.
const ids = new SharedArray('ids', () => [JSON.parse(open('./ids.json'))]);
const pick = (entity) => {
  const list = ids[0][entity] || [];
  if (list.length === 0) throw new Error('ids.json holds no ' + entity);
  return list[Math.floor(Math.random() * list.length)];
};
const key = () => __VU + '-' + __ITER + '-' + Date.now();

// A request has failed when we are at fault (5xx) or nobody answers: the indicator of the objectives.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 499 }));
`;

const profiles = `// Stages are [multiple of the designed peak, how long the change to it takes].
const profiles = {
  smoke: { stages: [[0.01, '10s'], [0.01, '1m']] },
  load: { stages: [[1, '5m'], [1, '20m']] },
  stress: { stages: [[3, '20m'], [3, '5m']], overload: true, aborts: true },
  soak: { stages: [[0.6, '5m'], [0.6, '4h']] },
  spike: { stages: [[0.6, '2m'], [0.6, '3m'], [2, '10s'], [2, '3m'], [0.6, '10s'], [0.6, '5m']], overload: true },
};
const profile = profiles[__ENV.PROFILE || 'smoke'];
if (!profile) throw new Error('PROFILE is one of ' + Object.keys(profiles).join(', '));
`;

function scenarioTable(scenarios: readonly Scenario[]): string {
  const lines = scenarios.map(
    ({ name, rate, expectedMs, worstMs }) =>
      `  ${name}: { peak: ${Number(rate.peak.value.toPrecision(6))}, expectedMs: ${Math.ceil(expectedMs)}, worstMs: ${Math.ceil(worstMs)} },`,
  );
  return `// Designed peak in requests per second, and the response times in ms that size the pool of virtual users.\nconst workloads = {\n${lines.join('\n')}\n};\n`;
}

/**
 * Objectives as thresholds; the answers of the checks are one more, because a run that is refused measures nothing. A
 * dropped iteration is a request that was due and not sent: the latencies then are those of a smaller load.
 */
function thresholds(scenarios: readonly Scenario[], levels: readonly ServiceLevel[]): string {
  const lines = scenarios.flatMap(({ name, workload }) => {
    const { latency, availability } = levelOf(levels, workload);
    return [
      ...(latency === undefined
        ? []
        : [`  'http_req_duration{scenario:${name}}': limit('p(${latency.percentile})<${latency.limitMs}'),`]),
      ...(availability === undefined
        ? []
        : [
            `  'http_req_failed{scenario:${name}}': limit('rate<${Number((1 - availability).toPrecision(6))}'),`,
          ]),
      `  'checks{scenario:${name}}': ['rate>0.95'],`,
    ];
  });
  return `const limit = (threshold) => [{ threshold, abortOnFail: profile.aborts === true, delayAbortEval: '1m' }];\nconst thresholds = {\n${lines.join('\n')}\n  ...(profile.overload ? {} : { dropped_iterations: ['count<1'] }),\n};\n`;
}

/** The pool is Little's law: requests a second × time each is open, at the largest rate of the profile. */
const options = `const scenario = (name, { peak, expectedMs, worstMs }) => {
  const perMinute = (factor) => Math.max(1, Math.round(peak * factor * 60));
  const most = peak * Math.max(...profile.stages.map(([factor]) => factor));
  const open = (ms) => Math.max(2, Math.ceil((most * ms) / 1000));
  return {
    executor: 'ramping-arrival-rate',
    exec: name,
    startRate: 1,
    timeUnit: '1m',
    preAllocatedVUs: open(expectedMs),
    maxVUs: open(Math.max(worstMs, 2 * expectedMs)),
    stages: profile.stages.map(([factor, duration]) => ({ target: perMinute(factor), duration })),
  };
};

export const options = {
  thresholds,
  scenarios: Object.fromEntries(Object.entries(workloads).map(([name, each]) => [name, scenario(name, each)])),
};
`;

function requests(scenarios: readonly Scenario[]): string {
  return scenarios.map(requestFunction).join('\n');
}

/** `{id}` is the endpoint's own object, `{cart_id}` a Cart. */
const entityMeant = (parameter: string, { entity = 'Object' }: Endpoint): string =>
  parameter === 'id' ? entity : pascalCase(parameter.replace(/_id$/, ''));

function requestFunction({ name, endpoint, actor, body }: Scenario): string {
  const path = pathNames(endpoint.path).reduce(
    (text, each) => text.replace(`{${each}}`, `\${pick(${JSON.stringify(entityMeant(each, endpoint))})}`),
    endpoint.path.replaceAll(/[\\`$]/g, (each) => `\\${each}`),
  );
  const headers = [
    ...(body === undefined ? [] : [`'Content-Type': '${bodyMedia(endpoint.method)}'`]),
    ...(endpoint.access === 'public'
      ? []
      : [`Authorization: 'Bearer ' + __ENV.TOKEN_${snakeCase(actor).toUpperCase()}`]),
    ...(endpoint.idempotencyKey ? [`'Idempotency-Key': key()`] : []),
  ];
  const payload = body === undefined ? 'null' : `JSON.stringify(${JSON.stringify(body)})`;
  return `export function ${name}() {
  const response = http.request('${endpoint.method}', \`\${baseUrl}${path}\`, ${payload}, {
    headers: {${headers.length === 0 ? '' : ` ${headers.join(', ')} `}},
    tags: { operation: ${JSON.stringify(endpoint.operation ?? endpoint.id)} },
  });
  check(response, { 'answered as designed': ({ status }) => status >= 200 && status < 400 });
}
`;
}
