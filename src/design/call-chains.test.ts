import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scalingPlans } from '../artifacts/autoscaling.ts';
import { kebabCase } from '../artifacts/words.ts';
import type { Connection } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import { longestBackOff } from '../model/back-off.ts';
import type { Flow, FlowStep } from '../model/domain.ts';
import type { Quantity } from '../model/origin.ts';
import { briefOf, shopText } from '../testing/briefs.ts';
import { designBackend } from './design.ts';

const places = ['sales', 'inventory', 'money'] as const;
const peers = ['bank', 'carrier'] as const;

const limits = fc.record(
  { timeout: fc.constantFrom('800ms', '2s', '7s'), attempts: fc.integer({ min: 1, max: 4 }) },
  { requiredKeys: [] },
);
const local = fc
  .tuple(fc.constantFrom('reserve it', 'store it', 'check it', 'mark it'), fc.constantFrom(...places))
  .map(([action, at]) => ({ do: action, at, key: 'order id', undo: `undo: ${action}` }));
const remote = fc.tuple(fc.constantFrom(...peers), limits).map(([peer, limit]) => ({
  do: `ask the ${peer}`,
  at: `integration:${peer}`,
  key: 'order id',
  undo: `tell the ${peer} to forget it`,
  ...limit,
}));
const later = fc
  .tuple(fc.constantFrom('inventory', 'money'), fc.integer({ min: 1, max: 12 }))
  .map(([at, attempts]) => ({ do: 'follow up', at, attempts, key: 'order id' }));
const flow = fc
  .tuple(fc.array(fc.oneof(local, remote), { minLength: 1, maxLength: 5 }), fc.array(later, { maxLength: 2 }))
  .map(([first, behind]) => [
    ...first.map((step, index) => ({ ...step, do: `${step.do} ${index}` })),
    { do: 'make it final', at: 'sales', pivot: true },
    { publish: 'order.created' },
    ...behind.map((step, index) => ({ ...step, do: `${step.do} ${index}` })),
  ]);

const brief = fc
  .record({
    ordering: flow,
    paying: fc.array(fc.oneof(local, remote), { minLength: 1, maxLength: 3 }),
    style: fc.constantFrom('modular-monolith', 'monolith-with-workers', 'services-per-context'),
    checkout: fc.constantFrom('synchronous', 'asynchronous'),
    users: fc.constantFrom(200, 20_000, 300_000),
    slow: fc.constantFrom('40ms', '250ms', '1s'),
  })
  .map(({ ordering, paying, style, checkout, users, slow }) => ({
    brief: 1,
    system: { id: 'generated', name: 'Generated' },
    actors: ['clerk'],
    entities: {
      Order: {
        in: 'sales',
        fields: { note: 'string <=40' },
        rows: '1M',
        operations: { list: {}, create: {} },
      },
      Item: {
        in: 'inventory',
        fields: { name: 'string <=40' },
        rows: '10k',
        operations: { list: {}, create: {} },
      },
      Bill: { in: 'money', fields: { sum: 'money >=0' }, rows: '1M', operations: { list: {}, create: {} } },
    },
    events: {
      'order.created': {
        entity: 'Order',
        payload: ['note'],
        consumers: { inventory: 'count it', money: 'bill it' },
      },
    },
    flows: {
      ordering: { name: 'Order', in: 'sales', trigger: 'create Order', critical: true, steps: ordering },
      paying: {
        name: 'Pay',
        in: 'money',
        trigger: 'create Order',
        steps: [...paying, { do: 'store the bill', at: 'money', pivot: true }],
      },
    },
    integrations: {
      bank: { kind: 'payments', style: 'rest', latency: slow },
      carrier: { kind: 'shipping', style: 'rest' },
    },
    workloads: {
      look: { actor: 'clerk', op: 'list Item', users: `${users} concurrent`, think: '20s', share: '90%' },
      order: { actor: 'clerk', op: 'create Order', share: '10%' },
    },
    policies: { access: ['clerk may all Order, Item, Bill'] },
    decisions: [
      { topic: 'architecture-style', choose: style, because: 'of the test' },
      { topic: 'checkout', choose: checkout, because: 'of the test' },
    ],
  }));

