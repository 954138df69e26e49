import { expect, test } from 'vitest';
import type { MigrationPlan, MigrationStep, StepAction } from '../../model/migration.ts';
import { planOf } from '../steps/steps-of.ts';
import { checkMigrationPlan } from './check-plan.ts';
import type { PlanRuleId } from './rules.ts';
import { planRuleTable } from './rules.ts';

const sound: MigrationPlan = planOf({
  plan: 'shop',
  legacy: {
    endpoints: {
      'GET /products': { reads: ['products.id', 'products.name'], writes: [] },
      'POST /products': { reads: [], writes: ['products'] },
      'GET /orders': { reads: ['orders'], writes: [] },
      'POST /orders': { reads: ['products.id'], writes: ['orders', 'products'] },
      'GET /old': { reads: [], writes: [] },
    },
    jobs: { report: { reads: ['orders'], writes: [] } },
    tables: {
      products: { columns: ['id', 'name', 'old'], key: ['id'] },
      orders: { columns: ['id', 'total'], key: ['id'] },
    },
    rules: { total: 'a total is a sum' },
  },
  contexts: [
    {
      id: 'catalog',
      name: 'Catalog',
      tables: ['products'],
      entries: ['GET /products', 'POST /products', 'GET /old'],
    },
    { id: 'sales', name: 'Sales', tables: ['orders'], entries: ['GET /orders', 'POST /orders'] },
    { id: 'reports', name: 'Reports', tables: [], entries: ['report'], stays: 'it is replaced later' },
  ],
  ledger: {
    endpoints: { 'GET /old': { kind: 'goes', because: 'nobody calls it' } },
    columns: { 'products.old': { kind: 'goes', because: 'it is empty' } },
  },
});

const change = (edit: (step: MigrationStep) => MigrationStep): MigrationPlan => ({
  ...sound,
  steps: sound.steps.map(edit),
});

/** Without the actions that `isLeftOut` picks. */
const without = (isLeftOut: (action: StepAction, step: MigrationStep) => boolean): MigrationPlan =>
  change((step) => ({ ...step, does: step.does.filter((action) => !isLeftOut(action, step)) }));

const inStep = (id: string, edit: (step: MigrationStep) => MigrationStep): MigrationPlan =>
  change((step) => (step.id === id ? edit(step) : step));

const adding = (id: string, ...actions: readonly StepAction[]): MigrationPlan =>
  inStep(id, (step) => ({ ...step, does: [...step.does, ...actions] }));

/** A step taken out of its place and put before another one. */
function moved(id: string, before: string): MigrationPlan {
  const step = sound.steps.filter((each) => each.id === id);
  return {
    ...sound,
    steps: sound.steps
      .filter((each) => each.id !== id)
      .flatMap((each) => (each.id === before ? [...step, each] : [each])),
  };
}

const ledger = (changed: Partial<MigrationPlan['ledger']>): MigrationPlan => ({
  ...sound,
  ledger: { ...sound.ledger, ...changed },
});

const isAdapterOf = (entry: string) => (action: StepAction) =>
  (action.kind === 'adapter' || action.kind === 'remove-adapter') && action.entry === entry;

