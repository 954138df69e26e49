import { expect, test } from 'vitest';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { assumed } from '../../model/origin.ts';
import { flowOf, groupsOf } from './flow-parts.ts';
import { isParked } from './flow-world.ts';
import type { FlowWorld } from './flow-world.ts';
import { runFlow } from './run-flow.ts';
import { refusal } from './variables.ts';

const origin = { kind: 'assumed', because: 'a test' } as const;
const step = (id: string, at: string, more: Partial<FlowStep> = {}): FlowStep => ({
  id,
  action: id,
  at,
  kind: at.startsWith('integration:') ? 'remote' : 'local',
  effects: { statements: [{ sql: `do ${id}` }] },
  undo: { statements: [{ sql: `undo ${id}` }] },
  ...more,
});
const asking = (id: string, more: Partial<FlowStep> = {}): FlowStep =>
  step(id, 'integration:psp', {
    effects: { call: { request: id, with: ['order_id'], gives: ['reference'] }, statements: [] },
    undo: { call: { request: `undo ${id}`, with: ['reference'], gives: [] }, statements: [] },
    idempotencyKey: 'order id',
    attempts: assumed(3, 'count', 'a test', 3, 3),
    ...more,
  });
const publishing = (event: string, more: Partial<FlowStep> = {}): FlowStep => ({
  id: `publish-${event}`,
  action: event,
  at: 'orders',
  kind: 'publish',
  ...more,
});
const flowOver = (...steps: readonly FlowStep[]): Flow => ({
  id: 'checkout',
  name: 'Checkout',
  context: 'orders',
  trigger: 'create Order',
  steps,
  critical: true,
  origin,
});

/** Writes down what happens; `failing` says what goes wrong, and how often. */
function worldOver(
  flows: readonly Flow[],
  failing: Readonly<Record<string, { readonly error: Error; times: number }>> = {},
): { readonly world: FlowWorld; readonly log: string[] } {
  const log: string[] = [];
  const happen = (what: string): void => {
    const fault = failing[what];
    if (fault !== undefined && fault.times-- > 0) {
      log.push(`${what} fails`);
      throw fault.error;
    }
    log.push(what);
  };
  return {
    log,
    world: {
      flows,
      inTransaction: async (context, use) => {
        log.push(`begin ${context}`);
        try {
          const value = await use({
            run: (sql) => {
              happen(sql);
              return Promise.resolve({ rows: [], affected: 1 });
            },
          });
          log.push('commit');
          return value;
        } catch (error) {
          log.push('rollback');
          throw error;
        }
      },
      call: async ({ request, key }) => {
        happen(request);
        log.push(key);
        return request.startsWith('undo') ? {} : { reference: 'r1' };
      },
      publish: async (_, event) => void log.push(`tell ${event}`),
    },
  };
}

const no = (): { error: Error; times: number } => ({ error: refusal('illegal-state', 'no'), times: 99 });
const broken = (times: number): { error: Error; times: number } => ({ error: new Error('broken'), times });

const shop = flowOver(
  step('reserve', 'inventory'),
  step('store', 'orders'),
  asking('authorise'),
  step('pay', 'orders', { pivot: true }),
  publishing('order.placed'),
  step('commit', 'inventory'),
);

test('steps of one context in a row are one transaction, with what they publish', async () => {
  expect(groupsOf(shop).map(({ steps }) => steps.map(({ id }) => id))).toEqual([
    ['reserve'],
    ['store'],
    ['authorise'],
    ['pay', 'publish-order.placed'],
    ['commit'],
  ]);
  const { world, log } = worldOver([shop]);
  expect(await runFlow(shop, { order_id: 'o1' }, world)).toEqual({ order_id: 'o1', reference: 'r1' });
  expect(log.slice(-9)).toEqual([
    'authorise',
    'checkout/authorise/o1',
    'begin orders',
    'do pay',
    'tell order.placed',
    'commit',
    'begin inventory',
    'do commit',
    'commit',
  ]);
});

test('a refusal leads back, the last step first, and is thrown on', async () => {
  const { world, log } = worldOver([shop], { authorise: no() });
  await expect(runFlow(shop, { order_id: 'o1' }, world)).rejects.toThrow('illegal-state');
  expect(log.filter((what) => /do /.test(what))).toEqual([
    'do reserve',
    'do store',
    'undo store',
    'undo reserve',
  ]);
});

