import { patternSamples } from './pattern-samples.ts';
import type { ColumnFacts } from './facts.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const times = [
  '2026-01-01 00:00:00+00',
  '2026-01-02 00:00:00+00',
  '2026-01-01 01:00:00+00',
  '2026-02-01 00:00:00+00',
  '2027-01-01 00:00:00+00',
  '2025-01-01 00:00:00+00',
  '2036-01-01 00:00:00+00',
];

/** Values by type, the usual ones first, as PostgreSQL reads them. What does not fit the type is left out by PostgreSQL. */
const byType: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^uuid/, [1, 2, 3, 4].map(uuid)],
  [/^bool/, ['true', 'false']],
  [
    /^(smallint|integer|bigint|numeric|real|double)/,
    ['1', '2', '3', '4', '0', '-1', '5', '10', '100', '0.5'],
  ],
  [/^timestamp/, times],
  [/^date/, times.map((time) => time.slice(0, 10))],
  [/^time/, ['08:00', '09:00', '20:00', '00:00']],
  [/^interval/, ['1 hour', '2 hours', '1 day', '0', '-1 day']],
  [/^jsonb?/, ['{}', '{"a": 1}', '{"b": 2}', '[]', '["a"]', '"a"', '1', 'null']],
  [/^bytea/, ['\\x01', '\\x02', '\\x03', '\\x']],
  [/^(inet|cidr)/, ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1', '192.0.2.0/24']],
  [/^tsvector/, ["'a'", "'b'", "'c'"]],
  [/range$/, ['empty', '[1,2)', '[2026-01-01,2026-02-01)', '[2027-01-01,2027-02-01)']],
];

/** Texts longer than this are not made: they travel in the statement. */
const longestText = 30_000;

const texts = ['a', 'b', 'c', 'd', 'text', 'A', '', ' ', '0'];

/**
 * Values to try for a column: those of its type, and what the literals in its conditions suggest: the literal itself,
 * numbers around it, texts of that length, texts a pattern matches. Null comes last, and only where it may stand.
 */
export function candidates(column: ColumnFacts, conditions: readonly string[]): readonly (string | null)[] {
  const usual = valuesOf(column.base, column.labels);
  const suggested = conditions.flatMap((sql) =>
    suggestions(sql, /^(text|char|citext|varchar)/.test(column.base)),
  );
  const values = [...new Set([...usual.slice(0, 4), ...suggested, ...usual.slice(4)])];
  const wrapped = column.base.endsWith('[]')
    ? ['{}', ...values.map((value) => `{${JSON.stringify(value)}}`)]
    : values;
  return [...wrapped.slice(0, 40), ...(column.nullable ? [null] : [])];
}

function valuesOf(type: string, labels: readonly string[]): readonly string[] {
  if (labels.length > 0) return labels;
  const plain = type.replace(/\[\]$/, '');
  return byType.find(([pattern]) => pattern.test(plain))?.[1] ?? texts;
}

function suggestions(sql: string, isText: boolean): readonly string[] {
  const quoted = [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"));
  const numbers = [...sql.replace(/'(?:[^']|'')*'/g, ' ').matchAll(/\d+(?:\.\d+)?/g)].map(([text]) =>
    Number(text),
  );
  const sizes = numbers.flatMap((n) => (n <= 500 ? [n, n + 1, Math.max(0, n - 1)] : [n + 1]));
  const lengths = isText
    ? sizes.filter((n) => Number.isInteger(n) && n <= longestText).map((n) => 'a'.repeat(n))
    : numbers.flatMap((n) => [n, n + 1, n - 1].map(String));
  const inside = quoted.flatMap((text) => [text, ...text.replace(/^\{(.*)\}$/, '$1').split(',')]);
  return [...(isText ? quoted.flatMap(patternSamples) : []), ...inside, ...lengths];
}

/** A value of the type that none of the candidates above is. */
export function strangerOf(type: string): string | undefined {
  if (type.startsWith('uuid')) return uuid(999_999_999);
  if (/^(smallint|integer|bigint|numeric)/.test(type)) return '31999';
  if (/^(text|char|citext|varchar)/.test(type)) return type.startsWith('character(3)') ? 'ZZZ' : 'zzz';
  return undefined;
}
