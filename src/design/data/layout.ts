import { fieldColumn } from '../../artifacts/field-column.ts';
import { generatedName, qualifiedName, tableKey } from '../../artifacts/sql-names.ts';
import { plural, snakeCase } from '../../artifacts/words.ts';
import type { Table } from '../../model/data.ts';
import type { Entity } from '../../model/domain.ts';
import type { Origin, Quantity } from '../../model/origin.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import type { DesignBasis } from '../domain.ts';
import { fieldOf } from '../domain/fields.ts';
import { product } from '../quantities.ts';

export type TableName = Pick<Table, 'name' | 'schema'>;

/** Where the parts of the domain lie in the database; everything that writes SQL asks here for names. */
export interface Layout {
  readonly basis: DesignBasis;
  readonly entities: ReadonlyMap<string, Entity>;
  /** One schema for each context; false = all in the default schema. */
  readonly perContext: boolean;
  /** Each context has a database of its own: no key and no statement crosses them. */
  readonly apart: boolean;
  /** Why tables lie where they lie. */
  readonly origin: Origin;
}

export function layoutOf(basis: DesignBasis): Layout {
  const { entities } = basis.domain;
  const contexts = [...new Set(entities.map(({ context }) => context))];
  const perContext = contexts.length > 1;
  const apart = perContext && basis.shape.style === 'services-per-context';
  const rule = apart
    ? 'one database for each service, its context the schema: only its owner writes it'
    : perContext
      ? 'one schema for each context: a role of its own is the only writer, and a context can move out whole'
      : 'a single context needs no schema of its own';
  return {
    basis,
    entities: new Map(entities.map((entity) => [entity.name, entity])),
    perContext,
    apart,
    origin: { kind: 'derived', rule, from: [`contexts: ${contexts.join(', ') || 'none'}`] },
  };
}

const schemaOf = ({ perContext }: Layout, context: string): { readonly schema?: string } =>
  perContext ? { schema: snakeCase(context) } : {};

export function tableNameOf(layout: Layout, entity: string): TableName {
  const context = layout.entities.get(entity)?.context ?? '';
  return { name: snakeCase(plural(snakeCase(entity))), ...schemaOf(layout, context) };
}

export const keyOf = (layout: Layout, entity: string): string => tableKey(tableNameOf(layout, entity));
export const sqlOf = (layout: Layout, entity: string): string => qualifiedName(tableNameOf(layout, entity));

/** A table that serves a mechanism: beside the tables of its context where databases are apart, else in one place. */
export function supportName(layout: Layout, context: string, name: string): TableName {
  if (!layout.perContext) return { name };
  if (layout.apart) return { name, ...schemaOf(layout, context) };
  const contexts = new Set([...layout.entities.values()].map((entity) => snakeCase(entity.context)));
  return { name, schema: contexts.has('platform') ? 'platform_support' : 'platform' };
}

export { fieldColumn as columnOf } from '../../artifacts/field-column.ts';

/** The column of a field by the field's name; the fields every entity has keep theirs. */
export function columnNamed(entity: Entity, field: string): string {
  const found = fieldOf(entity, field);
  return found === undefined ? field : fieldColumn(found);
}

/** A named constraint or index, as PostgreSQL itself would build the name. */
export const named = (table: TableName, columns: readonly string[], label: string): string =>
  generatedName(table.name, columns, label);

const year = 365 * 86_400;

/** Rows a table holds at the planning horizon, or when its retention ends if that is sooner. */
export function rowsAtHorizon({ rows, growthPerYear, retention }: Entity): Quantity | undefined {
  if (growthPerYear === undefined) return rows;
  const horizon = figure('planningYears');
  const kept =
    retention === undefined || retention.value / year >= valueOf('planningYears')
      ? { name: 'planning horizon', quantity: horizon }
      : {
          name: 'retention',
          quantity: { value: retention.value / year, unit: 'x' as const, origin: retention.origin },
        };
  return product('rows', 'rows at the planning horizon = growth a year × years kept', [
    { name: 'growth', quantity: growthPerYear },
    kept,
  ]);
}

/** What the user gave keeps its place in the brief; the rest names its pack beside the reason of the layout. */
export const tableOrigin = (layout: Layout, entity: Entity): Origin => {
  if (entity.origin.kind === 'given') return entity.origin;
  const rule = layout.origin.kind === 'derived' ? layout.origin.rule : 'one table for each entity';
  const source =
    entity.origin.kind === 'default' ? `${entity.origin.pack}@${entity.origin.version}` : 'the domain';
  return {
    kind: 'derived',
    rule: `one table for each entity; ${rule}`,
    from: [`${entity.name} of ${source}`],
  };
};
