import type { Column, Table } from '../../model/data.ts';
import type { Json } from '../../model/origin.ts';
import type { Row } from '../../provers/postgres/session.ts';
import { entityTag } from '../http/conditional.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { entityOf } from '../running.ts';
import type { Running } from '../running.ts';
import { readerOf } from '../wire.ts';
import type { Reader } from '../wire.ts';

/**
 * Which columns an answer leaves out: what its schema does not show, what the role of the caller may not see, and what
 * `fields` does not name.
 * @throws Refusal when `fields` names something that there is not
 */
export function shownFields(
  running: Running,
  entity: string,
  { decision, query }: Pick<Exchange, 'decision' | 'query'>,
): (column: Column) => boolean {
  const schema = running.backend.api.schemas.find(({ name }) => name === entity);
  const documented = new Set(schema?.properties.map(({ name }) => name));
  const text = query['fields'];
  const wanted =
    typeof text === 'string' && text !== '' ? text.split(',').map((name) => name.trim()) : undefined;
  const unknown = wanted?.filter((name) => !documented.has(name)) ?? [];
  if (unknown.length > 0)
    throw new Refusal('malformed', `There is no field ${unknown.slice(0, 3).join(', ')}.`, {
      errors: unknown
        .slice(0, 100)
        .map((name) => ({ pointer: '/fields', detail: `${name} is no field`.slice(0, 500) })),
    });
  const classOf = new Map(entityOf(running, entity).fields.map(({ name, dataClass }) => [name, dataClass]));
  return ({ name, dataClass }) =>
    !documented.has(name) ||
    (decision.mask !== undefined && (dataClass ?? classOf.get(name)) === decision.mask) ||
    (wanted !== undefined && name !== 'id' && !wanted.includes(name));
}

const readers = new WeakMap<Table, Map<string, Reader>>();

/** How rows of a table are told to this caller. */
export function readerFor(running: Running, table: Table, exchange: Exchange): Reader {
  const known = readers.get(table) ?? new Map<string, Reader>();
  readers.set(table, known);
  const fields = exchange.query['fields'];
  const key = `${exchange.decision.mask ?? ''} ${typeof fields === 'string' ? fields : ''}`;
  const found = known.get(key) ?? readerOf(table, shownFields(running, table.entity ?? '', exchange));
  // What clients choose may not fill the memory.
  if (known.size < 100) known.set(key, found);
  return found;
}

/** An object as an answer, with its version as entity tag where it has one. */
export function objectReply(
  running: Running,
  table: Table,
  exchange: Exchange,
  row: Row,
  more: {
    readonly status?: number;
    readonly location?: string;
    readonly added?: Readonly<Record<string, Json>>;
  } = {},
): Reply {
  const read = readerFor(running, table, exchange);
  const version = row['version'];
  return {
    status: more.status ?? 200,
    headers: {
      ...(typeof version === 'string' && { etag: entityTag(version) }),
      ...(more.location !== undefined && { location: more.location }),
    },
    body: { ...read(row), ...more.added },
  };
}
