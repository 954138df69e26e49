import type { Machine } from './machine.ts';
import { perhaps } from './machine.ts';
import { joinText } from './operators.ts';
import type { ArrayValue, NativeValue, Site, Value } from './value.ts';
import { arrayOf, choice, native, nothing, primitive, truth, unknown } from './value.ts';
import { ownEntry } from './own.ts';

/** Longest list whose items are walked one by one. */
const longest = 5_000;

type Step = (item: Value, index: number) => Value;

/** Calls `step` for each item; once with an unknown item when the list is not known whole. */
function each(machine: Machine, array: ArrayValue, step: Step): readonly Value[] {
  const results = array.items.slice(0, longest).map((item, index) => step(item, index));
  if (array.open && array.items.length === 0)
    return [perhaps(machine, () => step(unknown('an item of a list that is not known'), 0))];
  return results;
}

export function arrayMember(machine: Machine, array: ArrayValue, key: string): Value {
  if (key === 'length') return array.open ? unknown('the length of a list') : primitive(array.items.length);
  if (/^\d+$/.test(key)) {
    const item = array.items[Number(key)];
    return item ?? (array.open ? unknown('an item of a list') : nothing);
  }
  return iteration(machine, array, key) ?? transformation(array, key) ?? unknown(`${key} of a list`);
}

function iteration(machine: Machine, array: ArrayValue, key: string): NativeValue | undefined {
  const with1 = (callback: Value | undefined, site: Site): Step =>
    callback === undefined
      ? () => nothing
      : (item, index) => machine.call(callback, [item, primitive(index), array], site);
  switch (key) {
    case 'forEach':
      return native(key, ([callback], site) => {
        each(machine, array, with1(callback, site));
        return nothing;
      });
    case 'map':
      return native(key, ([callback], site) =>
        arrayOf(each(machine, array, with1(callback, site)), array.open),
      );
    case 'flatMap':
      return native(key, ([callback], site) =>
        flatten(arrayOf(each(machine, array, with1(callback, site)), array.open)),
      );
    case 'filter':
      return native(key, ([callback], site) => {
        const kept = array.items.filter((item, at) => truth(with1(callback, site)(item, at)) !== false);
        return arrayOf(kept, array.open);
      });
    case 'find':
      return native(key, ([callback], site) => {
        const step = with1(callback, site);
        const found = array.items.filter((item, at) => truth(step(item, at)) !== false);
        return found.length === 0 ? nothing : choice(found);
      });
    case 'some':
    case 'every':
      return native(key, ([callback], site) => {
        const truths = each(machine, array, with1(callback, site)).map(truth);
        const decides = key === 'some';
        if (truths.includes(decides)) return primitive(decides);
        const isOpen = array.open || truths.includes(undefined);
        return isOpen ? unknown(`${key} of a list`) : primitive(!decides);
      });
    case 'reduce':
      return native(key, (args, site) => reduce(machine, array, args, site));
    default:
      return undefined;
  }
}

function reduce(machine: Machine, array: ArrayValue, args: readonly Value[], site: Site): Value {
  const [callback, initial] = args;
  if (callback === undefined) return nothing;
  const items = array.items.slice(0, longest);
  let total = initial ?? items.shift() ?? nothing;
  for (const [index, item] of items.entries())
    total = machine.call(callback, [total, item, primitive(index), array], site);
  return array.open ? choice([total, unknown('a sum over a list that is not known whole')]) : total;
}

function flatten(array: ArrayValue): ArrayValue {
  const items = array.items.flatMap((item) => (item.kind === 'array' ? item.items : [item]));
  const open =
    array.open || array.items.some((item) => item.kind === 'unknown' || (item.kind === 'array' && item.open));
  return arrayOf(items, open);
}

type Method = (array: ArrayValue, args: readonly Value[]) => Value;

const append: Method = (array, args) => {
  if (array.items.length + args.length <= longest) array.items.push(...args);
  return unknown('the length of a list');
};

/** Order does not matter to what is registered, so sorting keeps the list as it is. */
const copy: Method = (array) => arrayOf(array.items, array.open);

const transformations: Readonly<Record<string, Method>> = {
  push: append,
  unshift: append,
  concat: (array, args) => flatten(arrayOf([array, ...args])),
  flat: (array) => flatten(array),
  sort: copy,
  toSorted: copy,
  reverse: copy,
  toReversed: copy,
  values: copy,
  slice: (array, [from, ...rest]) =>
    rest.length === 0 && from?.kind === 'primitive' && typeof from.value === 'number'
      ? arrayOf(array.items.slice(from.value), array.open)
      : copy(array, []),
  join: (array, [separator]) => {
    if (array.open) return unknown('a joined list that is not known whole');
    const between = separator ?? primitive(',');
    return joinText(array.items.flatMap((item, at) => (at === 0 ? [item] : [between, item])));
  },
  entries: (array) =>
    arrayOf(
      array.items.map((item, at) => arrayOf([primitive(at), item])),
      array.open,
    ),
  includes: (array, [wanted]) => {
    if (array.open || wanted?.kind !== 'primitive' || array.items.some((item) => item.kind !== 'primitive'))
      return unknown('membership in a list');
    return primitive(array.items.some((item) => item.kind === 'primitive' && item.value === wanted.value));
  },
  at: (array, [index]) => {
    const at = index?.kind === 'primitive' && typeof index.value === 'number' ? index.value : undefined;
    return (at === undefined ? undefined : array.items.at(at)) ?? unknown('an item of a list');
  },
};

function transformation(array: ArrayValue, key: string): NativeValue | undefined {
  const method = ownEntry(transformations, key);
  return method === undefined ? undefined : native(key, (args) => method(array, args));
}
