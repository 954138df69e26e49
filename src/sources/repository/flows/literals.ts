import type { ArrayExpression, ObjectExpression } from 'oxc-parser';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { closureOf } from './expressions.ts';
import { nameFunction } from './function-names.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';
import { isOfRows } from './row-traces.ts';
import { markResolvers, markRoots } from './resolvers.ts';
import { masked } from './taints.ts';
import type { Place, Thing, Value } from './value.ts';
import { callable, join, joinAll, nothing, tainted, things } from './value.ts';

export function makeObject(
  machine: Machine,
  properties: ObjectExpression['properties'],
  frame: Frame,
): Thing {
  const places = new Map<string, Place>();
  const thing: Thing = {
    kind: 'object',
    fields: new Map(),
    rest: nothing,
    places,
    depth: machine.state.depth,
  };
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      spreadInto(thing, machine.evaluate(property.argument, frame));
      continue;
    }
    nameFunction(property.value, plainKey(property.key, property.computed));
    const place = property.computed ? machine.evaluate(property.key, frame) : nothing;
    const key =
      plainKey(property.key, property.computed) ??
      (place.text?.whole === true ? place.text.prefix : undefined);
    machine.callers.shown = property.value;
    const value =
      isFunctionNode(property.value) && property.value.type !== 'ArrowFunctionExpression'
        ? callable({ ...closureOf(machine, property.value, frame), self: things(thing) })
        : machine.evaluate(property.value, frame);
    if (key === undefined) thing.rest = join(thing.rest, join(value, { ...nothing, taints: place.taints }));
    else {
      thing.fields.set(key, value);
      places.set(key, { file: frame.file, node: property });
      if (/^(Query|Mutation|Subscription)$/.test(key)) markResolvers(value);
      if (key === 'rootValue') markRoots(value);
    }
  }
  return thing;
}

/** Known fields come along; whatever else the object may hold comes with its taints. */
export function spreadInto(thing: Thing, from: Value): void {
  for (const other of from.things) {
    for (const [key, value] of other.fields)
      thing.fields.set(key, from.things.length > 1 ? join(thing.fields.get(key) ?? nothing, value) : value);
    thing.rest = join(thing.rest, other.rest);
  }
  thing.rest = join(thing.rest, tainted(masked(from.taints, ~can.prototype)));
  const rows = [...from.traces.filter(isOfRows), ...from.things.flatMap(({ spread = [] }) => spread)];
  if (rows.length > 0) thing.spread = [...(thing.spread ?? []), ...rows].slice(0, mostSpread);
}

/** Rows in one object that are kept. */
const mostSpread = 4;

export function makeArray(machine: Machine, node: ArrayExpression, frame: Frame): Thing {
  const thing: Thing = {
    kind: 'array',
    fields: new Map(),
    rest: nothing,
    place: { file: frame.file, node },
    depth: machine.state.depth,
  };
  const parts = node.elements.map((element) => {
    if (element === null) return nothing;
    const value = machine.evaluate(element, frame);
    return element.type === 'SpreadElement' ? elementOf(value) : value;
  });
  const isSpread = node.elements.some((element) => element?.type === 'SpreadElement');
  if (!isSpread) for (const [at, value] of parts.entries()) thing.fields.set(String(at), value);
  else thing.rest = joinAll(parts);
  return thing;
}

/** Any element of an array, any value of an object. */
export function elementOf(value: Value): Value {
  const inside = value.things.flatMap(({ fields, rest }) => [...fields.values(), rest]);
  return joinAll([
    {
      ...nothing,
      taints: masked(value.taints, ~can.prototype),
      traces: value.traces.filter(({ name }) => name.startsWith('@')),
    },
    ...inside,
  ]);
}
