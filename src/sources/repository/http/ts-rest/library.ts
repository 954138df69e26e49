import type { Method } from '../../../../model/api.ts';
import type { LibraryModel } from '../../javascript/machine.ts';
import type { HostValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { native, objectOf, textOf, unknown } from '../../javascript/value.ts';
import { joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Entry } from '../routing.ts';
import { verbNamed } from '../verbs.ts';

/** A contract with its handlers where it is served: on a router of another framework, or by an adapter of its own. */
export interface Served {
  readonly value: Value;
  readonly contract: Value;
  readonly handlers: Value | undefined;
  readonly app: Value | undefined;
  readonly options: ObjectValue | undefined;
  readonly site: Site;
  within?: Entry;
}

export interface TsRestWorld {
  readonly library: LibraryModel;
  readonly adapters: readonly Served[];
}

const packages = [
  '@ts-rest/core',
  '@ts-rest/express',
  '@ts-rest/fastify',
  '@ts-rest/nest',
  '@ts-rest/next',
  '@ts-rest/serverless',
];

interface World {
  readonly adapters: Served[];
  /** What `router(contract, handlers)` gave. */
  readonly paired: Map<Value, { readonly contract: Value; readonly handlers: Value | undefined }>;
}

/** ts-rest: contracts are objects of routes; a server pairs them with handlers by name. */
export function tsRestWorld(): TsRestWorld {
  const world: World = { adapters: [], paired: new Map() };
  return {
    adapters: world.adapters,
    library: {
      packages,
      member: ({ path }, name) =>
        path === 'tsr' && name.startsWith('router')
          ? native(name, ([contract, handlers]) => pair(world, contract, handlers))
          : undefined,
      call: ({ path }, args, site) => called(world, path.split('.').at(-1) ?? '', args, site),
    },
  };
}

function pair(world: World, contract: Value | undefined, handlers: Value | undefined): Value {
  const made = host((name) => (handlers?.kind === 'object' ? handlers.fields.get(name) : undefined));
  if (contract !== undefined) world.paired.set(made, { contract, handlers });
  return made;
}

function called(world: World, name: string, args: readonly Value[], site: Site): Value | undefined {
  const [first, second, third, fourth] = args;
  switch (name) {
    case 'initContract':
      return contracts();
    case 'initServer':
      return host((member) => serverMember(world, member));
    case 'createExpressEndpoints':
      return serve(world, first, second, site, { app: third, options: fourth });
    case 'createNextRoute':
      return pair(world, first, second);
    case 'createNextRouter':
    case 'createNextHandler':
    case 'createFetchHandler':
    case 'createLambdaHandler':
      return serve(world, first, second, site, { options: third });
    case 'fetchRequestHandler': {
      if (first?.kind !== 'object') return undefined;
      const { fields } = first;
      return serve(world, fields.get('contract'), fields.get('router'), site, {
        options: fields.get('options'),
      });
    }
    default:
      return undefined;
  }
}

function serverMember(world: World, name: string): Value | undefined {
  switch (name) {
    case 'router':
      return native(name, ([contract, handlers]) => pair(world, contract, handlers));
    case 'route':
    case 'middleware':
      return native(name, (args) => args.at(-1) ?? unknown('a route'));
    case 'plugin':
      return native(name, ([router], site) => serve(world, undefined, router, site, {}));
    case 'registerRouter':
      return native(name, ([contract, router, app], site) => serve(world, contract, router, site, { app }));
    default:
      return undefined;
  }
}

function serve(
  world: World,
  contract: Value | undefined,
  router: Value | undefined,
  site: Site,
  { app, options }: { readonly app?: Value | undefined; readonly options?: Value | undefined },
): Value {
  const value = host(() => undefined);
  const known = router === undefined ? undefined : world.paired.get(router);
  const whole = contract ?? known?.contract;
  if (whole !== undefined)
    world.adapters.push({
      value,
      contract: whole,
      handlers: known?.handlers ?? router,
      app,
      options: options?.kind === 'object' ? options : undefined,
      site,
    });
  return value;
}

const host = (member: HostValue['member']): HostValue => ({
  kind: 'host',
  technology: 'ts-rest',
  fields: new Map(),
  member,
});

/** What `initContract()` gives: routers get a prefix, everything else stays what it was. */
const contracts = (): Value =>
  host((name) => {
    switch (name) {
      case 'router':
        return native(name, ([fields, options]) => {
          const prefix = options?.kind === 'object' ? options.fields.get('pathPrefix') : undefined;
          return fields === undefined || prefix === undefined
            ? (fields ?? unknown('a contract'))
            : prefixed(fields, pathsOf(prefix)[0] ?? rootPath);
        });
      case 'query':
      case 'mutation':
      case 'responses':
        return native(name, ([first]) => first ?? unknown('a part of a contract'));
      default:
        return native(name, () => unknown('a type of a contract'));
    }
  });

function prefixed(value: Value, prefix: RoutePath, depth = 0): Value {
  if (value.kind !== 'object' || depth > deepest) return value;
  const path = routePath(value);
  if (path === undefined)
    return objectOf([...value.fields].map(([key, field]) => [key, prefixed(field, prefix, depth + 1)]));
  const joined = joinPaths(prefix, path);
  return objectOf([...value.fields, ['path', { kind: 'primitive', value: joined.text }]]);
}

const deepest = 12;

/** Method and path of every route of a contract. */
export function contractRoutes(
  contract: Value | undefined,
  depth = 0,
): readonly { readonly method: Method; readonly path: Value }[] {
  if (contract?.kind !== 'object' || depth > deepest) return [];
  const [path, method] = [contract.fields.get('path'), contract.fields.get('method')];
  const verb = method === undefined ? undefined : verbNamed(textOf(method) ?? '');
  if (path !== undefined && verb !== undefined) return [{ method: verb, path }];
  return [...contract.fields.values()].flatMap((part) => contractRoutes(part, depth + 1));
}

/** The path of a route; a router of routes has none. */
export function routePath(value: Value): RoutePath | undefined {
  if (value.kind !== 'object') return undefined;
  const path = value.fields.get('path');
  return path === undefined || textOf(value.fields.get('method') ?? value) === undefined
    ? undefined
    : pathsOf(path)[0];
}
