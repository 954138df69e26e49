import type { Table } from '../../model/data.ts';
import type { Json } from '../../model/origin.ts';
import type { Row } from '../../provers/postgres/session.ts';

type JsonObject = { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396, section 2: objects are merged member by member, null takes a member away, anything else takes its place. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const kept = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch))
    if (value === null) kept.delete(name);
    else kept.set(name, mergePatch(kept.get(name), value));
  return Object.fromEntries(kept);
}

const isJson = (type: string): boolean => type === 'jsonb' || type === 'json';

/** A row with a patch on it, as values for a statement: the columns of JSON parsed, all others as the database wrote them. */
export function patched(
  table: Table,
  row: Row,
  body: JsonObject,
): Readonly<Record<string, Json | undefined>> {
  const values: Record<string, Json | undefined> = { ...row, ...body };
  for (const { name, type } of table.columns) {
    const text = row[name];
    if (!isJson(type) || typeof text !== 'string') continue;
    const stored: Json = JSON.parse(text);
    const patch = body[name];
    values[name] = patch === undefined ? stored : mergePatch(stored, patch);
  }
  return values;
}
