import type { Value } from './value.ts';
import { join, nothing } from './value.ts';

/** A variable. What it holds in a branch that is open stands in the state of that branch. */
export interface Cell {
  readonly id: number;
  value: Value;
  /** Looks up what an import stands for, once it is asked for. */
  readonly late?: () => Value;
  /** A parameter that the call passed something for. */
  isGiven?: boolean;
  /** A parameter that the call passed nothing for. */
  isAbsent?: boolean;
}

export interface Scope {
  readonly names: Map<string, Cell>;
  readonly parent: Scope | undefined;
  /** A `var` inside belongs to the function around it. */
  readonly isBlock?: boolean;
}

let cells = 0;

/** Variables that are declared from now on have this id or a greater one. */
export const nextCell = (): number => cells + 1;

export const newScope = (parent: Scope | undefined): Scope => ({ names: new Map(), parent });

export const blockScope = (parent: Scope): Scope => ({ ...newScope(parent), isBlock: true });

/** The scope of the function or module around. */
export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.isBlock === true && at.parent !== undefined) at = at.parent;
  return at;
}

export function declare(scope: Scope, name: string, value: Value = nothing, late?: () => Value): Cell {
  const known = scope.names.get(name);
  if (known !== undefined) return known;
  const cell: Cell = { id: (cells += 1), value, ...(late === undefined ? {} : { late }) };
  scope.names.set(name, cell);
  return cell;
}

export function lookup(scope: Scope | undefined, name: string): Cell | undefined {
  for (let at = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What holds in one branch only: variables that were set, and what conditions said of variables and their members. */
export interface State {
  readonly parent: State | undefined;
  readonly depth: number;
  readonly values: Map<Cell, Value>;
  /** By `12` for a variable, `12.query.id` for a member of it. */
  readonly narrowed: Map<string, Value>;
}

export const newState = (parent: State | undefined): State => ({
  parent,
  depth: (parent?.depth ?? -1) + 1,
  values: new Map(),
  narrowed: new Map(),
});

export function read(state: State, cell: Cell): Value {
  const key = String(cell.id);
  for (let at: State | undefined = state; at !== undefined; at = at.parent) {
    const found = at.narrowed.get(key) ?? at.values.get(cell);
    if (found !== undefined) return found;
  }
  return cell.late === undefined ? cell.value : cell.late();
}

/** What is known of a member beyond what its object tells. */
export function readMember(state: State, cell: Cell, key: string): Value | undefined {
  for (let at: State | undefined = state; at !== undefined; at = at.parent) {
    const found = at.narrowed.get(key);
    if (found !== undefined) return found;
    if (at.values.has(cell)) return undefined;
  }
  return undefined;
}

export function write(state: State, cell: Cell, value: Value): void {
  forget(state, String(cell.id));
  if (state.parent === undefined) cell.value = value;
  state.values.set(cell, value);
}

export function narrow(state: State, key: string, value: Value): void {
  for (const known of state.narrowed.keys()) if (known.startsWith(`${key}.`)) state.narrowed.delete(known);
  state.narrowed.set(key, value);
}

function forget({ narrowed }: State, key: string): void {
  for (const known of narrowed.keys())
    if (known === key || known.startsWith(`${key}.`)) narrowed.delete(known);
}

/** How a branch ends: it goes on below, leaves the function, or leaves the loop or switch around it. */
export type Ending = 'on' | 'left' | 'jumped';

export interface Branch {
  readonly state: State;
  readonly ending: Ending;
}

/** Brings what branches did into the state they were opened in. */
export function merge(into: State, branches: readonly Branch[]): Ending {
  const alive = branches.filter(({ ending }) => ending !== 'left');
  const through = alive.filter(({ ending }) => ending === 'on');
  mergeValues(into, alive);
  mergeNarrowed(into, through);
  if (through.length > 0) return 'on';
  return alive.length > 0 ? 'jumped' : 'left';
}

function mergeValues(into: State, alive: readonly Branch[]): void {
  const written = new Set(alive.flatMap(({ state }) => [...state.values.keys()]));
  for (const cell of written) {
    // A branch that leaves a variable as it is may know more of it: that it is empty there.
    const values = alive.map(({ state }) => read(state, cell));
    write(into, cell, values.reduce(join));
  }
}

/** A condition holds below when it holds at the end of every branch that goes on. */
function mergeNarrowed(into: State, through: readonly Branch[]): void {
  const [first, ...others] = through;
  for (const [key, value] of first?.state.narrowed ?? []) {
    let all: Value | undefined = value;
    for (const { state } of others) {
      const other = state.narrowed.get(key);
      all = all === undefined || other === undefined ? undefined : join(all, other);
    }
    if (all !== undefined) narrow(into, key, all);
  }
}
