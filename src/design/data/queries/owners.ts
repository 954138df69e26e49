import { quoteName } from '../../../artifacts/sql-names.ts';
import { ownerPath } from '../../domain/fields.ts';
import { columnNamed, keyOf, sqlOf } from '../layout.ts';
import type { Layout } from '../layout.ts';

/** A condition that holds for the rows of one person, and the tables it looks into. */
export interface Owned {
  readonly sql: string;
  readonly tables: readonly string[];
}

/**
 * The way from a row of `entity` (written as `from`) to the person: a comparison, or a chain of EXISTS. Undefined when
 * no way is known, or when it leads into another database.
 */
export function ownedBy(layout: Layout, entity: string, from: string, person: string): Owned | undefined {
  const path = ownerPath([...layout.entities.values()], entity);
  return path === undefined ? undefined : step(layout, entity, from, path, person, 1);
}

function step(
  layout: Layout,
  name: string,
  from: string,
  [field, ...rest]: readonly string[],
  person: string,
  depth: number,
): Owned | undefined {
  const entity = layout.entities.get(name);
  if (entity === undefined || field === undefined) return undefined;
  const column = `${from}${quoteName(columnNamed(entity, field))}`;
  if (rest.length === 0) return { sql: `${column} = ${person}`, tables: [] };
  const type = entity.fields.find((each) => each.name === field)?.type;
  const next = type?.kind === 'ref' ? layout.entities.get(type.entity) : undefined;
  if (next === undefined || (layout.apart && next.context !== entity.context)) return undefined;
  const alias = `up${depth}`;
  const inner = step(layout, next.name, `${alias}.`, rest, person, depth + 1);
  if (inner === undefined) return undefined;
  return {
    sql: `exists (select from ${sqlOf(layout, next.name)} ${alias} where ${alias}.id = ${column} and ${inner.sql})`,
    tables: [keyOf(layout, next.name), ...inner.tables],
  };
}
