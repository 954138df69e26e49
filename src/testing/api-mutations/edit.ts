import type { Json } from '../../model/origin.ts';

/** One step from a document to its mutant, by JSON pointer. */
export type Edit =
  | { readonly kind: 'set'; readonly at: string; readonly value: Json }
  | { readonly kind: 'remove'; readonly at: string }
  | { readonly kind: 'move'; readonly at: string; readonly to: string };

export const set = (at: string, value: Json): Edit => ({ kind: 'set', at, value });
export const remove = (at: string): Edit => ({ kind: 'remove', at });
export const move = (at: string, to: string): Edit => ({ kind: 'move', at, to });

const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function valueAt(document: Json, parts: readonly string[]): Json {
  const [part, ...rest] = parts;
  if (part === undefined) return document;
  const inner = isList(document) ? document[Number(part)] : isObject(document) ? document[part] : undefined;
  if (inner === undefined) throw new Error(`nothing at ${parts.join('/')}`);
  return valueAt(inner, rest);
}

/** A copy with another value at the pointer; undefined takes it out. */
function withValue(document: Json, parts: readonly string[], value: Json | undefined): Json {
  const [part, ...rest] = parts;
  if (part === undefined) throw new Error('the root stays');
  if (isList(document)) {
    const index = part === '-' ? document.length : Number(part);
    const item = rest.length === 0 ? value : withValue(document[index] ?? {}, rest, value);
    return [...document.slice(0, index), ...(item === undefined ? [] : [item]), ...document.slice(index + 1)];
  }
  if (!isObject(document)) throw new Error(`no object on the way to ${parts.join('/')}`);
  if (rest.length > 0) return { ...document, [part]: withValue(document[part] ?? {}, rest, value) };
  if (value !== undefined) return { ...document, [part]: value };
  if (!(part in document)) throw new Error(`nothing to remove at ${part}`);
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== part));
}

export function edited(document: Json, edits: readonly Edit[]): Json {
  return edits.reduce((before, edit) => {
    const parts = partsOf(edit.at);
    switch (edit.kind) {
      case 'set':
        return withValue(before, parts, edit.value);
      case 'remove':
        return withValue(before, parts, undefined);
      case 'move':
        return withValue(withValue(before, parts, undefined), partsOf(edit.to), valueAt(before, parts));
    }
  }, document);
}
