import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Value } from './value.ts';
import { join } from './value.ts';

/** The variables of a running body at one place, and what conditions said of parts of them. */
export interface Env {
  readonly values: Map<string, Value>;
  /** By how it is written: `_GET[id]`, `this->name`. */
  readonly narrowed: Map<string, Value>;
  /** Conditions that are kept in a variable: `$isKnown = in_array($name, $names)`. */
  readonly tests: Map<string, SyntaxNode>;
  /** What rules that were checked leave of the fields of the request. */
  readonly rules: Map<string, number>;
  /** Nothing gets here. */
  dead: boolean;
}

export const newEnv = (): Env => ({
  values: new Map(),
  narrowed: new Map(),
  tests: new Map(),
  rules: new Map(),
  dead: false,
});

export const fork = ({ values, narrowed, tests, rules, dead }: Env): Env => ({
  values: new Map(values),
  narrowed: new Map(narrowed),
  tests: new Map(tests),
  rules: new Map(rules),
  dead,
});

/** Sets a variable; what conditions said of its parts holds no more. */
export function setVariable({ values, narrowed, tests }: Env, name: string, value: Value): void {
  values.set(name, value);
  tests.delete(name);
  for (const key of narrowed.keys())
    if (key === name || key.startsWith(`${name}[`) || key.startsWith(`${name}->`)) narrowed.delete(key);
}

/** What holds after one of several ways was gone. */
export function merged(ways: readonly Env[]): Env {
  const [first, ...others] = ways.filter(({ dead }) => !dead);
  if (first === undefined) return { ...(ways[0] ?? newEnv()), dead: true };
  if (others.length === 0) return first;
  const values = new Map(first.values);
  for (const other of others)
    for (const [name, value] of other.values) {
      const known = values.get(name);
      if (known === value) continue;
      values.set(name, known === undefined ? value : join(known, value));
    }
  const narrowed = new Map<string, Value>();
  for (const [key, value] of first.narrowed) {
    const all = others.flatMap((other) => other.narrowed.get(key) ?? []);
    if (all.length === others.length) narrowed.set(key, all.reduce<Value>(join, value));
  }
  return {
    values,
    narrowed,
    tests: new Map(
      [...first.tests].filter(([name, test]) => others.every(({ tests }) => tests.get(name) === test)),
    ),
    rules: new Map(
      [...first.rules].filter(([name, mask]) => others.every(({ rules }) => rules.get(name) === mask)),
    ),
    dead: false,
  };
}
