import type { Value } from './value.ts';

interface Binding {
  value?: Value;
  /** Evaluates the declaration when somebody asks before its turn has come. */
  pending?: (() => Value) | undefined;
  /** Branch depth of the declaration. */
  readonly level: number;
}

/** Names visible at a place. */
export interface Scope {
  readonly bindings: Map<string, Binding>;
  readonly parent?: Scope;
}

export const innerScope = (parent?: Scope): Scope =>
  parent === undefined ? { bindings: new Map() } : { bindings: new Map(), parent };

export function declare(scope: Scope, name: string, value: Value, level: number): void {
  scope.bindings.set(name, { value, level });
}

export function declareLater(scope: Scope, name: string, pending: () => Value, level = 0): void {
  scope.bindings.set(name, { pending, level });
}

function find(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at !== undefined; at = at.parent) {
    const binding = at.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** The value of a name, or undefined when nothing declares it. */
export function lookup(scope: Scope, name: string): Value | undefined {
  const binding = find(scope, name);
  if (binding === undefined) return undefined;
  if (binding.value === undefined && binding.pending !== undefined) {
    const { pending } = binding;
    binding.pending = undefined;
    binding.value = pending();
  }
  return binding.value;
}

/** Writes a name; `merge` joins old and new when the write may not happen. */
export function assign(
  scope: Scope,
  name: string,
  value: Value,
  level: number,
  merge: (old: Value, next: Value) => Value,
): void {
  const binding = find(scope, name);
  if (binding === undefined) return;
  const old = lookup(scope, name);
  binding.value = level > binding.level && old !== undefined ? merge(old, value) : value;
}
