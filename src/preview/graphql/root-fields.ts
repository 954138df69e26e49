import { rootField } from '../../artifacts/graphql-fields.ts';
import type { SdlContext } from '../../artifacts/graphql-types.ts';
import type { Backend } from '../../model/backend.ts';
import type { Route } from '../http/routes.ts';

/** Which operation answers a field of Query or Mutation: the writer of the schema says how it named each. */
export function routesByField(backend: Backend, routes: readonly Route[]): ReadonlyMap<string, Route> {
  const context: SdlContext = {
    backend,
    schemas: new Map(backend.api.schemas.map((schema) => [schema.name, schema])),
    enums: new Map(),
    wanted: new Set(),
    lost: [],
  };
  const found = new Map<string, Route>();
  for (const route of routes) {
    const made = rootField(route.operation, route.endpoint, context);
    const key = made === undefined ? '' : `${made.root}.${made.field.name}`;
    // As in the schema: of two operations with one name the first has it.
    if (made !== undefined && !found.has(key)) found.set(key, route);
  }
  return found;
}
