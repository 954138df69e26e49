import type { Column, Table } from '../model/data.ts';
import type { Json } from '../model/origin.ts';
import type { SqlValue } from './database/database.ts';
import type { Row } from '../provers/postgres/session.ts';

type ToJson = (text: string) => Json;

const asNumber: ToJson = (text) => Number(text);
const asText: ToJson = (text) => text;

/** PostgreSQL prints `2026-01-31 12:00:00+00`; RFC 3339 asks for a T and for minutes of the offset. */
const asTime: ToJson = (text) => {
  const [date = '', time = '', offset = '+00'] =
    /^(\S+) ([\d:.]+)([+-]\d\d(?::\d\d)?)$/.exec(text)?.slice(1) ?? [];
  if (date === '') return text;
  return `${date}T${time}${offset === '+00' ? 'Z' : offset.length === 3 ? `${offset}:00` : offset}`;
};

const byType: Readonly<Record<string, ToJson>> = {
  integer: asNumber,
  smallint: asNumber,
  bigint: asNumber,
  numeric: asNumber,
  real: asNumber,
  'double precision': asNumber,
  boolean: (text) => text === 't' || text === 'true',
  jsonb: (text): Json => JSON.parse(text),
  json: (text): Json => JSON.parse(text),
  'timestamp with time zone': asTime,
};

/** Turns rows of a table into what the API sends: its names, JSON types, RFC 3339 times. */
export type Reader = (row: Row) => Readonly<Record<string, Json>>;

export function readerOf(table: Table, hidden: (column: Column) => boolean = () => false): Reader {
  const shown = table.columns
    .filter((column) => column.dataClass !== 'secret' && !hidden(column))
    .map(({ name, type }) => [name, byType[type] ?? asText] as const);
  return (row) => {
    const object: Record<string, Json> = {};
    for (const [name, read] of shown) {
      const text = row[name];
      if (text !== undefined) object[name] = text === null ? null : read(text);
    }
    return object;
  };
}

/** A JSON value as the text PostgreSQL reads into a column of this type. */
export function sqlValue(type: string, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb' || type === 'json') return JSON.stringify(value);
  if (type.endsWith('[]') && Array.isArray(value))
    return `{${value.map((each) => arrayElement(sqlValue(type.slice(0, -2), each))).join(',')}}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const arrayElement = (text: SqlValue): string =>
  text === null ? 'null' : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
