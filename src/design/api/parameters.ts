import type { Parameter, ParameterUse } from '../../model/api.ts';
import type { Entity, Field, Operation } from '../../model/domain.ts';
import { orderKey } from '../domain/fields.ts';
import { columnNamed, columnOf } from '../data/layout.ts';
import type { Layout } from '../data/layout.ts';
import type { Route } from './paths.ts';
import { shownNames } from './schemas.ts';

export const pages = ({ verb }: Operation): boolean => verb === 'list' || verb === 'search';

type Query = Omit<Parameter, 'in' | 'origin' | 'required'> & { readonly required?: boolean };

/** Parameters of a path, and of a list what it can be narrowed, ordered and reduced by. */
export function parametersOf(layout: Layout, operation: Operation, route: Route): readonly Parameter[] {
  const { origin } = operation;
  const parent = route.parent && columnOf(route.parent);
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => ({
    name,
    in: 'path',
    type: 'uuid',
    required: true,
    ...(parent !== undefined && name !== 'id' && { use: { kind: 'filter', column: parent } }),
    origin,
  }));
  const entity = layout.entities.get(operation.entity);
  if (!pages(operation) || entity === undefined) return inPath;
  const queries = [
    ...searched(entity, operation),
    ...filters(layout, entity, operation, route),
    ...sorted(layout, entity, operation),
    ...reduced(layout, entity),
  ];
  return [
    ...inPath,
    ...queries.map((query): Parameter => ({ required: false, ...query, in: 'query', origin })),
  ];
}

/** The words of a full-text search, and the columns they are looked for in: those named, else the first texts. */
function searched(entity: Entity, operation: Operation): readonly Query[] {
  if (operation.verb !== 'search') return [];
  const named = operation.by.map((key) => orderKey(key).field);
  const texts = entity.fields.filter(({ type }) => type.kind === 'string' || type.kind === 'text');
  const chosen = texts.filter(({ name }) => named.includes(name));
  const columns = (chosen.length > 0 ? chosen : texts.slice(0, 3)).map(columnOf);
  return [{ name: 'q', type: 'string', required: true, use: { kind: 'search', columns } }];
}

/** Fields a list is filtered by, in its own words or those of a workload; the parent stands in the path. */
function filters(layout: Layout, entity: Entity, operation: Operation, route: Route): readonly Query[] {
  const { workloads } = layout.basis.domain;
  const keys = [
    ...(operation.verb === 'search' ? [] : operation.by),
    ...workloads.filter((workload) => workload.operation === operation.id).flatMap(({ by }) => by),
  ];
  const names = new Set(
    keys.map(orderKey).flatMap(({ field, order }) => (order === undefined ? [field] : [])),
  );
  return entity.fields
    .filter(({ name }) => names.has(name) && name !== route.parent?.name)
    .map((field) => {
      const use: ParameterUse = { kind: 'filter', column: columnOf(field) };
      return { name: columnOf(field), type: filterType(field), use };
    });
}

function filterType({ type }: Field): string {
  if (type.kind === 'enum') return `enum(${type.values.join(',')})`;
  return type.kind === 'ref' ? 'uuid' : type.kind;
}

/**
 * The orders that an index gives: each as the design states it, and the reverse, for which the same index is read
 * backwards. A search is ordered by how well a row matches.
 */
function sorted(layout: Layout, entity: Entity, operation: Operation): readonly Query[] {
  const uses = layout.basis.domain.workloads.filter((workload) => workload.operation === operation.id);
  const stated = [operation.by, ...uses.map(({ by }) => by)].flatMap((by) => {
    const keys = by.map(orderKey).filter(({ order }) => order !== undefined);
    return keys.length === 0 ? [] : [keys];
  });
  if (stated.length === 0 && operation.verb === 'search') return [];
  const orders = stated.length === 0 ? [[orderKey('-id')]] : stated;
  const values = orders.flatMap((keys) =>
    [false, true].map((reversed) =>
      keys
        .map(
          ({ field, order }) => `${(order === 'desc') === reversed ? '' : '-'}${columnNamed(entity, field)}`,
        )
        .join(','),
    ),
  );
  const distinct = [...new Set(values)];
  const [first = '-id'] = distinct;
  return [
    { name: 'sort', type: 'string', bounds: { values: distinct }, default: first, use: { kind: 'sort' } },
  ];
}

const reduced = (layout: Layout, entity: Entity): readonly Query[] => [
  { name: 'fields', type: 'list', bounds: { values: shownNames(layout, entity) }, use: { kind: 'fields' } },
];
