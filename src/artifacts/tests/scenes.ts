import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Operation } from '../../model/domain.ts';
import { boundOf } from '../../model/effect-sql/bound.ts';
import type { JsonObject } from '../emitted.ts';
import { findTable, qualifiedName, quoteName } from '../sql-names.ts';
import { writesOf } from '../sql-writes.ts';
import { ownSql } from './subjects.ts';

/** What has to be there for a request that is in order: as the design says, else what follows from its keys. */
export const sceneOf = (
  backend: Backend,
  endpoint: Endpoint,
  operation: Operation | undefined,
  table: Table | undefined,
): readonly JsonObject[] | undefined => givenOf(operation) ?? freeOf(backend, endpoint, table);

/** The scene of a request that is in order: statements with the values that they ask for. */
function givenOf(operation: Operation | undefined): readonly JsonObject[] | undefined {
  const given = operation?.given?.map(({ sql: text }) => {
    const { sql, names } = boundOf(text);
    return { sql, values: [...names] };
  });
  return given === undefined || given.length === 0 ? undefined : given;
}

/** What is deleted has to be an object that no other refers to: of whoever deletes it, where they have any. */
function freeOf(
  backend: Backend,
  { verb, path, entity = '' }: Endpoint,
  table: Table | undefined,
): readonly JsonObject[] | undefined {
  if (verb !== 'delete' || table === undefined || !path.includes('{id}')) return undefined;
  const name = qualifiedName(table);
  const referring = backend.data.tables.flatMap((other) =>
    other.foreignKeys
      .filter(
        ({ onDelete, references }) =>
          onDelete !== 'cascade' && findTable([table], references.table) !== undefined,
      )
      .flatMap(
        ({ columns: [column = ''] }) =>
          `not exists (select from ${qualifiedName(other)} other where other.${quoteName(column)} = ${name}.id)`,
      ),
  );
  if (referring.length === 0) return undefined;
  const own = ownSql(backend, entity);
  const mine = own === undefined ? [] : [`(${own} or not exists (select from ${name} where ${own}))`];
  const values = own === undefined ? [] : ['caller'];
  return [
    {
      sql: `select id from ${name} where ${[...referring, ...mine].join(' and ')} order by id limit 1`,
      values,
    },
  ];
}

/** States that one request leads through: its flow goes on from the step that waits for it, or from the start. */
export function passingOf(
  backend: Backend,
  { entity, operation }: Endpoint,
  table: Table | undefined,
): JsonObject {
  const field = backend.entities.find(({ name }) => name === entity)?.lifecycle?.field;
  const flow = backend.processes.flows.find(({ steps }) => steps.some(({ on }) => on === operation));
  if (field === undefined || table === undefined || flow === undefined) return {};
  const from = flow.steps.findIndex(({ on }) => on === operation);
  const written = flow.steps
    .slice(from)
    .flatMap(({ effects }) => effects?.statements ?? [])
    .filter(({ sql }) => writesOf(sql, qualifiedName(table)).length > 0)
    .flatMap(({ sql }) => new RegExp(`\\bset (?:[^']*, )?${field} = '([^']+)'`).exec(sql)?.[1] ?? []);
  return written.length < 2 ? {} : { passing: [...new Set(written)] };
}
