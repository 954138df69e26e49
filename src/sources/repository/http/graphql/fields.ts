import type { Repository } from '../../gather.ts';
import type { Machine } from '../../javascript/machine.ts';
import { siteOf } from '../../javascript/machine.ts';
import type { ObjectValue, Site, Value } from '../../javascript/value.ts';
import { optionsOf, textOf } from '../../javascript/value.ts';
import type { RootField } from './schema.ts';
import { rootNamed } from './schema.ts';
import { sdlFields } from './sdl.ts';

const deepest = 12;

export interface SchemaContext {
  readonly machine: Machine;
  readonly repository: Repository;
}

/**
 * Root fields of a schema: texts of the schema language with their resolvers, objects of graphql-js, and whatever
 * wraps, merges or guards one of them.
 */
export function rootFields(
  context: SchemaContext,
  schema: Value,
  site: Site,
  depth = 0,
): readonly RootField[] {
  if (depth > deepest) return [];
  switch (schema.kind) {
    case 'choice':
      return schema.options.flatMap((option) => rootFields(context, option, site, depth + 1));
    case 'array':
      return schema.items.flatMap((item) => rootFields(context, item, site, depth + 1));
    case 'object':
      return configFields(context, schema, site, depth);
    case 'result': {
      const name = schema.callee.path.split('.').at(-1) ?? '';
      if (name === 'GraphQLSchema') return classicFields(context, schema.args[0], schema.site);
      if (name === 'buildSchema' && schema.callee.package === 'graphql')
        return sdlFields(textsOf(context, schema.args[0]), schema.site);
      return schema.args.flatMap((arg) => rootFields(context, arg, schema.site, depth + 1));
    }
    default:
      return [];
  }
}

/** `{ typeDefs, resolvers }`, `{ schema }`, `{ schemas }`, `{ modules }`. */
function configFields(
  context: SchemaContext,
  config: ObjectValue,
  site: Site,
  depth: number,
): readonly RootField[] {
  const typeDefs = config.fields.get('typeDefs');
  const inner = ['schema', 'schemas', 'modules', 'subschemas'].flatMap((key) => config.fields.get(key) ?? []);
  const roots = resolversIn(config.fields.get('rootValue'));
  const nested = inner
    .flatMap((each) => rootFields(context, each, site, depth + 1))
    .map((field) => resolvedByRoot(field, roots));
  if (typeDefs === undefined) return nested;
  const resolvers = resolversIn(config.fields.get('resolvers') ?? config.fields.get('rootValue'));
  const fields = sdlFields(textsOf(context, typeDefs), site).map((field): RootField => {
    const resolver = resolvers
      .map((each) => resolverFor(each, field.root, field.name))
      .find((each) => each !== undefined);
    return resolver === undefined
      ? field
      : { ...field, resolver, site: siteOfResolver(resolver, field.site) };
  });
  return [...fields, ...nested];
}

/** `{ schema, rootValue }`: the root object answers the fields by their names, whatever the type. */
function resolvedByRoot(field: RootField, roots: readonly ObjectValue[]): RootField {
  if (field.resolver !== undefined) return field;
  const resolver = roots.flatMap(({ fields }) => fields.get(field.name) ?? [])[0];
  return resolver === undefined ? field : { ...field, resolver, site: siteOfResolver(resolver, field.site) };
}

const siteOfResolver = (value: Value, site: Site): Site =>
  value.kind === 'function' ? siteOf(value.file, value.node) : site;

function resolversIn(value: Value | undefined, depth = 0): readonly ObjectValue[] {
  if (value === undefined || depth > deepest) return [];
  if (value.kind === 'object') return [value];
  if (value.kind === 'array') return value.items.flatMap((item) => resolversIn(item, depth + 1));
  if (value.kind === 'result') return value.args.flatMap((arg) => resolversIn(arg, depth + 1));
  return value.kind === 'choice' ? value.options.flatMap((option) => resolversIn(option, depth + 1)) : [];
}

