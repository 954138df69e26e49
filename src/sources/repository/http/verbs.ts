import type { Method } from '../../../model/api.ts';
import { ownEntry } from '../javascript/own.ts';
import type { Value } from '../javascript/value.ts';
import { optionsOf, textOf } from '../javascript/value.ts';
import { commonVerbs } from './methods.ts';

const verbs: Readonly<Record<string, Method>> = {
  ...commonVerbs,
  del: 'DELETE',
  opts: 'OPTIONS',
  query: 'QUERY',
  all: 'ANY',
  any: 'ANY',
  '*': 'ANY',
};

/** The method that a name stands for, in any case: `get`, `DELETE`, `all`. */
export const verbNamed = (name: string): Method | undefined => ownEntry(verbs, name.toLowerCase());

/** Methods among texts: `'GET'`, `['GET', 'POST']`; `ANY` where nothing is said or known. */
export function verbsIn(value: Value | undefined): readonly Method[] {
  const items = value === undefined ? [] : value.kind === 'array' ? value.items : optionsOf(value);
  const found = items.flatMap((item) => verbNamed(textOf(item) ?? '') ?? []);
  return found.length === 0 ? ['ANY'] : found;
}
