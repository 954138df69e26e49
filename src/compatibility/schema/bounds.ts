import type { Fact } from './fact.ts';
import type { SchemaCheck } from './kinds.ts';
import { compareLimits } from './shape.ts';
import type { JsonType, Limit, Shape } from './shape.ts';
import { fact } from './values.ts';

const kinds = {
  maxLength: { type: 'string', lowered: 'max-length-lowered', raised: 'max-length-raised' },
  minLength: { type: 'string', lowered: 'min-length-lowered', raised: 'min-length-raised' },
  maxItems: { type: 'array', lowered: 'max-items-lowered', raised: 'max-items-raised' },
  minItems: { type: 'array', lowered: 'min-items-lowered', raised: 'min-items-raised' },
  maxProperties: { type: 'object', lowered: 'max-properties-lowered', raised: 'max-properties-raised' },
  minProperties: { type: 'object', lowered: 'min-properties-lowered', raised: 'min-properties-raised' },
} as const satisfies Readonly<
  Record<string, { readonly type: JsonType; readonly lowered: SchemaCheck; readonly raised: SchemaCheck }>
>;

const names = ['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'] as const;

const inBoth = (type: JsonType, old: Shape, next: Shape): boolean =>
  old.types.has(type) && next.types.has(type);

/** A limit of a type that only one of them admits is part of the change of type. */
export const boundFacts = (old: Shape, next: Shape): readonly Fact[] => [
  ...names.flatMap((name) => countFacts(name, old, next)),
  ...(inBoth('integer', old, next) ? [...numberFacts(old, next), ...multipleFacts(old, next)] : []),
  ...(inBoth('array', old, next) ? uniqueFacts(old, next) : []),
];

function countFacts(name: (typeof names)[number], old: Shape, next: Shape): readonly Fact[] {
  const { type, lowered, raised } = kinds[name];
  if (!inBoth(type, old, next)) return [];
  const none = name.startsWith('max') ? Infinity : 0;
  const [before, after] = [old.bounds.get(name) ?? none, next.bounds.get(name) ?? none];
  if (before === after) return [];
  return [fact(after < before ? lowered : raised, old, next, name, changed(name, before, after))];
}

const shown = (value: number): string => (Number.isFinite(value) ? String(value) : 'none');
const changed = (name: string, before: number, after: number): string =>
  `has another ${name}: ${shown(after)} instead of ${shown(before)}`;

function numberFacts(old: Shape, next: Shape): readonly Fact[] {
  const lower = limitFact(old, next, 'minimum', 1, { tight: 'minimum-raised', loose: 'minimum-lowered' });
  const upper = limitFact(old, next, 'maximum', -1, { tight: 'maximum-lowered', loose: 'maximum-raised' });
  return [...lower, ...upper];
}

function limitFact(
  old: Shape,
  next: Shape,
  name: 'minimum' | 'maximum',
  sign: number,
  kind: { readonly tight: SchemaCheck; readonly loose: SchemaCheck },
): readonly Fact[] {
  const none: Limit = { value: -sign * Infinity, open: false };
  const [before, after] = [old[name] ?? none, next[name] ?? none];
  const order = compareLimits(after, before, sign);
  if (order === 0 || Number.isNaN(order)) return [];
  const words = `has another ${name}: ${shownLimit(after)} instead of ${shownLimit(before)}`;
  return [fact(order > 0 ? kind.tight : kind.loose, old, next, name, words)];
}

const shownLimit = ({ value, open }: Limit): string => `${shown(value)}${open ? ' (itself excluded)' : ''}`;

const isMultiple = (value: number, step: number): boolean =>
  step > 0 && Math.abs(value / step - Math.round(value / step)) < 1e-9;

function multipleFacts(old: Shape, next: Shape): readonly Fact[] {
  const [before, after] = [old.multipleOf, next.multipleOf];
  const narrower = (steps: readonly number[], than: readonly number[]): boolean =>
    than.every((step) => steps.some((each) => isMultiple(each, step)));
  const [within, around] = [narrower(after, before), narrower(before, after)];
  if (within && around) return [];
  const kind = within ? 'multiple-of-narrowed' : around ? 'multiple-of-widened' : 'multiple-of-changed';
  const [from, to] = [before.join(' and ') || 'anything', after.join(' and ') || 'anything'];
  return [fact(kind, old, next, 'multipleOf', `must be a multiple of ${to} instead of ${from}`)];
}

function uniqueFacts(old: Shape, next: Shape): readonly Fact[] {
  if (old.uniqueItems === next.uniqueItems) return [];
  const [kind, words] = next.uniqueItems
    ? (['unique-items-required', 'must hold each item once'] as const)
    : (['unique-items-dropped', 'may hold an item twice'] as const);
  return [fact(kind, old, next, 'uniqueItems', words)];
}