const seeded: readonly {
  readonly fault: string;
  readonly plan: MigrationPlan;
  readonly rule: PlanRuleId;
  readonly subject: string;
  readonly says: string;
}[] = [
  {
    fault: 'a writer stays behind and writes past the new owner',
    plan: without(isAdapterOf('POST /orders')),
    rule: 'two-writers',
    subject: 'products',
    says: 'products is written by POST /orders in the legacy system and by POST /products in the target system',
  },
  {
    fault: 'writes move and ownership does not',
    plan: without((action) => action.kind === 'own' && action.table === 'orders'),
    rule: 'writer-is-not-owner',
    subject: 'orders',
    says: 'POST /orders writes orders in the target system, and the legacy system owns it',
  },
  {
    fault: 'tables are dropped before a reader that stays has another way',
    plan: without(isAdapterOf('report')),
    rule: 'contract-before-readers-moved',
    subject: 'report -> orders',
    says: 'orders is dropped from the legacy system while report still reads it there',
  },
  {
    fault: 'a column is dropped while a legacy entry reads it',
    plan: adding('sales-verify', { kind: 'drop', table: 'orders', column: 'total' }),
    rule: 'dropped-column-read',
    subject: 'GET /orders -> orders.total',
    says: 'The column orders.total is dropped while GET /orders still reads all of orders',
  },
  {
    fault: 'a drop is not called a point of no return',
    plan: inStep('sales-contract', ({ pointOfNoReturn: _said, ...step }) => ({
      ...step,
      rollBack: 'restore',
    })),
    rule: 'hidden-point-of-no-return',
    subject: 'sales-contract',
    says: 'orders cannot be had back once dropped',
  },
  {
    fault: 'nothing flows back after writes have moved',
    plan: without((action) => 'sync' in action && action.sync === 'orders-to-legacy'),
    rule: 'hidden-point-of-no-return',
    subject: 'sales-writes',
    says: 'After its roll-back this would hold: ',
  },
  {
    fault: 'a step that can be taken back is called final',
    plan: inStep('sales-reads', (step) => ({ ...step, pointOfNoReturn: 'we say so' })),
    rule: 'false-point-of-no-return',
    subject: 'sales-reads',
    says: 'its replay finds one',
  },
  {
    fault: 'reads move to a system without the rows',
    plan: without(({ kind }) => kind === 'back-fill'),
    rule: 'data-not-there',
    subject: 'GET /products -> products',
    says: 'GET /products is served by the target system, which has none of the older rows of products',
  },
  {
    fault: 'a step has no exit criteria',
    plan: inStep('catalog-reads', (step) => ({ ...step, exit: [' '] })),
    rule: 'no-exit-criteria',
    subject: 'catalog-reads',
    says: 'does not say what has to be seen before the next one starts',
  },
  {
    fault: 'a step has no entry criteria',
    plan: inStep('catalog-reads', (step) => ({ ...step, entry: [] })),
    rule: 'no-entry-criteria',
    subject: 'catalog-reads',
    says: 'does not say what is true before it starts',
  },
  {
    fault: 'a step tells no way back',
    plan: inStep('catalog-reads', ({ rollBack: _said, ...step }) => step),
    rule: 'no-roll-back',
    subject: 'catalog-reads',
    says: 'tells no way back',
  },
  {
    fault: 'a table is in no context',
    plan: {
      ...sound,
      contexts: sound.contexts.map((context) => ({
        ...context,
        tables: context.tables.filter((table) => table !== 'orders'),
      })),
    },
    rule: 'table-without-owner',
    subject: 'orders',
    says: 'No context has the table orders',
  },
  {
    fault: 'the owner drops its table',
    plan: without((action) => action.kind === 'own' && action.table === 'products'),
    rule: 'table-without-owner',
    subject: 'products',
    says: 'products is dropped by the legacy system, which still owns it',
  },
  {
    fault: 'two contexts claim one table',
    plan: {
      ...sound,
      contexts: sound.contexts.map((context) => ({ ...context, tables: ['orders', 'products'] })),
    },
    rule: 'table-in-two-contexts',
    subject: 'products',
    says: 'The contexts catalog and sales and reports both have the table products',
  },
  {
    fault: 'an entry is in no context',
    plan: { ...sound, contexts: sound.contexts.filter(({ id }) => id !== 'reports') },
    rule: 'entry-without-context',
    subject: 'report',
    says: 'No context has report',
  },
  {
    fault: 'rows are copied before there is a table',
    plan: moved('catalog-back-fill', 'catalog-expand'),
    rule: 'back-fill-before-expand',
    subject: 'products',
    says: 'before there is a table for them',
  },
  {
    fault: 'rows are copied and later changes are not followed',
    plan: without((action) => 'sync' in action && action.sync === 'orders-to-target'),
    rule: 'back-fill-without-sync',
    subject: 'orders',
    says: 'while nothing carries later changes there',
  },
  {
    fault: 'reads move to a copy that nobody verified',
    plan: without(({ kind }) => kind === 'verify'),
    rule: 'cut-over-before-verification',
    subject: 'GET /orders -> orders',
    says: 'before the copy of orders was verified',
  },
  {
    fault: 'a synchronisation has no reconciliation',
    plan: change((step) => ({
      ...step,
      does: step.does.map((action) => {
        if (action.kind !== 'sync' || action.sync !== 'orders-to-legacy') return action;
        const { reconcile: _query, ...rest } = action;
        return rest;
      }),
    })),
    rule: 'sync-without-reconciliation',
    subject: 'orders-to-legacy',
    says: 'has no query that tells where both sides differ',
  },
  {
    fault: 'a synchronisation is never switched off',
    plan: without((action) => action.kind === 'stop-sync' && action.sync === 'products-to-legacy'),
    rule: 'sync-never-stopped',
    subject: 'products-to-legacy',
    says: 'still runs when the plan ends',
  },
  {
    fault: 'a flag is never removed',
    plan: without(({ kind }) => kind === 'remove-flag'),
    rule: 'flag-never-removed',
    subject: 'move-catalog',
    says: 'is still there when the plan ends',
  },
  {
    fault: 'an adapter is left between two things of one system',
    plan: without(({ kind }) => kind === 'remove-adapter'),
    rule: 'adapter-left',
    subject: 'POST /orders -> products',
    says: 'although both are in one system',
  },
  {
    fault: 'an entry never moves',
    plan: without((action) => action.kind === 'route' && action.entry === 'GET /orders'),
    rule: 'entry-never-moved',
    subject: 'GET /orders',
    says: 'at the end the legacy system serves it',
  },
  {
    fault: 'a table never changes its owner',
    plan: {
      ...sound,
      steps: sound.steps.filter(({ id }) => !id.startsWith('sales')),
    },
    rule: 'ownership-never-moved',
    subject: 'orders',
    says: 'at the end the legacy system still owns it',
  },
  {
    fault: 'a legacy table is never dropped',
    plan: { ...sound, steps: sound.steps.filter(({ id }) => id !== 'catalog-contract') },
    rule: 'never-contracted',
    subject: 'products',
    says: 'is still there when the plan ends',
  },
  {
    fault: 'an entry that shall move is retired',
    plan: adding('sales-release', { kind: 'retire', entry: 'GET /orders' }),
    rule: 'served-by-nobody',
    subject: 'GET /orders',
    says: 'the ledger says that it moves',
  },
  ...(['endpoints', 'jobs', 'tables', 'columns', 'rules'] as const).map((kind) => ({
    fault: `the ledger has no ${kind}`,
    plan: ledger({ [kind]: {} }),
    rule: 'missing-in-ledger' as const,
    subject: {
      endpoints: 'endpoint POST /orders',
      jobs: 'job report',
      tables: 'table orders',
      columns: 'column orders.total',
      rules: 'rule total',
    }[kind],
    says: 'has no line in the ledger',
  })),
  {
    fault: 'the ledger has a line for what is not there',
    plan: ledger({ jobs: { ...sound.ledger.jobs, nightly: { kind: 'goes', because: 'x' } } }),
    rule: 'ledger-of-nothing',
    subject: 'job nightly',
    says: 'which the inventory does not have',
  },
  {
    fault: 'the ledger leads to a column that is not there',
    plan: ledger({
      columns: { ...sound.ledger.columns, 'orders.total': { kind: 'moves', to: ['sales.orders.sum'] } },
    }),
    rule: 'ledger-leads-nowhere',
    subject: 'column orders.total',
    says: 'to sales.orders.sum, which the target does not have',
  },
  {
    fault: 'the ledger leads a column to a table that its own is not copied to',
    plan: ledger({
      columns: { ...sound.ledger.columns, 'orders.id': { kind: 'moves', to: ['catalog.products.id'] } },
    }),
    rule: 'ledger-leads-nowhere',
    subject: 'column orders.id',
    says: 'and its table orders to sales.orders',
  },
  {
    fault: 'the ledger lets go what is still read',
    plan: ledger({ columns: { ...sound.ledger.columns, 'products.name': { kind: 'goes', because: 'x' } } }),
    rule: 'gone-but-used',
    subject: 'column products.name',
    says: 'GET /products still uses it',
  },
  {
    fault: 'something is stopped that does not run',
    plan: adding('catalog-expand', { kind: 'stop-sync', sync: 'nothing' }),
    rule: 'step-out-of-turn',
    subject: 'nothing',
    says: 'is stopped and does not run',
  },
  {
    fault: 'a step states the wrong owner',
    plan: inStep('sales-writes', (step) => ({
      ...step,
      ownership: { orders: { before: 'legacy', after: 'legacy' } },
    })),
    rule: 'ownership-misstated',
    subject: 'sales-writes -> orders',
    says: 'says that the legacy system writes orders after it; by the actions it is the target system',
  },
  {
    fault: 'reads move without a parallel run',
    plan: without(({ kind }) => kind === 'compare'),
    rule: 'no-parallel-run',
    subject: 'GET /orders',
    says: 'without both systems having answered beside each other',
  },
  {
    fault: 'endpoints move and the gateway is not told',
    plan: inStep('sales-reads', ({ routing: _said, ...step }) => step),
    rule: 'no-routing',
    subject: 'sales-reads',
    says: 'does not say how the gateway changes',
  },
  {
    fault: 'a step is large',
    plan: inStep('sales-reads', (step) => ({ ...step, days: { low: 10, high: 40, because: 'x' } })),
    rule: 'large-step',
    subject: 'sales-reads',
    says: 'may take 40 days',
  },
];

