import { sound, change, without, inStep, moved } from './sound.ts';
import type { SeededFault } from './sound.ts';

export const orderFaults: readonly SeededFault[] = [
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
];
