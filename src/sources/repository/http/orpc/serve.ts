import type { Method, Parameter } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import type { Site, Value } from '../../javascript/value.ts';
import { isMissing, optionsOf, textOf } from '../../javascript/value.ts';
import { fileAddress, mountOn } from '../adapters.ts';
import { handlerChecks } from '../handler-checks.ts';
import { joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Entry, Router } from '../routing.ts';
import { schemaFields, schemaParts } from '../schemas.ts';
import { propertyOf } from '../../code/constants.ts';
import { dottedName, walk } from '../../javascript/syntax.ts';
import { declaredName } from '../trpc/procedure.ts';
import { judgeMiddlewares } from '../trpc/guards.ts';
import { verbNamed } from '../verbs.ts';
import type { OrpcNode, OrpcWorld, Served } from './library.ts';

type Procedure = Extract<OrpcNode, { kind: 'procedure' }>;

interface Named {
  readonly names: readonly string[];
  readonly procedure: Procedure;
}

const deepest = 30;

function proceduresOf(world: OrpcWorld, value: Value, names: readonly string[] = []): readonly Named[] {
  if (names.length > deepest) return [];
  const node = world.nodeOf(value);
  if (node?.kind === 'procedure') return [{ names, procedure: node }];
  switch (value.kind) {
    case 'object':
      return [...value.fields].flatMap(([key, field]) => proceduresOf(world, field, [...names, key]));
    case 'choice':
      return value.options.flatMap((each) => proceduresOf(world, each, names));
    default:
      return [];
  }
}

/**
 * Procedures behind each handler: RPC takes POST at the names of a procedure, OpenAPI the method and path of its route.
 * The address is what the handler is told where it is called, else the file it stands in.
 */
export function orpcRouters(
  machine: Machine,
  world: OrpcWorld,
  others: readonly Router[],
): readonly Router[] {
  const called = new Set(world.adapters.map(({ value }) => value));
  const all = [...world.adapters, ...world.handlers.filter(({ value }) => !called.has(value))];
  const seen = new Set<string>();
  return all.flatMap((served) => {
    const key = `${served.site.origin.file}:${served.site.node.start}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const address = addressOf(served);
    const made: Router = {
      technology: 'orpc',
      kind: 'application',
      prefix: address ?? rootPath,
      entries: optionsOf(served.router).flatMap((router) =>
        proceduresOf(world, router).map((each) => entryOf(machine, served.kind, each)),
      ),
      site: served.site,
    };
    return mountOn(others, served, made, address !== undefined) ?? [made];
  });
}

function addressOf({ options, site }: Served): RoutePath | undefined {
  const told = options?.fields.get('prefix');
  if (told !== undefined && !isMissing(told)) return pathsOf(told)[0];
  const written = options === undefined ? writtenPrefix(site) : undefined;
  if (written !== undefined) return { text: written, resolved: true };
  const file = fileAddress(site.origin.file);
  return file === undefined ? undefined : { text: file, resolved: true };
}

/** `rpc.handle(request, { prefix: '/rpc' })` inside of a function that nobody was seen to call. */
function writtenPrefix(site: Site): string | undefined {
  const name = declaredName(site);
  let found: string | undefined;
  walk(site.file.program, (node) => {
    if (node.type !== 'CallExpression' || dottedName(node.callee) !== `${name}.handle`) return true;
    for (const argument of node.arguments) {
      const prefix = argument.type === 'SpreadElement' ? undefined : propertyOf(argument, 'prefix');
      if (prefix?.type === 'Literal' && typeof prefix.value === 'string') found ??= prefix.value;
    }
    return true;
  });
  return found;
}

function entryOf(machine: Machine, kind: Served['kind'], { names, procedure }: Named): Entry {
  const { draft, handler, site } = procedure;
  const { route } = draft;
  const told = kind === 'openapi' ? textOf(route.get('path') ?? handler) : undefined;
  const path =
    told === undefined
      ? `/${names.join('/')}`
      : joinPaths({ text: draft.prefix, resolved: true }, { text: told, resolved: true }).text;
  const method: Method =
    kind === 'openapi' ? (verbNamed(textOf(route.get('method') ?? handler) ?? '') ?? 'POST') : 'POST';
  return {
    kind: 'route',
    methods: [method],
    paths: [{ text: path.replaceAll(/\{\+(\w+)\}/g, '*$1'), resolved: !path.includes('{unresolved}') }],
    handlers: [{ value: handler, site, conditional: false }],
    site,
    level: machine.level,
    told: {
      judged: [
        ...judgeMiddlewares(machine, draft.middlewares),
        ...(handler.kind === 'function' ? handlerChecks(handler) : []),
      ],
      parameters: inputsOf(procedure, kind, path, method),
    },
  };
}

/** Fields of the input; a detailed one names where its parts are. */
function inputsOf(
  { draft, site }: Procedure,
  kind: Served['kind'],
  path: string,
  method: Method,
): readonly Parameter[] {
  const rest = method === 'GET' ? 'query' : 'body';
  const isDetailed =
    kind === 'openapi' && textOf(draft.route.get('inputStructure') ?? rootValue) === 'detailed';
  return draft.inputs.flatMap((schema) =>
    isDetailed
      ? [...schemaParts(schema)].flatMap(([part, inner]) => fieldsIn(inner, placeOf(part), site))
      : fieldsIn(schema, rest, site).map((each) =>
          path.includes(`{${each.name}}`) ? { ...each, in: 'path' as const } : each,
        ),
  );
}

const rootValue: Value = { kind: 'primitive', value: undefined };

const placeOf = (part: string): Parameter['in'] =>
  part === 'params' ? 'path' : part === 'query' ? 'query' : part === 'headers' ? 'header' : 'body';

const fieldsIn = (schema: Value, place: Parameter['in'], site: Site): readonly Parameter[] =>
  schemaFields(schema).map(({ name, type, required }) => ({
    name,
    in: place,
    ...(type === undefined ? {} : { type }),
    required,
    origin: site.origin,
  }));
