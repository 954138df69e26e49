import type { Backend } from '../model/backend.ts';
import type { Column, Table } from '../model/data.ts';
import { jsonText } from './emitted.ts';
import type { Emitted } from './emitted.ts';
import { toMany, toOne } from './graphql-relations.ts';
import type { Relation } from './graphql-relations.ts';
import { fieldName, typeName } from './graphql-text.ts';
import { pageLimit } from './openapi-shared-parameters.ts';
import { qualifiedName, quoteName, quoteNames } from './sql-names.ts';

export const resolversPath = '4-api/graphql-resolvers.json';

/** How one field is resolved for all objects of a page at once. */
export interface Loader {
  readonly type: string;
  readonly field: string;
  readonly kind: Relation['kind'];
  /** Field of the object whose values are the keys. */
  readonly keys: string;
  readonly target: string;
  readonly table: string;
  readonly column: string;
  /** Operation whose permissions hold. */
  readonly allowedAs: string;
  readonly sql: string;
}

/** One loader for each field that leads to other objects; it lives for one request and takes up to a page of keys. */
export function loaders(backend: Backend): readonly Loader[] {
  return backend.api.schemas.flatMap((schema) => {
    const entity = backend.entities.find(({ name }) => name === schema.name);
    const found = [
      ...schema.properties.flatMap(({ name }) => toOne(backend, entity, name) ?? []),
      ...(entity === undefined ? [] : toMany(backend, entity.name)),
    ];
    return found.flatMap((relation) => loaderOf(backend, relation) ?? []);
  });
}

function loaderOf(backend: Backend, relation: Relation): Loader | undefined {
  const table = backend.data.tables.find(({ entity }) => entity === relation.to);
  const key = table?.columns.find(({ name }) => name === (relation.kind === 'one' ? 'id' : relation.column));
  if (table === undefined || key === undefined) return undefined;
  const columns = shownColumns(backend, relation.to, table);
  return {
    type: typeName(relation.from),
    field: relation.field,
    kind: relation.kind,
    keys: relation.kind === 'one' ? `${relation.field}Id` : fieldName('id'),
    target: typeName(relation.to),
    table: qualifiedName(table),
    column: key.name,
    allowedAs: relation.endpoint.operation ?? relation.endpoint.id,
    sql: relation.kind === 'one' ? oneSql(table, key, columns) : manySql(relation, table, key, columns),
  };
}

/** What the API shows of the object, as far as the table holds it. */
function shownColumns(backend: Backend, entity: string, table: Table): readonly string[] {
  const schema = backend.api.schemas.find(({ name }) => name === entity);
  const shown = new Set(['id', 'version', ...(schema?.properties ?? []).map(({ name }) => name)]);
  return table.columns.filter(({ name }) => shown.has(name)).map(({ name }) => name);
}

const oneSql = (table: Table, key: Column, columns: readonly string[]): string =>
  `select ${quoteNames(columns)} from ${qualifiedName(table)} where ${quoteName(key.name)} = any($1::${key.type}[])`;

/** The first rows of each key, each read along an index: a limit for all keys together would starve the later ones. */
function manySql(relation: Relation, table: Table, key: Column, columns: readonly string[]): string {
  const sort = relation.endpoint.parameters.find(({ use }) => use?.kind === 'sort')?.default ?? '-id';
  const keys = sort.split(',').map((part) => {
    const name = part.replace(/^-/, '');
    const last = part.startsWith('-') && table.columns.find((each) => each.name === name)?.nullable === true;
    return `${quoteName(name)}${part.startsWith('-') ? ' desc' : ''}${last ? ' nulls last' : ''}`;
  });
  const down = sort.split(',').at(-1)?.startsWith('-') === true;
  const order = sort.split(',').some((part) => part.replace(/^-/, '') === 'id')
    ? keys
    : [...keys, `id${down ? ' desc' : ''}`];
  return `select parent.key, child.* from unnest($1::${key.type}[]) as parent (key) cross join lateral (select ${quoteNames(columns)} from ${qualifiedName(table)} where ${quoteName(key.name)} = parent.key order by ${order.join(', ')} limit $2) as child`;
}

/** The loaders as a file; the preview and any server resolve the schema by it. */
export function resolverPlan(backend: Backend): Emitted {
  const all = loaders(backend);
  if (all.length === 0) return { text: '', lost: ['no field leads to another object'] };
  return {
    text: jsonText({
      rule: 'A loader lives for one request, collects the keys of one level, sends one statement under the identity of the caller and answers in the order of its keys; a key without a row is null, or an empty page.',
      keysAtMost: pageLimit.maximum,
      loaders: all.map((each) => ({ ...each })),
    }),
    lost: [],
  };
}