test('the plan before it is broken has no fault', () => {
  expect(checkMigrationPlan(sound).faults).toEqual([]);
});

test.each(seeded)('$rule: $fault', ({ plan, rule, subject, says }) => {
  const found = checkMigrationPlan(plan).faults.find(
    (fault) => fault.rule === rule && fault.subject === subject,
  );
  expect(found?.what).toContain(says);
  expect([found?.why, found?.next].every((words) => (words ?? '').length > 20)).toBe(true);
});

test('every rule has its seeded fault', () => {
  expect([...new Set(seeded.map(({ rule }) => rule))].toSorted()).toEqual(
    Object.keys(planRuleTable).toSorted(),
  );
});

test('two writers are allowed where both directions are reconciled and conflicts are decided', () => {
  const both = (from: 'legacy' | 'target'): StepAction => ({
    kind: 'sync',
    sync: `both-from-${from}`,
    table: 'products',
    from,
    how: 'cdc',
    reconcile: 'select 1',
    conflicts: 'the later change wins',
  });
  const plan = without(isAdapterOf('POST /orders'));
  const steps = plan.steps.map((step) => {
    if (step.id === 'catalog-writes')
      return { ...step, does: [...step.does, both('legacy'), both('target')] };
    return step;
  });
  const rules = checkMigrationPlan({ ...plan, steps }).faults.map(({ rule }) => rule);
  expect(rules).not.toContain('two-writers');
  expect(rules).toContain('sync-never-stopped');
});
