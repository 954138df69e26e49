import { z } from 'zod';
import { namedConstraints } from '../../../artifacts/constraints.ts';
import { indexElement } from '../../../artifacts/ddl-index.ts';
import { findTable, quoteName } from '../../../artifacts/sql-names.ts';
import type { DataModel, Table } from '../../../model/data.ts';

/** The rules of one table as the model has them; the schema has to keep them. Names are those in the database. */
const expectedSchema = z.object({
  schema: z.string(),
  table: z.string(),
  notNull: z.array(z.string()),
  checks: z.array(z.object({ name: z.string(), sql: z.string() })),
  uniques: z.array(z.object({ name: z.string(), expressions: z.array(z.string()), partial: z.boolean() })),
  foreignKeys: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      target: z.string(),
      targetColumns: z.array(z.string()),
      onDelete: z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']),
    }),
  ),
});

export type Expected = z.infer<typeof expectedSchema>;

/** Reads the parameters of a claim back. @throws when they are not such rules. */
export const readExpected = (parameters: unknown): Expected => expectedSchema.parse(parameters);

export function expectedOf(data: DataModel, table: Table): Expected {
  const { primaryKey, uniques, checks, foreignKeys } = namedConstraints(table);
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques];
  const inKey = new Set(primaryKey?.columns);
  return {
    schema: table.schema ?? 'public',
    table: table.name,
    notNull: table.columns
      .filter(({ nullable, generated, name }) => (!nullable || inKey.has(name)) && generated === undefined)
      .filter(({ default: value = '' }) => !/as\s+identity/i.test(value))
      .map(({ name }) => name),
    checks: checks.map(({ name, sql }) => ({ name, sql })),
    uniques: [
      ...keys.map(({ name, columns }) => ({ name, expressions: columns.map(quoteName), partial: false })),
      ...uniqueIndexes(table),
    ],
    foreignKeys: foreignKeys.flatMap(({ name, columns, references, onDelete }) => {
      const target = findTable(data.tables, references.table);
      const named = references.columns.length > 0 ? references.columns : target?.primaryKey?.columns;
      return target === undefined || named === undefined
        ? []
        : [{ name, columns: [...columns], target: target.name, targetColumns: [...named], onDelete }];
    }),
  };
}

function uniqueIndexes(table: Table): Expected['uniques'] {
  return table.indexes
    .filter(({ unique }) => unique)
    .map((index) => ({
      name: index.name,
      expressions: index.columns.map((text) => {
        const element = indexElement(text, table);
        return element?.column === undefined ? (element?.expression ?? text) : quoteName(element.column);
      }),
      partial: index.where !== undefined,
    }));
}

/** How many rules there are to break. */
export const ruleCount = ({ notNull, checks, uniques, foreignKeys }: Expected): number =>
  notNull.length + checks.length + uniques.length + foreignKeys.length;
