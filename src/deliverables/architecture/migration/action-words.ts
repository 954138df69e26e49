import type { StepAction } from '../../../model/migration.ts';

/** What a step does, as a sentence for whoever releases it. */
export function actionWords(action: StepAction): string {
  switch (action.kind) {
    case 'expand':
      return `make the tables of the target for ${action.table}, empty`;
    case 'sync':
      return `changes of ${action.table} reach the ${other(action.from)} system by ${syncWords[action.how]} (${action.sync})`;
    case 'stop-sync':
      return `stop the synchronisation ${action.sync}`;
    case 'back-fill':
      return `copy the rows of ${action.table} to the ${action.to} system`;
    case 'verify':
      return `compare ${action.table} on both sides`;
    case 'compare':
      return `let both systems answer ${action.entry}; one answer is used, differences are counted`;
    case 'route':
      return `${action.entry} is answered by the ${action.to} system`;
    case 'own':
      return `${action.table} is written by the ${action.by} system alone`;
    case 'adapter':
      return `${action.entry} reaches ${action.table} through its owner`;
    case 'remove-adapter':
      return `${action.entry} reaches ${action.table} without the adapter again`;
    case 'flag':
      return `bring in the switch ${action.flag}`;
    case 'remove-flag':
      return `take out the switch ${action.flag}`;
    case 'retire':
      return `${action.entry} is answered with 410`;
    case 'drop':
      return `drop ${action.table}${action.column === undefined ? '' : `.${action.column}`} of the legacy system`;
  }
}

const other = (side: 'legacy' | 'target'): string => (side === 'legacy' ? 'target' : 'legacy');

const syncWords = {
  outbox: 'an outbox',
  cdc: 'its change log',
  'dual-write': 'writing both',
} as const;