test('a peer is asked again with the same key; when nobody knows what it did, that is taken back too', async () => {
  const twice = worldOver([shop], { authorise: broken(2) });
  await runFlow(shop, { order_id: 'o1' }, twice.world);
  expect(twice.log.filter((what) => what.startsWith('authorise'))).toEqual([
    'authorise fails',
    'authorise fails',
    'authorise',
  ]);
  const never = worldOver([shop], { authorise: broken(99) });
  await expect(runFlow(shop, { order_id: 'o1' }, never.world)).rejects.toThrow('broken');
  expect(never.log.filter((what) => what.startsWith('undo'))).toEqual([
    'undo authorise',
    'undo store',
    'undo reserve',
  ]);
});

test('behind the pivot it goes forward only, and is parked in the end', async () => {
  const late = worldOver([shop], { 'do commit': broken(2) });
  await runFlow(shop, { order_id: 'o1' }, late.world);
  expect(late.log.filter((what) => what.startsWith('undo'))).toEqual([]);
  const never = worldOver([shop], { 'do commit': no() });
  const end = await runFlow(shop, { order_id: 'o1' }, never.world).catch((error: unknown) => error);
  expect(isParked(end) && end.parked).toBe('commit');
  expect(never.log.filter((what) => what.startsWith('undo'))).toEqual([]);
});

test('a compensation that cannot be done is parked', async () => {
  const { world } = worldOver([shop], { authorise: no(), 'undo store': broken(99) });
  const end = await runFlow(shop, { order_id: 'o1' }, world).catch((error: unknown) => error);
  expect(isParked(end) && end.parked).toBe('store');
});

test('it goes on behind the step that was kept', async () => {
  const kept: string[] = [];
  const { world, log } = worldOver([shop]);
  await runFlow(
    shop,
    { order_id: 'o1' },
    {
      ...world,
      resume: () => ({ step: 'authorise', variables: { reference: 'kept' } }),
      keep: async (flow, { step: last }, transaction) =>
        void kept.push(`${flow} ${last} ${transaction === undefined ? 'after' : 'within'}`),
    },
  );
  expect(log).not.toContain('do store');
  expect(kept).toEqual(['checkout publish-order.placed within', 'checkout commit within']);
});

test('a step may run another flow, and what it says comes back', async () => {
  const inner: Flow = { ...flowOver(asking('authorise')), id: 'authorisation', context: 'payments' };
  const outer = flowOver(
    step('pay', 'payments', { effects: { flow: 'authorisation', statements: [] } }),
    step('store', 'orders', { pivot: true }),
  );
  const { world, log } = worldOver([inner, outer]);
  expect(await runFlow(outer, { order_id: 'o1' }, world)).toEqual({ order_id: 'o1', reference: 'r1' });
  expect(log.slice(0, 3)).toEqual(['authorise', 'authorisation/authorise/o1', 'begin orders']);
  expect(flowOf({ id: 'create Order' }, [inner, outer])).toBe(outer);
});

test('a flow that waits for another operation is run in parts', async () => {
  const refund = flowOver(
    step('ask', 'payments'),
    step('approve', 'payments', { on: 'process Order approve' }),
    asking('refund'),
    step('store', 'payments', { pivot: true }),
  );
  const { world, log } = worldOver([refund], { refund: no() });
  await runFlow(refund, { order_id: 'o1' }, world);
  expect(log).toEqual(['begin payments', 'do ask', 'commit']);
  expect(flowOf({ id: 'process Order approve' }, [refund])).toBe(refund);
  log.length = 0;
  await expect(runFlow(refund, { order_id: 'o1' }, world, 'process Order approve')).rejects.toThrow('no');
  // What another request did is not taken back by this one.
  expect(log.filter((what) => what.startsWith('undo'))).toEqual(['undo approve']);
});

test('contexts with databases of their own are never in one transaction', async () => {
  const flow = flowOver(
    step('read', 'cart', {
      effects: { statements: [{ sql: 'read cart' }, { sql: 'read prices', at: 'products' }] },
      pivot: true,
    }),
  );
  const { world, log } = worldOver([flow]);
  await runFlow(flow, {}, { ...world, databaseOf: (context) => context });
  expect(log).toEqual(['begin cart', 'read cart', 'begin products', 'read prices', 'commit', 'commit']);
  log.length = 0;
  await runFlow(flow, {}, world);
  expect(log).toEqual(['begin cart', 'read cart', 'read prices', 'commit']);
});