const ms = ({ value, unit }: Quantity): number => (unit === 's' ? value * 1000 : value);
const worst = ({ timeout, attempts }: Pick<Connection, 'timeout' | 'attempts'>): number =>
  (timeout === undefined ? 0 : ms(timeout)) * (attempts?.value ?? 1) + longestBackOff(attempts?.value ?? 1);

/** (a) A step, a call and a setting tell what the connection tells. */
function toldOnce({ architecture, processes }: Backend): void {
  const peersOf = (id: string): readonly Connection[] =>
    architecture.connections.filter(({ to }) => to === id || to === `external-${id}`);
  const told = [
    ...processes.calls.map(({ target, timeout, attempts }) => ({ target, timeout, attempts })),
    ...processes.flows.flatMap(({ steps }) =>
      steps.flatMap(({ kind, at, timeout, attempts }) =>
        kind === 'remote' ? [{ target: at.replace('integration:', ''), timeout, attempts }] : [],
      ),
    ),
  ];
  for (const { target, timeout, attempts } of told)
    for (const connection of peersOf(target)) {
      expect(timeout && ms(timeout), target).toBe(connection.timeout && ms(connection.timeout));
      expect(attempts?.value, target).toBe(connection.attempts?.value);
      const key = `${target.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_TIMEOUT`;
      const setting = architecture.configuration.find((each) => each.key === key);
      expect(setting?.default, key).toBe(`${connection.timeout?.value ?? 0}ms`);
    }
  for (const each of processes.flows)
    for (const step of each.steps)
      if (step.kind === 'local') localTold(architecture, processes.jobs, each, step);
}

function localTold(
  { connections }: Backend['architecture'],
  jobs: Backend['processes']['jobs'],
  { context, steps }: Flow,
  step: FlowStep,
): void {
  const consumers = steps
    .slice(0, steps.indexOf(step))
    .flatMap(({ kind, action }) => (kind === 'publish' ? [`${step.at}-on-${kebabCase(action)}`] : []));
  const job = step.at === context ? undefined : jobs.find(({ id }) => consumers.includes(id));
  if (job !== undefined) {
    expect(step.attempts?.value, step.id).toBe(job.attempts?.value);
    expect(step.timeout).toBeUndefined();
    return;
  }
  const carried = connections.find(
    ({ from, to }) => from === `${context}-service` && to === `${step.at}-service`,
  );
  if (carried === undefined) return;
  expect(step.timeout?.value, step.id).toBe(carried.timeout?.value);
  expect(step.attempts).toBeUndefined();
}

/** (b) Whoever waits outlasts each thing it waits for, out to the client; and says it has a breaker, or why not. */
function callersOutlast({ architecture }: Backend): void {
  const waited = architecture.connections.filter(({ synchronous }) => synchronous);
  for (const outer of waited) {
    expect(outer.timeout !== undefined || outer.without?.timeout !== undefined, outer.id).toBe(true);
    expect(outer.circuitBreaker === true || outer.without?.breaker !== undefined, outer.id).toBe(true);
    for (const inner of waited)
      if (inner.from === outer.to && inner.timeout !== undefined)
        expect(outer.timeout && ms(outer.timeout), `${outer.id} > ${inner.id}`).toBeGreaterThanOrEqual(
          worst(inner),
        );
  }
  expect(waited.filter(({ to }) => to === 'gateway').every(({ timeout }) => timeout !== undefined)).toBe(
    true,
  );
}

/** (c) Nothing is repeated without a key, and nothing at two layers of one chain. */
function repeatedWithKeys({ architecture, processes }: Backend): void {
  for (const { steps } of processes.flows)
    for (const { kind, attempts, idempotencyKey, id } of steps)
      if (kind === 'remote' && (attempts?.value ?? 1) > 1) expect(idempotencyKey, id).toBeDefined();
  const repeated = architecture.connections.filter(({ attempts }) => (attempts?.value ?? 1) > 1);
  for (const { to } of repeated)
    expect(architecture.containers.find(({ id }) => id === to)?.kind).toBe('external');
  for (const { attempts, idempotent, id } of processes.jobs)
    if ((attempts?.value ?? 1) > 1) expect(idempotent, id).toBe(true);
}

