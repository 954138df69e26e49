import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import type { Check } from '../../model/data.ts';
import type { Entity, Field } from '../../model/domain.ts';
import { columnOf, named, tableNameOf } from './layout.ts';
import type { Layout, TableName } from './layout.ts';
import { lengthLimit } from './limits.ts';

/** Bounds, lists of values and the entity's own conditions, each under a name that an error message will show. */
export function entityChecks(layout: Layout, entity: Entity): readonly Check[] {
  const table = tableNameOf(layout, entity.name);
  return [
    ...entity.fields.flatMap((field) => fieldChecks(table, field)),
    ...entity.checks.map(({ name, sql }) => ({
      name: named(table, [name], 'check'),
      sql: columnsNamed(entity, sql),
      origin: entity.origin,
    })),
  ];
}

function fieldChecks(table: TableName, field: Field): readonly Check[] {
  const column = columnOf(field);
  const sql = fieldCheck(field, quoteName(column));
  return sql === undefined ? [] : [{ name: named(table, [column], 'check'), sql, origin: field.origin }];
}

function fieldCheck(field: Field, column: string): string | undefined {
  switch (field.type.kind) {
    case 'enum':
      return `${column} in (${field.type.values.map(quoteText).join(', ')})`;
    case 'int':
    case 'bigint':
    case 'money':
    case 'decimal':
      return between(column, field.minimum, field.maximum);
    case 'string':
    case 'text':
    case 'email':
    case 'url':
      return between(`char_length(${column})`, field.minLength, lengthLimit(field));
    case 'json':
      return `jsonb_typeof(${column}) = 'object'`;
    case 'bool':
    case 'date':
    case 'datetime':
    case 'uuid':
    case 'ref':
      return undefined;
  }
}

function between(value: string, low: number | undefined, high: number | undefined): string | undefined {
  if (low !== undefined && high !== undefined) return `${value} between ${low} and ${high}`;
  if (low !== undefined) return `${value} >= ${low}`;
  return high === undefined ? undefined : `${value} <= ${high}`;
}

/** A condition over fields as one over columns; what stands in quotes is left as it is. */
export function columnsNamed(entity: Entity, sql: string): string {
  const columns = new Map(entity.fields.map((field) => [field.name, quoteName(columnOf(field))]));
  return sql.replaceAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|[a-z_][a-z0-9_]*/gi,
    (word) => columns.get(word) ?? word,
  );
}
