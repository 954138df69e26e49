import type { PlanRuleId } from '../../migration/replay/rules.ts';
import { planOf } from '../../migration/steps/steps-of.ts';
import type { MigrationPlan, MigrationStep, StepAction } from '../../model/migration.ts';

/** A plan that was broken in one way, and what has to be said of it. */
export interface SeededFault {
  readonly fault: string;
  readonly plan: MigrationPlan;
  readonly rule: PlanRuleId;
  readonly subject: string;
  readonly says: string;
}

/** A plan without fault, from which the broken ones are made. */
export const sound: MigrationPlan = planOf({
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

export const change = (edit: (step: MigrationStep) => MigrationStep): MigrationPlan => ({
  ...sound,
  steps: sound.steps.map(edit),
});

/** Without the actions that `isLeftOut` picks. */
export const without = (isLeftOut: (action: StepAction, step: MigrationStep) => boolean): MigrationPlan =>
  change((step) => ({ ...step, does: step.does.filter((action) => !isLeftOut(action, step)) }));

export const inStep = (id: string, edit: (step: MigrationStep) => MigrationStep): MigrationPlan =>
  change((step) => (step.id === id ? edit(step) : step));

export const adding = (id: string, ...actions: readonly StepAction[]): MigrationPlan =>
  inStep(id, (step) => ({ ...step, does: [...step.does, ...actions] }));

/** A step taken out of its place and put before another one. */
export function moved(id: string, before: string): MigrationPlan {
  const step = sound.steps.filter((each) => each.id === id);
  return {
    ...sound,
    steps: sound.steps
      .filter((each) => each.id !== id)
      .flatMap((each) => (each.id === before ? [...step, each] : [each])),
  };
}

export const ledger = (changed: Partial<MigrationPlan['ledger']>): MigrationPlan => ({
  ...sound,
  ledger: { ...sound.ledger, ...changed },
});

export const isAdapterOf = (entry: string) => (action: StepAction) =>
  (action.kind === 'adapter' || action.kind === 'remove-adapter') && action.entry === entry;
