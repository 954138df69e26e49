import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compareText } from '../model/text.ts';
import type { JsonObject } from './emitted.ts';
import { objectSchema } from './json-schema.ts';
import { sharedHeaders } from './openapi-headers.ts';
import { securitySchemes } from './openapi-info.ts';
import type { ResponseContext } from './openapi-responses.ts';
import {
  answersPage,
  conventionSchemas,
  entryName,
  entrySchema,
  isReduced,
  pageName,
  pageSchema,
  schemaRefs,
} from './openapi-schemas.ts';
import { pageLimit, sharedParameters } from './openapi-shared-parameters.ts';

/** What the paths refer to, and nothing else. */
export function openApiComponents(
  backend: Backend,
  endpoints: readonly Endpoint[],
  context: ResponseContext,
  paths: Json,
): JsonObject {
  const requested = new Set(endpoints.flatMap(({ requestSchema }) => requestSchema ?? []));
  const answered = new Set(endpoints.flatMap((each) => each.responses.flatMap(({ schema }) => schema ?? [])));
  const own = backend.api.schemas.map(
    (schema) =>
      [
        schema.name,
        objectSchema(schema, schemaRefs, requested.has(schema.name) && !answered.has(schema.name)),
      ] as const,
  );
  const lists = pagedSchemas(endpoints, context);
  const schemas = { ...conventionSchemas, ...lists, ...Object.fromEntries(own) };
  const responses = Object.fromEntries(context.shared);
  return {
    ...reachable({ schemas, responses, parameters: sharedParameters, headers: sharedHeaders }, paths),
    securitySchemes: securitySchemes(backend, endpoints),
  };
}

/** The pages of the lists, and what stands in them where callers choose the fields. */
function pagedSchemas(
  endpoints: readonly Endpoint[],
  context: ResponseContext,
): Readonly<Record<string, JsonObject>> {
  const made: Record<string, JsonObject> = {};
  for (const endpoint of endpoints)
    for (const { schema: name } of endpoint.responses) {
      const schema = context.schemas.get(name ?? '');
      if (schema === undefined || !answersPage(endpoint, schema)) continue;
      const reduced = isReduced(endpoint) || entryName(schema.name) in made;
      made[pageName(schema.name)] = pageSchema(schema.name, pageLimit.maximum, reduced);
      if (reduced) made[entryName(schema.name)] = entrySchema(schema);
    }
  return made;
}

/** Only the components the paths lead to, in order of name. */
function reachable(
  parts: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>,
  paths: Json,
): JsonObject {
  const seen = new Set<string>();
  const visit = (value: Json): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value).matchAll(
      /"#\/components\/(\w+)\/([^"]+)"/g,
    )) {
      const part = parts[kind]?.[name];
      if (part === undefined || seen.has(`${kind}/${name}`)) continue;
      seen.add(`${kind}/${name}`);
      visit(part);
    }
  };
  visit(paths);
  const kept = Object.entries(parts).map(([kind, group]) => {
    const entries = Object.entries(group).filter(([name]) => seen.has(`${kind}/${name}`));
    return [kind, Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)))] as const;
  });
  return Object.fromEntries(kept.filter(([, group]) => Object.keys(group).length > 0));
}
