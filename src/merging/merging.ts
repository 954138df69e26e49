/** Something done at one replica, with what it knew. */
export interface Happened<Operation> {
  /** Place in the order of a clock that all replicas share; ties do not occur. */
  readonly time: number;
  readonly replica: number;
  readonly operation: Operation;
  /** Times of what had reached the replica before. */
  readonly past: ReadonlySet<number>;
}

/**
 * A kind of data that can be written at several places at once, as a state-based replicated type: states form a
 * join-semilattice and `merge` is its join (Shapiro, Preguiça, Baquero, Zawirski: "Conflict-free Replicated Data
 * Types", SSS 2011). States are plain data.
 */
export interface Merging<State, Operation> {
  readonly id: string;
  readonly name: string;
  readonly start: State;
  /** Operations that are tried against each other. */
  readonly operations: readonly Operation[];
  readonly apply: (state: State, operation: Operation, replica: number, time: number) => State;
  readonly merge: (a: State, b: State) => State;
  /** What a reader sees, the same text for the same value. */
  readonly read: (state: State) => string;
  /** What a reader has to see once everything has reached everybody, told from what happened and not from states. */
  readonly meant: (events: readonly Happened<Operation>[]) => string;
  /** Operations whose effect no reader ever sees although no later one knew of them. */
  readonly lost: (events: readonly Happened<Operation>[]) => readonly Happened<Operation>[];
}

/** Those that no other one knew of. */
export const newest = <Operation>(events: readonly Happened<Operation>[]): readonly Happened<Operation>[] =>
  events.filter(({ time }) => !events.some(({ past }) => past.has(time)));

export const last = <Operation>(events: readonly Happened<Operation>[]): Happened<Operation> | undefined =>
  events.reduce<Happened<Operation> | undefined>(
    (latest, event) => (latest === undefined || event.time > latest.time ? event : latest),
    undefined,
  );

/** Entries of a record in the order of their keys, so that equal states read the same. */
export const inKeyOrder = <Value>(
  record: Readonly<Record<string, Value>>,
): readonly (readonly [string, Value])[] => Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Both records in one; what both hold is decided by `choose`. */
export function joined<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  choose: (a: Value, b: Value) => Value,
): Readonly<Record<string, Value>> {
  const all = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const own = all[key];
    all[key] = own === undefined ? value : choose(own, value);
  }
  return Object.fromEntries(inKeyOrder(all));
}
