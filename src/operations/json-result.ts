import { isJsonObject, plainJson } from '../findings/plain-json.ts';
import type { Json } from '../model/origin.ts';

/** Any plain value as the JSON object a face prints; keys that hold nothing are left out. @throws for a list */
export function asJson(value: object): { readonly [key: string]: Json } {
  const plain = plainJson(value);
  if (!isJsonObject(plain)) throw new TypeError('a result is an object');
  return plain;
}
