/** Narrow access to parsed JSON. */
export type JsonRecord = { readonly [key: string]: unknown };

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as an object; an empty one when it is absent or something else. */
export function member(value: unknown, key: string): JsonRecord {
  const found = isRecord(value) ? value[key] : undefined;
  return isRecord(found) ? found : {};
}

export const parseJson = (text: string): unknown => JSON.parse(text);

export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
