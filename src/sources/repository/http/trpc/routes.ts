import type { Parameter } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import type { Site, Value } from '../../javascript/value.ts';
import { textOf, unknown } from '../../javascript/value.ts';
import { dottedName, plainKey } from '../../javascript/syntax.ts';
import { handlerChecks } from '../handler-checks.ts';
import type { RoutePath } from '../paths.ts';
import type { Entry, Router } from '../routing.ts';
import { schemaFields } from '../schemas.ts';
import { verbNamed } from '../verbs.ts';
import { judgeMiddlewares } from './guards.ts';
import type { TrpcWorld } from './library.ts';
import type { Procedure } from './procedure.ts';

interface Named {
  readonly name: string;
  readonly procedure: Procedure;
}

const deepest = 30;

/** Every procedure of a router with its dotted name, nested routers and plain objects included. */
export function proceduresOf(world: TrpcWorld, value: Value, prefix = '', depth = 0): readonly Named[] {
  if (depth > deepest) return [];
  const node = world.nodeOf(value);
  if (node?.kind === 'procedure') return [{ name: prefix, procedure: node }];
  const unseen = value.kind === 'unknown' && depth > 0 ? unseenProcedure(value) : undefined;
  if (unseen !== undefined) return [{ name: prefix, procedure: unseen }];
  const fields =
    node?.kind === 'router' ? node.fields : value.kind === 'object' && depth > 0 ? value.fields : undefined;
  if (fields !== undefined)
    return [...fields].flatMap(([key, field]) =>
      proceduresOf(world, field, prefix === '' ? key : `${prefix}.${key}`, depth + 1),
    );
  return value.kind === 'choice'
    ? value.options.flatMap((option) => proceduresOf(world, option, prefix, depth + 1))
    : [];
}

/** A chain on a base procedure that was not found still tells what it makes; its name says what the base checks. */
function unseenProcedure({ site }: Extract<Value, { kind: 'unknown' }>): Procedure | undefined {
  if (site?.node.type !== 'CallExpression' || site.node.callee.type !== 'MemberExpression') return undefined;
  const { callee } = site.node;
  const type = plainKey(callee.property, callee.computed);
  if (type !== 'query' && type !== 'mutation' && type !== 'subscription') return undefined;
  const chain = dottedName(callee.object)?.split('.') ?? [];
  const base = chain[0] ?? 'procedure';
  const value = unknown('a base procedure that was not found', { site });
  const middlewares = [{ value, site, conditional: false, written: base }];
  return {
    kind: 'procedure',
    type,
    draft: { inputs: chain.includes('input') ? [value] : [], middlewares },
    resolver: value,
    site,
  };
}

/** Queries answer GET, mutations POST, at the name of the procedure below the router's address. */
export function trpcRouter(
  machine: Machine,
  world: TrpcWorld,
  value: Value,
  prefix: RoutePath,
  site: Site,
): Router {
  const entries = proceduresOf(world, value).map(({ name, procedure }): Entry => {
    const method = procedure.type === 'mutation' ? 'POST' : 'GET';
    const place = method === 'GET' ? 'query' : 'body';
    return {
      ...entryOf(machine, procedure),
      methods: [method],
      paths: [{ text: `/${name}`, resolved: !name.includes('{unresolved}') }],
      told: { ...toldOf(machine, procedure), protocol: 'trpc', parameters: inputs(procedure, () => place) },
    };
  });
  return { technology: 'trpc', kind: 'application', prefix, entries, site };
}

/** Procedures that their `meta` also puts behind plain HTTP paths. */
export function openApiRouter(
  machine: Machine,
  world: TrpcWorld,
  value: Value,
  prefix: RoutePath,
  site: Site,
): Router {
  const entries = proceduresOf(world, value).flatMap(({ procedure }): readonly Entry[] => {
    const { meta } = procedure.draft;
    const openapi = meta?.kind === 'object' ? meta.fields.get('openapi') : undefined;
    if (openapi?.kind !== 'object') return [];
    const enabled = openapi.fields.get('enabled');
    if (enabled?.kind === 'primitive' && enabled.value === false) return [];
    const path = textOf(openapi.fields.get('path') ?? openapi);
    const method = verbNamed(textOf(openapi.fields.get('method') ?? openapi) ?? '');
    if (path === undefined || method === undefined) return [];
    const rest = method === 'GET' || method === 'DELETE' ? 'query' : 'body';
    const parameters = inputs(procedure, (name) => (path.includes(`{${name}}`) ? 'path' : rest));
    return [
      {
        ...entryOf(machine, procedure),
        methods: [method],
        paths: [{ text: path, resolved: true }],
        told: { ...toldOf(machine, procedure), parameters },
      },
    ];
  });
  return { technology: 'trpc', kind: 'application', prefix, entries, site };
}

type RouteEntry = Extract<Entry, { kind: 'route' }>;

const entryOf = (machine: Machine, { resolver, site }: Procedure): Omit<RouteEntry, 'methods' | 'paths'> => ({
  kind: 'route',
  handlers: [{ value: resolver, site, conditional: false }],
  site,
  level: machine.level,
});

const toldOf = (machine: Machine, { draft, resolver }: Procedure): NonNullable<RouteEntry['told']> => ({
  judged: judgeMiddlewares(machine, draft.middlewares),
  own: { judged: resolver.kind === 'function' ? handlerChecks(resolver) : [], doubts: [] },
});

/** Fields of the input's schema; `input` where it is no object, or is not known. */
function inputs(
  { draft, site }: Procedure,
  placeOf: (name: string) => Parameter['in'],
): readonly Parameter[] {
  const fields = new Map(
    draft.inputs.flatMap((schema) => schemaFields(schema)).map((each) => [each.name, each]),
  );
  if (
    fields.size === 0 &&
    draft.inputs.some((schema) => schema.kind !== 'primitive' && !takesNothing(schema))
  )
    return [{ name: 'input', in: placeOf('input'), required: true, origin: site.origin }];
  return [...fields.values()].map(({ name, type, required }) => ({
    name,
    in: placeOf(name),
    ...(type === undefined ? {} : { type }),
    required,
    origin: site.origin,
  }));
}

const takesNothing = (schema: Value): boolean =>
  schema.kind === 'result' && /(^|\.)(void|undefined|never|object)$/.test(schema.callee.path);
