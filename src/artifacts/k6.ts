import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { OperationRate } from '../model/load.ts';
import type { Json } from '../model/origin.ts';
import type { Emitted } from './emitted.ts';
import { exampleObject } from './example.ts';
import { bodyMedia, pathNames } from './http.ts';
import { milliseconds, serviceLevels } from './service-levels.ts';
import { camelCase, pascalCase, snakeCase } from './words.ts';

/** One k6 scenario: a workload with its endpoint and rate. */
interface Scenario {
  readonly name: string;
  readonly workload: string;
  readonly actor: string;
  readonly endpoint: Endpoint;
  readonly rate: OperationRate;
  readonly body?: Json;
  /** Response time that sizes the pool of virtual users, ms. */
  readonly holdMs: number;
}

/**
 * A k6 script: one scenario per workload at its peak rate, thresholds from the objectives. The profile is chosen at
 * start (`k6 run -e PROFILE=soak`); it scales the rates, never the thresholds, except in `stress`, which looks for
 * the breaking point.
 */
export function k6Script(backend: Backend): Emitted {
  const lost: string[] = [];
  const scenarios = backend.load.rates.flatMap((rate) => scenarioOf(rate, backend, lost));
  if (scenarios.length === 0)
    return { text: '', lost: [...lost, 'no workload has a rate and an HTTP endpoint'] };
  const text = [
    header,
    profiles,
    scenarioTable(scenarios),
    thresholds(scenarios, backend),
    options,
    requests(scenarios),
  ];
  return { text: text.join('\n'), lost };
}

function scenarioOf(rate: OperationRate, backend: Backend, lost: string[]): readonly Scenario[] {
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
  const level = serviceLevels(backend).find((each) => each.workload === rate.workload);
  return [
    {
      name: camelCase(rate.workload),
      workload: rate.workload,
      actor: workload?.actor ?? 'user',
      endpoint,
      rate,
      holdMs: level?.latency?.limitMs ?? (budget === undefined ? 1000 : milliseconds(budget.p99)),
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
`;

const profiles = `// Rates are multiples of the designed peak; times are [ramp, hold].
const profiles = {
  smoke: { factor: 0.01, ramp: '10s', hold: '1m' },
  load: { factor: 1, ramp: '5m', hold: '20m' },
  stress: { factor: 3, ramp: '20m', hold: '5m', abort: true },
  soak: { factor: 0.6, ramp: '5m', hold: '4h' },
  spike: { factor: 2, ramp: '10s', hold: '3m' },
};
const profile = profiles[__ENV.PROFILE || 'smoke'];
if (!profile) throw new Error('PROFILE is one of ' + Object.keys(profiles).join(', '));
`;

function scenarioTable(scenarios: readonly Scenario[]): string {
  const lines = scenarios.map(
    ({ name, rate, holdMs }) =>
      `  ${name}: { peak: ${Number(rate.peak.value.toPrecision(6))}, holdMs: ${Math.round(holdMs)} },`,
  );
  return `// Designed peak in requests per second, and the response time that sizes the pool of virtual users.\nconst workloads = {\n${lines.join('\n')}\n};\n`;
}

function thresholds(scenarios: readonly Scenario[], backend: Backend): string {
  const levels = serviceLevels(backend);
  const lines = scenarios.flatMap(({ name, workload }) => {
    const own = levels.filter((level) => level.workload === workload || level.workload === '*');
    return own.flatMap(({ latency, availability }) => [
      ...(latency === undefined
        ? []
        : [`  'http_req_duration{scenario:${name}}': limit('p(${latency.percentile})<${latency.limitMs}'),`]),
      ...(availability === undefined
        ? []
        : [
            `  'http_req_failed{scenario:${name}}': limit('rate<${Number((1 - availability).toPrecision(6))}'),`,
          ]),
    ]);
  });
  const unique = [...new Map(lines.map((line) => [line.split(': limit')[0], line])).values()];
  return `const limit = (threshold) => [{ threshold, abortOnFail: profile.abort === true, delayAbortEval: '1m' }];\nconst thresholds = {\n${unique.join('\n')}\n};\n`;
}

const options = `const scenario = (name, { peak, holdMs }) => {
  const rate = peak * profile.factor;
  const perMinute = Math.max(1, Math.round(rate * 60));
  const users = Math.max(1, Math.ceil((rate * holdMs) / 1000));
  return {
    executor: 'ramping-arrival-rate',
    exec: name,
    startRate: 1,
    timeUnit: '1m',
    preAllocatedVUs: users * 2,
    maxVUs: users * 10,
    stages: [
      { target: perMinute, duration: profile.ramp },
      { target: perMinute, duration: profile.hold },
    ],
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
