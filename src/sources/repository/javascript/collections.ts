import type { LibraryModel, Machine } from './machine.ts';
import type { ObjectValue, Site, Value } from './value.ts';
import { objectOf } from './value.ts';

/** Packages of helpers over lists and tables; what they do to a list of routes or settings is followed. */
const packages = [
  'lodash',
  'lodash-es',
  'es-toolkit',
  'underscore',
  'deepmerge',
  'ts-deepmerge',
  'defu',
  'merge-deep',
  'object-assign',
  'extend',
  'xtend',
];

export const collections: LibraryModel = {
  packages,
  call: ({ package: from, path }, args, site, machine) => {
    const name = path.split('.').at(-1) ?? '';
    const [first] = args;
    if (first === undefined) return undefined;
    if (isMerge(from, name)) return merged(listed(from, name, args));
    if (keeping.has(name)) return first;
    if (/^(each|forEach|map|filter|flatMap|reduce|find|some|every|flatten)$/.test(name))
      return overItems(machine, first, name === 'each' ? 'forEach' : name, args.slice(1), site);
    return undefined;
  },
};

/** The order of a list, and how often something stands in it, do not matter to what is registered. */
const keeping = new Set([
  'sortBy',
  'orderBy',
  'uniq',
  'uniqBy',
  'compact',
  'reverse',
  'clone',
  'cloneDeep',
  'toArray',
  'shuffle',
]);

const isMerge = (from: string, name: string): boolean =>
  /^(merge|assign|assignIn|extend|defaults|defaultsDeep|deepMerge|all|defu)$/.test(name) ||
  (name === '' && /merge|defu|assign|extend|xtend/.test(from)) ||
  (name === 'default' && /merge|defu/.test(from));

/** Objects from the weakest to the strongest. */
function listed(from: string, name: string, args: readonly Value[]): readonly Value[] {
  const items = args.flatMap((arg) => (name === 'all' && arg.kind === 'array' ? arg.items : [arg]));
  return name.startsWith('defaults') || from === 'defu' ? items.toReversed() : items;
}

function merged(items: readonly Value[], depth = 0): ObjectValue {
  const result = objectOf([]);
  for (const item of items) {
    if (item.kind !== 'object') {
      result.open ||= item.kind !== 'primitive';
      continue;
    }
    result.open ||= item.open;
    for (const [key, value] of item.fields) {
      const old = result.fields.get(key);
      const both =
        old?.kind === 'object' && value.kind === 'object' && value.shape === undefined && depth < 8;
      result.fields.set(key, both ? merged([old, value], depth + 1) : value);
    }
  }
  return result;
}

/** A helper of a list is the list's own method; of a table it is that of its values. */
function overItems(
  machine: Machine,
  list: Value,
  name: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  const method = name === 'flatten' ? 'flat' : name;
  if (list.kind === 'array') return machine.call(machine.member(list, method, site), args, site, list);
  if (list.kind !== 'object') return undefined;
  const [callback] = args;
  if (callback === undefined || !/^(forEach|map|flatMap)$/.test(method)) return undefined;
  for (const [key, value] of list.fields)
    machine.call(callback, [value, { kind: 'primitive', value: key }, list], site);
  return list;
}