/** A function, or the `subscribe` or `resolve` of an object. */
function resolverFor(resolvers: ObjectValue, root: string, name: string): Value | undefined {
  const type = resolvers.fields.get(root);
  const found = type?.kind === 'object' ? type.fields.get(name) : undefined;
  if (found?.kind !== 'object') return found;
  return found.fields.get('resolve') ?? found.fields.get('subscribe');
}

/** Texts of the schema language: literals, tagged ones, lists of them, and files that are read. */
function textsOf(context: SchemaContext, value: Value | undefined, depth = 0): readonly string[] {
  if (value === undefined || depth > deepest) return [];
  const text = textOf(value);
  if (text !== undefined) return [text];
  switch (value.kind) {
    case 'text':
      return [value.parts.map((part) => (typeof part === 'string' ? part : '')).join('')];
    case 'array':
      return value.items.flatMap((item) => textsOf(context, item, depth + 1));
    case 'choice':
      return optionsOf(value).flatMap((option) => textsOf(context, option, depth + 1));
    case 'function':
      return textsOf(context, context.machine.call(value, [], siteOf(value.file, value.node)), depth + 1);
    case 'result':
      return /^(readFileSync|readFile|loadFilesSync|loadFiles|loadSchemaSync|loadSchema|loadTypedefsSync)$/.test(
        value.callee.path.split('.').at(-1) ?? '',
      )
        ? filesAt(context, value.args[0], value.site)
        : value.args.flatMap((arg) => textsOf(context, arg, depth + 1));
    default:
      return [];
  }
}

/** A file, or all files of the schema language below the fixed part of a pattern. */
function filesAt({ repository }: SchemaContext, written: Value | undefined, site: Site): readonly string[] {
  const path = written === undefined ? undefined : textOf(written);
  if (path === undefined) return [];
  const plain = path.replace(/^\.?\//, '');
  const file = repository.files.get(plain);
  if (file !== undefined) return [file.text];
  const fixed = plain.split('*')[0]?.replace(/[^/]*$/, '') ?? '';
  const near = site.origin.file.includes('/') ? site.origin.file.split('/').slice(0, 1).join('/') : '';
  const wanted = [...repository.files.values()].filter((each) => /\.(graphql|graphqls|gql)$/.test(each.path));
  const below = wanted.filter((each) => each.path.startsWith(fixed));
  const ending = wanted.filter(
    (each) => each.path.endsWith(plain.replace(/^(\.\.\/)+/, '')) && each.path.startsWith(near),
  );
  return (ending.length > 0 ? ending : path.includes('*') ? below : []).map((each) => each.text);
}

/** `new GraphQLSchema({ query: new GraphQLObjectType({ fields }) })`. */
function classicFields(context: SchemaContext, config: Value | undefined, site: Site): readonly RootField[] {
  if (config?.kind !== 'object') return [];
  return ['query', 'mutation', 'subscription'].flatMap((key) => {
    const root = rootNamed(key.charAt(0).toUpperCase() + key.slice(1));
    const type = config.fields.get(key);
    const options = type?.kind === 'result' ? type.args[0] : undefined;
    const written = options?.kind === 'object' ? options.fields.get('fields') : undefined;
    const fields = written?.kind === 'function' ? context.machine.call(written, [], site) : written;
    if (root === undefined || fields?.kind !== 'object') return [];
    return [...fields.fields].map(([name, field]): RootField => {
      const args = field.kind === 'object' ? field.fields.get('args') : undefined;
      const resolver =
        field.kind === 'object' ? (field.fields.get('resolve') ?? field.fields.get('subscribe')) : undefined;
      const names = args?.kind === 'object' ? [...args.fields.keys()] : [];
      return {
        root,
        name,
        args: names.map((each) => ({ name: each, required: false })),
        ...(resolver === undefined ? {} : { resolver }),
        judged: [],
        site: resolver === undefined ? site : siteOfResolver(resolver, site),
      };
    });
  });
}
