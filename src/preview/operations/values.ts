import type { Column, Table } from '../../model/data.ts';
import type { Entity, Field, Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import type { Exchange } from '../http/exchange.ts';
import { columnOf } from './list.ts';
import { entityOf } from '../running.ts';
import type { Running } from '../running.ts';

/** Values of columns by name; SQL types are those of the columns. */
export type Values = Readonly<Record<string, unknown>>;

/** Columns the database sets itself. */
const standing: ReadonlySet<string> = new Set(['version', 'created_at', 'updated_at']);

/**
 * The values of a new row: what the request says, what its path says, who is calling where the row has an owner, defaults, and
 * for what the server sets and nothing tells, the empty value of its type.
 */
export function newRow(
  running: Running,
  operation: Operation,
  exchange: Pick<Exchange, 'body' | 'path' | 'caller'>,
  id: string,
  known: Values = {},
): Values {
  const entity = entityOf(running, operation.entity);
  const table = running.backend.data.tables.find((each) => each.entity === entity.name);
  const columns = table?.columns ?? [];
  const fields = fieldsByColumn(running, entity, columns, table);
  const values: Record<string, unknown> = {};
  for (const column of columns) {
    if (standing.has(column.name)) continue;
    const field = fields.get(column.name);
    const said = known[column.name] ?? clientValue(column, field, exchange);
    values[column.name] =
      column.name === 'id' ? id : (said ?? impliedValue(running, column, field, entity, exchange));
  }
  return values;
}

function fieldsByColumn(
  running: Running,
  entity: Entity,
  columns: readonly Column[],
  table: Table | undefined,
): ReadonlyMap<string, Field> {
  const pairs = entity.fields.flatMap((field) => {
    const column = table === undefined ? undefined : columnOf(table, running, entity.name, field.name);
    return column === undefined ? [] : [[column.name, field] as const];
  });
  return new Map(pairs.filter(([name]) => columns.some((column) => column.name === name)));
}

/** What the client may say: never a field that the server sets. */
function clientValue(
  { name }: Column,
  field: Field | undefined,
  { body, path }: Pick<Exchange, 'body' | 'path'>,
): Json | undefined {
  if (path[name] !== undefined && name !== 'id') return path[name];
  if (field?.serverSet === true) return undefined;
  return body[name];
}

function impliedValue(
  running: Running,
  column: Column,
  field: Field | undefined,
  entity: Entity,
  { caller }: Pick<Exchange, 'caller'>,
): unknown {
  if (field !== undefined && field.name === entity.owner && caller.kind === 'known') return caller.id;
  if (
    field?.type.kind === 'ref' &&
    field.serverSet === true &&
    /(_by|user|person|actor)$/.test(field.name) &&
    caller.kind === 'known'
  )
    return caller.id;
  const standard = field?.default;
  if (standard !== undefined) return standard === 'now' ? running.clock.now().toISOString() : standard;
  if (column.nullable) return null;
  return emptyOf(running, column, field, entity);
}

/** The least value a column may hold that nobody told. */
function emptyOf(running: Running, column: Column, field: Field | undefined, entity: Entity): unknown {
  if (field?.type.kind === 'enum') {
    const first = entity.lifecycle?.field === field.name ? entity.lifecycle.states[0] : undefined;
    return first ?? field.type.values[0];
  }
  switch (column.type) {
    case 'timestamp with time zone':
      return running.clock.now().toISOString();
    case 'date':
      return running.clock.now().toISOString().slice(0, 10);
    case 'integer':
    case 'bigint':
    case 'numeric':
      return field?.minimum ?? 0;
    case 'boolean':
      return false;
    case 'jsonb':
      return {};
    case 'uuid':
      return field?.type.kind === 'ref' ? null : running.ids.next();
    default:
      // Unique as well, where it has to be: the number of an order.
      return running.ids
        .next()
        .replaceAll('-', '')
        .slice(-(field?.maxLength ?? 20));
  }
}
