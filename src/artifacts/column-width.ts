import type { Column } from '../model/data.ts';

/** PostgreSQL aligns rows and index tuples to 8 bytes on 64-bit machines. */
export const align8 = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Storage size of the fixed types in bytes (pg_type.typlen). */
const fixed: readonly (readonly [RegExp, number])[] = [
  [/^uuid/, 16],
  [/^(bigint|int8|bigserial|double precision|float8|timestamp|time\b|money)/, 8],
  [/^(integer|int4|int|serial|real|float4|date)/, 4],
  [/^(smallint|int2)/, 2],
  [/^(boolean|bool)/, 1],
  [/^interval/, 16],
  [/^inet|^cidr/, 7],
];

/** Bytes of a value, with the range in which they usually lie. */
export type Width = readonly [width: number, low: number, high: number];

/** Assumed width of a value of variable length, with the range it usually lies in; a length limit caps it. */
function variableWidth(type: string): Width {
  const limit = Number(/\((\d+)\)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);
  if (/^(jsonb|json)/.test(type)) return [200, 40, 1000];
  if (type.startsWith('numeric')) return [8, 6, 12];
  if (type.endsWith('[]')) return [60, 24, 200];
  if (/^(text|character|varchar|citext|bytea|tsvector)/.test(type)) {
    const width = type.startsWith('tsvector') ? 120 : 24;
    return [Math.min(width, limit), Math.min(8, limit), Math.min(width * 4, limit)];
  }
  return [4, 4, 4];
}

/** Bytes of one value of this type that is not null. */
export function typeWidth(type: string): Width {
  const size = fixed.find(([pattern]) => pattern.test(type))?.[1];
  return size === undefined || type.endsWith('[]') ? variableWidth(type) : [size, size, size];
}

/** Bytes of one value on average, nulls counted as nothing: declared statistics first, then the type. */
export function columnWidth({ type, statistics }: Column): Width {
  if (statistics === undefined) return typeWidth(type);
  const bytes = statistics.averageWidth * (1 - statistics.nullFraction);
  return [bytes, bytes, bytes];
}

/** Heap bytes of one row: tuple header 24, aligned data, item pointer 4. */
export const heapRowBytes = (dataBytes: number): number => 24 + align8(dataBytes) + 4;
