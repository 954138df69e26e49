import { native, optionsOf, textOf, unknown } from '../javascript/value.ts';
import type { NativeValue, Site, Value } from '../javascript/value.ts';

/** What a value is when it can be one of several: the first that is known. */
export function settled(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  const options = optionsOf(value);
  return options.find(({ kind }) => kind !== 'unknown') ?? options[0];
}

export const textAt = (value: Value | undefined): string | undefined => {
  const one = settled(value);
  return one === undefined ? undefined : textOf(one);
};

export function scalarAt(value: Value | undefined): string | number | boolean | null | undefined {
  const one = settled(value);
  return one?.kind === 'primitive' ? one.value : undefined;
}

export const numberAt = (value: Value | undefined): number | undefined => {
  const scalar = scalarAt(value);
  return typeof scalar === 'number' ? scalar : undefined;
};

export const isTrue = (value: Value | undefined): boolean => scalarAt(value) === true;

export const isFalse = (value: Value | undefined): boolean => scalarAt(value) === false;

/** A property of an object; of a thing constructed from options (`new Table({…})`), of its options. */
export function fieldAt(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  const one = optionsValue(value);
  if (one?.kind !== 'object') return undefined;
  for (const key of keys) {
    const found = one.fields.get(key);
    if (found !== undefined && !(found.kind === 'primitive' && found.value === undefined)) return found;
  }
  return undefined;
}

export function optionsValue(value: Value | undefined): Value | undefined {
  const one = settled(value);
  return one?.kind === 'result' ? settled(one.args[0]) : one;
}

export function entriesAt(value: Value | undefined): readonly (readonly [string, Value])[] {
  const one = optionsValue(value);
  return one?.kind === 'object' ? [...one.fields] : [];
}

/** Items of a list; one value alone counts as a list of it. */
export function listAt(value: Value | undefined): readonly Value[] {
  const one = settled(value);
  if (one === undefined || (one.kind === 'primitive' && (one.value === undefined || one.value === null)))
    return [];
  return one.kind === 'array' ? one.items : [one];
}

export const textsAt = (value: Value | undefined): readonly string[] =>
  listAt(value).flatMap((item) => {
    const text = textAt(item);
    return text === undefined ? [] : [text];
  });

/** An object of a tool, by what its members do. */
export function hostOf(technology: string, member: (name: string) => Value | undefined): Value {
  return { kind: 'host', technology, fields: new Map(), member };
}

export const action = (
  name: string,
  run: (args: readonly Value[], site: Site) => Value | void,
): NativeValue => native(name, (args, site) => run(args, site) ?? unknown('the result of a migration step'));
