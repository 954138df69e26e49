import type { MigrationPlan, MigrationStep, StepAction } from '../../../model/migration.ts';
import type { Risk } from './risk.ts';

/**
 * The first step of a plan that answers a risk: one with an action of the named kinds on what the risk is about, or of
 * these kinds at all where it is about everything. None: the risk is to be dealt with before the first step.
 */
export function answeringStep({ about }: Risk, { steps }: MigrationPlan): MigrationStep | undefined {
  if (about.answeredBy.length === 0) return undefined;
  const tables = new Set(about.tables.map(lower));
  const entries = new Set(about.entries);
  const isOfAll = tables.size === 0 && entries.size === 0;
  return steps.find(({ does }) =>
    does.some(
      (action) => about.answeredBy.includes(action.kind) && (isOfAll || touches(action, tables, entries)),
    ),
  );
}

const lower = (name: string): string => name.toLowerCase();

function touches(action: StepAction, tables: ReadonlySet<string>, entries: ReadonlySet<string>): boolean {
  if ('table' in action && tables.has(lower(action.table))) return true;
  return 'entry' in action && entries.has(action.entry);
}
