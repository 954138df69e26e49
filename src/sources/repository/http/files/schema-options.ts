import type { Parameter } from '../../../../model/api.ts';
import { ownEntry } from '../../javascript/own.ts';
import type { Site, Value } from '../../javascript/value.ts';
import { schemaFields } from '../schemas.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  body: 'body',
  bodySchema: 'body',
  json: 'body',
  form: 'body',
  query: 'query',
  querySchema: 'query',
  searchParams: 'query',
  headers: 'header',
  cookies: 'cookie',
};

/**
 * Schemas among the options that a wrapper of handlers is given: `{ schemas: { body, query }, handler }`, and the
 * `schema` of a helper whose name says what it reads: `parseBody({ request, schema })`.
 */
export function schemaOptions(options: Value, helper: string, site: Site): readonly Parameter[] {
  if (options.kind !== 'object' || options.shape !== undefined) return [];
  const nested = ['schemas', 'schema', 'validation', 'validate', 'input', 'request'].flatMap((key) => {
    const value = options.fields.get(key);
    return value?.kind === 'object' && value.shape === undefined ? [value] : [];
  });
  const tables = [...nested, ...(options.fields.has('handler') ? [options] : [])];
  const told = tables.flatMap(({ fields }) =>
    [...fields].flatMap(([key, schema]) => {
      const place = ownEntry(places, key);
      return place === undefined ? [] : parametersOf(schema, place, site);
    }),
  );
  const place = /body|json|payload|form/i.test(helper)
    ? 'body'
    : /query|search/i.test(helper)
      ? 'query'
      : undefined;
  const single = options.fields.get('schema');
  return single === undefined || place === undefined ? told : [...told, ...parametersOf(single, place, site)];
}

const parametersOf = (schema: Value, place: Parameter['in'], site: Site): readonly Parameter[] =>
  schemaFields(schema).map((field) => ({ ...field, in: place, origin: site.origin }));
