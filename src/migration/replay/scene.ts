import type { EntryUse } from '../../model/migration.ts';
import type { PlanFault } from './rules.ts';
import type { State } from './state.ts';

export type Path = readonly (string | number)[];

/** What actions are judged against. */
export interface Scene {
  readonly entries: ReadonlyMap<string, EntryUse>;
  readonly tableOf: (reference: string) => string;
  /** Whether the ledger lets a table or a column (`orders.total`) go. */
  readonly goes: (item: string) => boolean;
}

export interface Applied {
  readonly state: State;
  readonly faults: readonly PlanFault[];
}

export const outOfTurn = (subject: string, path: Path, what: string, next: string): PlanFault => ({
  rule: 'step-out-of-turn',
  subject,
  path,
  what,
  why: 'The action cannot be carried out in the state to which the steps before it lead.',
  next,
});