/** (d), (e) All pools fit at the most instances of each tier and one more, or what a pooler keeps open does. */
function poolsFit(backend: Backend): void {
  const plans = new Map(scalingPlans(backend).map(({ container, most }) => [container.id, most.value]));
  const { containers, connections } = backend.architecture;
  for (const { id, connections: room } of containers) {
    if (room === undefined) continue;
    const opened = connections.reduce((sum, { from, to, pool }) => {
      const now = containers.find((each) => each.id === from)?.instances?.value ?? 1;
      return to === id && pool !== undefined ? sum + pool.value * ((plans.get(from) ?? now) + 1) : sum;
    }, 0);
    const kept = room.pooler?.opens.value ?? opened;
    expect(kept + room.reserve.value, id).toBeLessThanOrEqual(room.accepted.value);
  }
}

/** (f) The least instances carry the quiet load with one lost. */
function leastSuffices(backend: Backend): void {
  const { totalMean, totalPeak, requestsPerMonth } = backend.load;
  const mean = requestsPerMonth === undefined ? totalMean?.value : requestsPerMonth.value / (30 * 86_400);
  const quiet = Math.min(1, (mean ?? 1) / (totalPeak?.value ?? 1));
  for (const { container, station, least, target, most } of scalingPlans(backend)) {
    const now = container.instances?.value ?? 1;
    expect(least.value).toBeLessThanOrEqual(now);
    expect(most.value).toBeGreaterThanOrEqual(now);
    if (now === 1) continue;
    const lost = (station.utilisation.value * quiet * now) / (least.value - 1);
    if (least.value < now) expect(lost, container.id).toBeLessThanOrEqual(0.8 + 1e-3);
    if (least.value < now)
      expect((target.value * least.value) / (least.value - 1)).toBeLessThanOrEqual(1 + 1e-9);
  }
}

/** A job outlasts the foreign calls of one item of its work. */
function jobsOutlast({ load, processes }: Backend): void {
  for (const { id, operation } of load.workloads) {
    const job = processes.jobs.find((each) => each.id === `batch-${kebabCase(id)}`);
    if (job?.timeout === undefined) continue;
    for (const { trigger, steps } of processes.flows)
      if (trigger === operation)
        expect(ms(job.timeout), id).toBeGreaterThanOrEqual(
          steps.filter(({ kind }) => kind === 'remote').reduce((sum, step) => sum + worst(step), 0),
        );
  }
}

function isConsistent(backend: Backend): void {
  toldOnce(backend);
  callersOutlast(backend);
  repeatedWithKeys(backend);
  poolsFit(backend);
  leastSuffices(backend);
  jobsOutlast(backend);
}

test(
  'limits, pools and retries agree along every chain, whatever flows a brief has',
  { timeout: 300_000 },
  () => {
    let between = 0;
    fc.assert(
      fc.property(brief, (made) => {
        const backend = designBackend(briefOf(JSON.stringify(made)));
        const services = new Set(
          backend.architecture.containers.flatMap(({ id, kind }) => (kind === 'application' ? [id] : [])),
        );
        between += backend.architecture.connections.filter(
          ({ from, to }) => services.has(from) && services.has(to),
        ).length;
        isConsistent(backend);
      }),
      { numRuns: 24, seed: 11 },
    );
    expect(between).toBeGreaterThan(4);
  },
);

test.each(['modular-monolith', 'monolith-with-workers', 'services-per-context'])(
  'limits, pools and retries of the shop as %s agree along every chain',
  (style) => {
    const text = shopText
      .replace('choose: modular-monolith', `choose: ${style}`)
      .replace('size: 12', 'size: 60')
      .replace('25k EUR/month', '200k EUR/month');
    isConsistent(designBackend(briefOf(text)));
  },
);
