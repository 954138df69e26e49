import type { Json } from '../model/origin.ts';

/** A value as it stands in a JSON file: without keys that hold nothing. @throws where JSON cannot hold it */
export function plainJson(value: unknown): Json {
  const text: string | undefined = JSON.stringify(value);
  const plain: unknown = text === undefined ? undefined : JSON.parse(text);
  // Walked by hand: a schema library takes longer over a large answer than all the rest of printing it.
  if (!isJson(plain)) throw new TypeError(`JSON cannot hold ${typeof value}`);
  return plain;
}

/** Whether a value is an object of JSON, and no list. */
export const isJsonObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === 'object' && Object.values(value).every(isJson);
}
