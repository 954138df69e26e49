import type { Json } from '../../model/origin.ts';

const isGroup = (value: Json): value is { readonly [key: string]: Json } | readonly Json[] =>
  typeof value === 'object' && value !== null;

/** JSON with one entry a line, down to the entries of the first level: short, and a change shows as one line. */
export function lineJson(value: { readonly [key: string]: Json }): string {
  const entries = Object.entries(value).map(
    ([key, each]) => `  ${JSON.stringify(key)}: ${isGroup(each) ? group(each) : JSON.stringify(each)}`,
  );
  return `{\n${entries.join(',\n')}\n}\n`;
}

function group(value: { readonly [key: string]: Json } | readonly Json[]): string {
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const lines = Array.isArray(value)
    ? value.map((each) => JSON.stringify(each))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`);
  return lines.length === 0 ? `${open}${close}` : `${open}\n    ${lines.join(',\n    ')}\n  ${close}`;
}
