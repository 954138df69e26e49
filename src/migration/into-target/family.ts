import type { EnumType, Table } from '../../model/data.ts';

/** What a type of the target is, as far as values of another type can become it. */
export type Family =
  | { readonly kind: 'uuid' | 'boolean' | 'date' | 'timestamptz' | 'timestamp' | 'time' | 'interval' }
  | { readonly kind: 'bytes' | 'float' }
  | { readonly kind: 'json'; readonly binary: boolean }
  | { readonly kind: 'whole'; readonly low: string; readonly high: string }
  | { readonly kind: 'numeric'; readonly digits?: number; readonly scale?: number }
  | { readonly kind: 'text'; readonly length?: number }
  | { readonly kind: 'other' };

const wholes: Readonly<Record<string, readonly [low: string, high: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

const synonyms: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
};

const plain: Readonly<Record<string, Family>> = {
  uuid: { kind: 'uuid' },
  boolean: { kind: 'boolean' },
  bool: { kind: 'boolean' },
  date: { kind: 'date' },
  timestamptz: { kind: 'timestamptz' },
  interval: { kind: 'interval' },
  bytea: { kind: 'bytes' },
  real: { kind: 'float' },
  'double precision': { kind: 'float' },
  json: { kind: 'json', binary: false },
  jsonb: { kind: 'json', binary: true },
  text: { kind: 'text' },
  citext: { kind: 'text' },
};

export function familyOf(type: string, enums: readonly EnumType[]): Family {
  const written = type.toLowerCase().trim();
  const word = written.replace(/\s*\(.*?\)/, '').replace(/\s+/g, ' ');
  const known = plain[word];
  if (known !== undefined) return known;
  const range = wholes[synonyms[word] ?? word];
  if (range !== undefined) return { kind: 'whole', low: range[0], high: range[1] };
  const sizes = (/\(([\d, ]+)\)/.exec(written)?.[1] ?? '').split(',').map(Number);
  if (/^(numeric|decimal)$/.test(word))
    return written.includes('(')
      ? { kind: 'numeric', digits: sizes[0] ?? 38, scale: sizes[1] ?? 0 }
      : { kind: 'numeric' };
  if (/^(varchar|character varying|char|character)$/.test(word))
    return written.includes('(') ? { kind: 'text', length: sizes[0] ?? 1 } : { kind: 'text' };
  if (word.startsWith('timestamp'))
    return { kind: word.endsWith('with time zone') ? 'timestamptz' : 'timestamp' };
  if (/^time$|^time without/.test(word)) return { kind: 'time' };
  return enums.some(({ name }) => name.toLowerCase() === word) ? { kind: 'text' } : { kind: 'other' };
}

const literals = (list: string): readonly string[] =>
  [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label.replaceAll("''", "'"));

/** Labels that a column may hold: those of its enum, or of a check that names them. */
export function labelsOf(
  table: Table,
  column: string,
  type: string,
  enums: readonly EnumType[],
): readonly string[] | undefined {
  const own = enums.find(({ name }) => name.toLowerCase() === type.toLowerCase());
  if (own !== undefined) return own.labels;
  for (const { sql } of table.checks) {
    const [, name, list = ''] = /^\(*"?([\w ]+?)"?\s+in\s+\(([\s\S]*)\)\)*$/i.exec(sql.trim()) ?? [];
    if (name === column && /^\s*('(?:[^']|'')*'\s*,?\s*)+$/.test(list)) return literals(list);
  }
  return undefined;
}
