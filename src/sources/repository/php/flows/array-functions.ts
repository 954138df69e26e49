import type { Passed } from './calls.ts';
import type { Machine } from './machine.ts';
import { can } from './marks.ts';
import { itemsOf } from './assignments.ts';
import type { Value } from './value.ts';
import {
  arrayOf,
  deepTaints,
  isEmpty,
  itemOf,
  join,
  joinAll,
  masking,
  nothing,
  tainted,
  written,
} from './value.ts';

type ArrayFunction = (call: Passed, machine: Machine) => Value;

const first: ArrayFunction = ({ args: [value] }) => value ?? nothing;

const item: ArrayFunction = ({ args: [value] }) =>
  value === undefined ? nothing : masking(itemOf(value), ~can.object);

const loose: ArrayFunction = ({ args: [value] }) => {
  if (value === undefined) return nothing;
  return arrayOf(new Map(), itemOf(value));
};

const keys: ArrayFunction = ({ args: [value], node, frame }, machine) => {
  if (value === undefined) return nothing;
  const named = [...(value.array?.fields.keys() ?? [])];
  const [key] = itemsOf(machine, value, node, frame);
  const fields = new Map(named.map((name, at) => [String(at), written(name)]));
  return arrayOf(fields, key);
};

/** Later ones win where their keys are known. */
const together: ArrayFunction = ({ args }) => {
  const fields = new Map<string, Value>();
  let rest = nothing;
  for (const value of args) {
    for (const [key, each] of value.array?.fields ?? []) fields.set(key, each);
    for (const other of [value.array?.rest ?? nothing, tainted(value.taints)])
      if (!isEmpty(other)) rest = isEmpty(rest) ? other : join(rest, other);
  }
  return arrayOf(fields, rest);
};

/** What stands in a list that is written down as well is one of what is written. */
const shared: ArrayFunction = ({ args: [value, ...others] }) => {
  const isFixed = others.some((each) => each.array !== undefined && deepTaints(each).length === 0);
  return value === undefined || isFixed ? nothing : value;
};

const picked: ArrayFunction = ({ args: [value, ...others] }) => {
  const allowed = others.find((each) => each.array !== undefined && each.array.fields.size > 0)?.array;
  if (value === undefined) return nothing;
  if (allowed === undefined) return { ...value, kinds: [] };
  const part = (key: string): Value =>
    value.array?.fields.get(key) ?? join(value.array?.rest ?? nothing, tainted(value.taints));
  return arrayOf(new Map([...allowed.fields.keys()].map((key) => [key, part(key)])));
};

const combined: ArrayFunction = ({ args: [names, values] }) =>
  arrayOf(
    new Map(),
    joinAll([values === undefined ? nothing : itemOf(values), names === undefined ? nothing : nothing]),
  );

const flipped: ArrayFunction = ({ args: [value] }) => {
  const fields = new Map<string, Value>();
  for (const each of value?.array?.fields.values() ?? [])
    if (each.text?.whole === true) fields.set(each.text.prefix, nothing);
  return arrayOf(fields);
};

export const arrayFunctions: ReadonlyMap<string, ArrayFunction> = new Map<string, ArrayFunction>([
  ...named(
    'array_values array_unique array_reverse array_slice array_splice array_pad array_change_key_case array_diff array_diff_key iterator_to_array array_walk_recursive sort rsort',
    first,
  ),
  ...named('array_shift array_pop current reset end next prev array_rand max min', item),
  ...named('array_chunk array_column array_flatten', loose),
  ...named('array_keys', keys),
  ...named('array_key_first array_key_last key', ({ args: [value], node, frame }, machine) =>
    value === undefined ? nothing : itemsOf(machine, value, node, frame)[0],
  ),
  ...named('array_merge array_replace array_merge_recursive array_replace_recursive wp_parse_args', together),
  ...named('array_intersect array_uintersect', shared),
  ...named('array_intersect_key', picked),
  ...named('array_combine', combined),
  ...named('array_flip', flipped),
  ...named('array_fill_keys array_fill', ({ args }) => arrayOf(new Map(), args.at(-1) ?? nothing)),
  ...named('data_get array_get', ({ args: [value] }) =>
    value === undefined ? nothing : tainted(deepTaints(value)),
  ),
]);

function named(list: string, made: ArrayFunction): readonly (readonly [string, ArrayFunction])[] {
  return list.split(' ').map((name) => [name, made] as const);
}
