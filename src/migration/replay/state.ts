import type { EntryUse, MigrationPlan, Side, StepAction } from '../../model/migration.ts';

/**
 * What one side has of a table. `empty`: made, and rows of before are missing. `stale`: it once had all rows, and has
 * missed changes since. `current`: it has every row, give or take the lag of its synchronisation.
 */
export type Content = 'absent' | 'empty' | 'stale' | 'current';

export type RunningSync = Extract<StepAction, { kind: 'sync' }> & {
  /** Where it was started. */
  readonly path: readonly (string | number)[];
};

export interface Copies {
  readonly legacy: Content;
  readonly target: Content;
}

/** Both systems between two steps. Maps are never changed: each action gives a new state. */
export interface State {
  readonly served: ReadonlyMap<string, Side | 'nobody'>;
  readonly owner: ReadonlyMap<string, Side>;
  readonly copies: ReadonlyMap<string, Copies>;
  /** Tables whose target copy was verified since it was last filled. */
  readonly verified: ReadonlySet<string>;
  readonly droppedColumns: ReadonlySet<string>;
  readonly syncs: ReadonlyMap<string, RunningSync>;
  /** `adapterKey`s. */
  readonly adapters: ReadonlySet<string>;
  /** With the place where each was brought in. */
  readonly flags: ReadonlyMap<string, readonly (string | number)[]>;
  readonly compared: ReadonlySet<string>;
}

export const otherSide = (side: Side): Side => (side === 'legacy' ? 'target' : 'legacy');

export const adapterKey = (entry: string, table: string): string => `${entry} -> ${table}`;

/** `orders` of `orders.total`; names of tables have no point in them unless the inventory has it. */
export function tableOf(reference: string, tables: MigrationPlan['legacy']['tables']): string {
  if (Object.hasOwn(tables, reference)) return reference;
  const at = reference.lastIndexOf('.');
  return at < 0 ? reference : reference.slice(0, at);
}

/** Endpoints and jobs alike. */
export const entriesOf = ({ legacy }: MigrationPlan): ReadonlyMap<string, EntryUse> =>
  new Map([...Object.entries(legacy.endpoints), ...Object.entries(legacy.jobs)]);

/** Everything is where it always was. */
export function startOf(plan: MigrationPlan): State {
  const tables = Object.keys(plan.legacy.tables);
  return {
    served: new Map([...entriesOf(plan).keys()].map((entry) => [entry, 'legacy'])),
    owner: new Map(tables.map((table) => [table, 'legacy'])),
    copies: new Map(tables.map((table) => [table, { legacy: 'current', target: 'absent' }])),
    verified: new Set(),
    droppedColumns: new Set(),
    syncs: new Map(),
    adapters: new Set(),
    flags: new Map(),
    compared: new Set(),
  };
}

export const withKey = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> =>
  new Map([...map, [key, value]]);

export const withoutKey = <K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> =>
  new Map([...map].filter(([each]) => each !== key));

export const withItem = <T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> => new Set([...set, item]);

export const withoutItem = <T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> =>
  new Set([...set].filter((each) => each !== item));

const nothing: Copies = { legacy: 'absent', target: 'absent' };

export const copiesOf = (state: State, table: string): Copies => state.copies.get(table) ?? nothing;

export const withCopy = (state: State, table: string, side: Side, content: Content): State => ({
  ...state,
  copies: withKey(state.copies, table, { ...copiesOf(state, table), [side]: content }),
});

/** Whether changes of the table arrive at this side from the other one. */
export const isFed = ({ syncs }: State, table: string, side: Side): boolean =>
  [...syncs.values()].some((sync) => sync.table === table && sync.from === otherSide(side));

/** Whether anything that is served writes the table. */
export const isWritten = (state: State, entries: ReadonlyMap<string, EntryUse>, table: string): boolean =>
  [...entries].some(([entry, { writes }]) => state.served.get(entry) !== 'nobody' && writes.includes(table));

/**
 * What has become of copies once a step is released: one that nobody feeds misses changes as soon as the other side
 * owns the table and anything writes it.
 */
export function settled(state: State, entries: ReadonlyMap<string, EntryUse>): State {
  let next = state;
  for (const [table, copies] of state.copies) {
    const side = otherSide(state.owner.get(table) ?? 'legacy');
    const isLost =
      copies[side] === 'current' && !isFed(state, table, side) && isWritten(state, entries, table);
    if (isLost) next = withCopy(next, table, side, 'stale');
  }
  return next;
}
