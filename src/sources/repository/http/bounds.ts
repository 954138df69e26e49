import type { Bounds } from '../../../model/api.ts';
import { ownEntry } from '../javascript/own.ts';
import { dottedName } from '../javascript/syntax.ts';
import type { Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';

/** A call of a validator: `min(1)` of a chain, `@Min(1)` of a field. */
export interface BoundCall {
  readonly name: string;
  readonly args: readonly Value[];
}

const numberOf = (value: Value | undefined): number | undefined =>
  value?.kind === 'primitive' && typeof value.value === 'number' ? value.value : undefined;

/** Exclusive bounds have no inclusive twin but for whole numbers. */
const after = (limit: number, isWhole: boolean): Bounds => (isWhole ? { minimum: limit + 1 } : {});
const before = (limit: number, isWhole: boolean): Bounds => (isWhole ? { maximum: limit - 1 } : {});

/**
 * Bounds of a chain of zod, Joi, yup and libraries built like them. A bound that is not a constant is left out;
 * alternatives (`or`, `union`) and conversions make the chain say nothing.
 */
export function chainBounds(type: string | undefined, calls: readonly BoundCall[]): Bounds | undefined {
  const names = new Set(calls.map(({ name }) => name.toLowerCase()));
  if ([...names].some((name) => /^(or|union|pipe|preprocess|transform|alternatives|when)$/.test(name)))
    return undefined;
  const isWhole = names.has('int') || names.has('integer') || names.has('int32');
  const bounds = calls.reduce<Bounds>((all, call) => ({ ...all, ...oneBound(type, call, isWhole) }), {});
  return Object.keys(bounds).length === 0 ? undefined : bounds;
}

function oneBound(type: string | undefined, { name, args }: BoundCall, isWhole: boolean): Bounds {
  const limit = numberOf(args[0]);
  const lower = name.toLowerCase();
  if (type === 'enum' && (lower === 'enum' || lower === 'picklist')) return { ...enumValues(args[0]) };
  if (type === 'string') {
    if (limit === undefined || !Number.isInteger(limit) || limit < 0) return {};
    if (lower === 'min') return { minLength: limit };
    if (lower === 'max') return { maxLength: limit };
    return lower === 'length' ? { minLength: limit, maxLength: limit } : {};
  }
  if (type !== 'number') return {};
  if (lower === 'positive') return after(0, isWhole);
  if (lower === 'nonnegative') return { minimum: 0 };
  if (limit === undefined) return {};
  if (lower === 'min' || lower === 'gte') return { minimum: limit };
  if (lower === 'max' || lower === 'lte') return { maximum: limit };
  if (lower === 'gt' || lower === 'greater') return after(limit, isWhole);
  return lower === 'lt' || lower === 'less' ? before(limit, isWhole) : {};
}

/** Texts of `z.enum(['a', 'b'])`; one that is not known leaves all out. */
function enumValues(list: Value | undefined): Bounds {
  if (list?.kind !== 'array' || list.open) return {};
  const values = list.items.flatMap((item) => textOf(item) ?? []);
  return values.length === 0 || values.length < list.items.length ? {} : { values };
}

interface Decorated {
  readonly decorators: readonly { readonly expression: import('oxc-parser').Expression }[];
}

/** Bounds that decorators of class-validator give: `@Min(0) @Max(5)`, `@Length(1, 80)`. */
export function decoratorBounds({ decorators }: Decorated): Bounds | undefined {
  const bounds = decorators.reduce<Bounds>((all, { expression }) => {
    if (expression.type !== 'CallExpression') return all;
    const name = dottedName(expression.callee)?.split('.').at(-1) ?? '';
    const bound = ownEntry(boundsBy, name) ?? [];
    const given = bound.flatMap((each, at) => {
      const argument = expression.arguments[at];
      return argument?.type === 'Literal' && typeof argument.value === 'number'
        ? [[each, argument.value] as const]
        : [];
    });
    return { ...all, ...Object.fromEntries(given) };
  }, {});
  return Object.keys(bounds).length === 0 ? undefined : bounds;
}

/** What the arguments of a decorator bound, in their order. */
const boundsBy: Readonly<Record<string, readonly Exclude<keyof Bounds, 'values'>[]>> = {
  Min: ['minimum'],
  Max: ['maximum'],
  MinLength: ['minLength'],
  MaxLength: ['maxLength'],
  Length: ['minLength', 'maxLength'],
};
