import type { Index, Table } from '../../../model/data.ts';
import type { Gap, Origin } from '../../../model/origin.ts';
import type { PrismaTables } from './prisma.ts';

/**
 * Where the schema file and the replayed migrations disagree: a migration is missing, or was changed by hand. The
 * migrations hold, because they are what the database has seen.
 */
export function schemaDrift(schema: PrismaTables, replayed: readonly Table[]): readonly Gap[] {
  const known = new Map(replayed.map((table) => [nameOf(table), table]));
  const declared = new Map(schema.tables.map((table) => [nameOf(table), table]));
  const gaps: Gap[] = [];
  for (const [name, table] of declared) {
    const found = known.get(name);
    if (found === undefined) gaps.push(drift(name, 'in the schema, made by no migration', table.origin));
    else gaps.push(...tableDrift(name, table, found));
  }
  for (const [name, table] of known)
    if (!declared.has(name)) gaps.push(drift(name, 'made by a migration, not in the schema', table.origin));
  return gaps;
}

const nameOf = (table: Table): string =>
  table.schema === undefined ? table.name : `${table.schema}.${table.name}`;

function tableDrift(name: string, declared: Table, replayed: Table): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const column of declared.columns) {
    const found = replayed.columns.find((one) => one.name === column.name);
    const subject = `${name}.${column.name}`;
    if (found === undefined) gaps.push(drift(subject, 'in the schema, made by no migration', column.origin));
    else if (found.type.toLowerCase() !== column.type.toLowerCase())
      gaps.push(
        drift(subject, `${column.type} in the schema, ${found.type} by the migrations`, column.origin),
      );
    else if (found.nullable !== column.nullable)
      gaps.push(
        drift(
          subject,
          `${nullability(column.nullable)} in the schema, ${nullability(found.nullable)} by the migrations`,
          column.origin,
        ),
      );
  }
  for (const column of replayed.columns)
    if (!declared.columns.some((one) => one.name === column.name))
      gaps.push(drift(`${name}.${column.name}`, 'made by a migration, not in the schema', column.origin));
  for (const index of replayed.indexes)
    if (!declared.indexes.some((one) => sameIndex(one, index)))
      gaps.push(drift(index.name, 'an index made by a migration, not in the schema', index.origin));
  return gaps;
}

const sameIndex = (a: Index, b: Index): boolean =>
  a.unique === b.unique && a.columns.join() === b.columns.join();

const nullability = (nullable: boolean): string => (nullable ? 'nullable' : 'not null');

const drift = (subject: string, why: string, origin: Origin): Gap => ({
  kind: 'schema-drift',
  subject,
  why,
  origin,
});
