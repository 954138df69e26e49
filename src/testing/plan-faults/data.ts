import { without, inStep, adding, isAdapterOf } from './sound.ts';
import type { SeededFault } from './sound.ts';

export const dataFaults: readonly SeededFault[] = [
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
];
