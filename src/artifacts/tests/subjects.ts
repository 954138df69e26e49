import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Entity, TestIdea } from '../../model/domain.ts';
import { quoteName, qualifiedName } from '../sql-names.ts';

/** A state column with the moves it may make. */
export interface StateRule {
  readonly entity: Entity;
  readonly table: Table;
  readonly field: string;
  readonly transitions: readonly (readonly [string, string])[];
}

export function stateRules({ entities, data }: Backend): readonly StateRule[] {
  return entities.flatMap((entity) => {
    const table = data.tables.find((each) => each.entity === entity.name);
    if (entity.lifecycle === undefined || table === undefined) return [];
    const { field, transitions } = entity.lifecycle;
    const column = table.columns.find(({ name }) => name === field);
    return column === undefined ? [] : [{ entity, table, field, transitions }];
  });
}

/** Ideas and invariants that need a person to say how they are observed. */
export function openIdeas({
  tests,
  processes,
}: Backend): readonly Pick<TestIdea, 'id' | 'kind' | 'statement'>[] {
  return [
    ...tests.filter(({ kind }) => kind === 'property' || kind === 'concurrency'),
    ...processes.flows.flatMap(({ id, invariant }) =>
      invariant === undefined ? [] : [{ id: `flow ${id}`, kind: 'property' as const, statement: invariant }],
    ),
  ];
}

/** The column that holds a field: `customer` is `customer_id` where it refers to somebody. */
export const columnOf = (table: Table, field: string): string | undefined =>
  [`${field}_id`, field].find((name) => table.columns.some((column) => column.name === name));

/**
 * What makes a row that of the person `$1`, by way of the owners of the model: a second answer beside the row policies of the
 * schema, so that each is tested by the other. Undefined where nobody owns it.
 */
export function ownSql(
  { entities, data }: Pick<Backend, 'entities' | 'data'>,
  name: string,
  depth = 0,
): string | undefined {
  const entity = entities.find((each) => each.name === name);
  const table = data.tables.find((each) => each.entity === name);
  if (entity?.owner === undefined || table === undefined || depth > 4) return undefined;
  if (entity.owner === 'id') return 'id = $1';
  const type = entity.fields.find((field) => field.name === entity.owner)?.type;
  const column = columnOf(table, entity.owner);
  if (type?.kind !== 'ref' || column === undefined) return undefined;
  const further = entities.find((each) => each.name === type.entity);
  const target = data.tables.find((each) => each.entity === type.entity);
  if (further?.owner === 'id') return `${quoteName(column)} = $1`;
  const inner = ownSql({ entities, data }, type.entity, depth + 1);
  return inner === undefined || target === undefined
    ? undefined
    : `${quoteName(column)} in (select id from ${qualifiedName(target)} where ${inner})`;
}
