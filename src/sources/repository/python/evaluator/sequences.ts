import { lookInClass } from './classes.ts';
import type { Machine } from './machine.ts';
import type { Value } from './value.ts';
import { constant, list, unknown } from './value.ts';

export interface Elements {
  readonly items: readonly Value[];
  readonly open: boolean;
}

/** What a loop over the value gives. */
export function elements(machine: Machine, value: Value): Elements {
  switch (value.kind) {
    case 'list':
      return value;
    case 'dict':
      return { items: value.entries.map(([key]) => key), open: value.open };
    case 'constant':
      return typeof value.value === 'string'
        ? { items: Array.from(value.value.slice(0, 200)).map((each) => constant(each)), open: false }
        : { items: [], open: true };
    case 'choice': {
      const parts = value.options.map((option) => elements(machine, option));
      return { items: parts.flatMap(({ items }) => items), open: parts.some(({ open }) => open) };
    }
    case 'class':
      return { items: enumMembers(machine, value), open: false };
    case 'instance': {
      const held = value.attributes.get('__items__');
      return held === undefined ? { items: [], open: true } : elements(machine, held);
    }
    default:
      return { items: [], open: true };
  }
}

function enumMembers(machine: Machine, value: Extract<Value, { kind: 'class' }>): readonly Value[] {
  return [...value.attributes.keys()]
    .filter((name) => /^[A-Za-z]/.test(name))
    .flatMap((name) => lookInClass(machine, value, name) ?? [])
    .filter(({ kind }) => kind === 'instance');
}

/** `value[key]`. */
export function item(machine: Machine, value: Value, key: Value): Value {
  if (value.kind === 'choice') {
    const [first] = value.options;
    return first === undefined ? unknown('nothing to choose from') : item(machine, first, key);
  }
  const wanted = key.kind === 'constant' ? key.value : undefined;
  if (value.kind === 'dict' && wanted !== undefined) {
    const found = value.entries.findLast(([name]) => name.kind === 'constant' && name.value === wanted);
    if (found !== undefined) return found[1];
    if (value.missing === undefined) return unknown(`no entry ${String(wanted)}`);
    const made: Value = value.missing === 'list' ? list([]) : { kind: 'dict', entries: [], open: false };
    value.entries.push([key, made]);
    return made;
  }
  if (value.kind === 'list' && typeof wanted === 'number')
    return value.items.at(wanted) ?? unknown('no such item');
  if (value.kind === 'constant' && typeof value.value === 'string' && typeof wanted === 'number')
    return constant(value.value.at(wanted) ?? '');
  if (value.kind === 'class' && typeof wanted === 'string')
    return lookInClass(machine, value, wanted) ?? unknown(`no member ${wanted}`);
  if (value.kind === 'library' || value.kind === 'class' || value.kind === 'function') return value;
  if (value.kind === 'result' || value.kind === 'member')
    return { kind: 'member', object: value, name: '[]' };
  return unknown('an item that is not known');
}
