import { createHash } from 'node:crypto';
import { isOnlyStored } from './marks.ts';
import { numberOf } from './object-numbers.ts';
import type { Closure, Taint, Text, Thing, Value } from './value.ts';

/** Objects inside each other that make a difference between two calls. */
const deepest = 3;

/** Values of one call that are looked at: objects that know each other would be told again and again. */
const mostValues = 400;

/** Characters of a description that is kept as it is. */
const shortShape = 200;

/** Characters of a known text that make a difference. */
const shortText = 12;

/** Two calls of a function are alike when their arguments are: the same objects, and untrusted in the same places. */
export function shapeOf(args: readonly Value[], { scope, self }: Closure): string {
  const left: Left = { values: mostValues, seen: new Map() };
  const own = self === undefined ? '' : describe(self, deepest - 1, left);
  const shape = `${numberOf(scope)} ${own} ${args.map((value) => describe(value, 0, left)).join(', ')}`;
  return shape.length <= shortShape ? shape : createHash('sha1').update(shape).digest('base64');
}

interface Left {
  values: number;
  /** Objects that were told already, in their order, with the depth they were told at. */
  readonly seen: Map<Thing, { readonly at: number; readonly depth: number }>;
}

function describe(
  { taints, text, replaced, things, callables, traces }: Value,
  depth: number,
  left: Left,
): string {
  left.values -= 1;
  const parts: string[] = [];
  for (const { marks, source } of taints)
    parts.push(isOnlyStored(marks) ? `!${marks} ${source.what}` : `!${marks}`);
  if (text !== undefined) parts.push(describeText(text));
  if (replaced !== undefined) parts.push(`${replaced.pattern.source}>${replaced.by}`);
  for (const { name } of traces) parts.push(name);
  for (const each of callables)
    parts.push(
      each.kind === 'closure'
        ? `f${numberOf(each.node)}/${numberOf(each.scope)}`
        : `c${numberOf(each.kind === 'class' ? each.shape : each)}`,
    );
  for (const thing of things) parts.push(describeThing(thing, depth, left));
  return [...new Set(parts)].filter((part) => part !== '').join('+');
}

/** The beginning of a text decides what can be done behind it, and short ones are names of programs and methods. */
function describeText({ prefix, whole, query, suffix }: Text): string {
  if (!whole && prefix === '' && !query) return '';
  return whole && prefix.length <= shortText
    ? `'${prefix}'`
    : `'${prefix.slice(0, shortText)}${query ? '?' : ''}${suffix.endsWith('/') ? '/' : ''}`;
}

/** Of an object only what is untrusted in it, what can be called and what comes from a library. */
function describeThing(thing: Thing, depth: number, left: Left): string {
  const { shape, fields, rest } = thing;
  const own = shape === undefined ? '' : `#${numberOf(shape)}`;
  const before = left.seen.get(thing);
  if (before !== undefined && before.depth <= depth) return `=${before.at}`;
  if (depth >= deepest || left.values <= 0) return own;
  left.seen.set(thing, { at: left.seen.size, depth });
  const inside = [...fields, ['*', rest] as const].flatMap(([key, value]) => {
    const told = isPlain(value) ? '' : describe(value, depth + 1, left);
    return told === '' ? [] : [`${key}:${told}`];
  });
  return inside.length === 0 ? own : `${own}{${inside.join(';')}}`;
}

const isPlain = ({ taints, things, callables, traces }: Value): boolean =>
  taints.length + things.length + callables.length + traces.length === 0;

/** Everything untrusted in a list of arguments, in an order that is the same for calls that are alike. */
export function taintsIn(args: readonly Value[]): readonly Taint[] {
  const found: Taint[] = [];
  let left = mostValues;
  const collect = ({ taints, things }: Value, depth: number): void => {
    found.push(...taints);
    left -= 1;
    if (depth >= deepest || left <= 0) return;
    for (const { fields, rest } of things) {
      for (const value of fields.values()) collect(value, depth + 1);
      collect(rest, depth + 1);
    }
  };
  for (const value of args) collect(value, 0);
  return found;
}
