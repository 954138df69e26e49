import type { Method, Parameter } from '../../../model/api.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Site, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import { handlerOf } from './handlers.ts';
import { readParameters } from './parameters.ts';
import type { RoutePath } from './paths.ts';
import type { Given, JudgedGuard, Route } from './routing.ts';
import { schemaFields } from './schemas.ts';

export interface HapiRoute {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly options: ReadonlyMap<string, Value>;
  readonly handler: Value | undefined;
  readonly site: Site;
  readonly level: number;
}

export interface HapiServer {
  readonly routes: HapiRoute[];
  /** Extensions of the request's life, for all routes. */
  readonly checks: { readonly phase: string; readonly given: Given }[];
  readonly strategies: Map<string, { readonly scheme: string; readonly origin: Origin & { kind: 'read' } }>;
  defaultAuth?: { readonly config: Value; readonly site: Site };
  readonly site: Site;
  readonly standIn: boolean;
}

/** Points of a request's life at which an extension can reject it before the handler runs. */
const before = /^(onRequest|onPreAuth|onCredentials|onPostAuth|onPreHandler)$/;

export function hapiRoutes(servers: readonly HapiServer[]): readonly Route[] {
  const alone = servers.every(({ standIn }) => standIn);
  const strategies = new Map(servers.flatMap((server) => [...server.strategies]));
  const common = servers.find(({ defaultAuth }) => defaultAuth !== undefined)?.defaultAuth;
  return servers.flatMap((server) =>
    server.routes.map((route): Route => {
      const isLoose = server.standIn && !alone;
      const defaultAuth = server.defaultAuth ?? (server.standIn ? common : undefined);
      return {
        technology: 'hapi',
        methods: route.methods,
        path: isLoose
          ? { ...route.path, resolved: false, why: 'where this plugin is registered was not found' }
          : route.path,
        guards: server.checks.flatMap(({ phase, given }) => (before.test(phase) ? [given] : [])),
        handlers: [...prerequisites(route), ...handlerIn(route)],
        judged: [...authentication(route, defaultAuth, strategies), ...validation(route)],
        parameters: parametersOf(route),
        site: route.site,
        application: server.site,
        standIn: server.standIn,
      };
    }),
  );
}

function handlerIn({ handler, site }: HapiRoute): readonly Given[] {
  return handler === undefined ? [] : [{ value: handler, site, conditional: false }];
}

/** `pre: [check, { method, assign }, [both, atOnce]]`. */
function prerequisites({ options, site }: HapiRoute): readonly Given[] {
  const list = options.get('pre');
  const flat = (value: Value, depth: number): readonly Value[] => {
    if (depth > 6) return [];
    if (value.kind === 'array') return value.items.flatMap((item) => flat(item, depth + 1));
    if (value.kind === 'object')
      return flat(value.fields.get('method') ?? value, depth + 1).filter((each) => each !== value);
    return [value];
  };
  return list === undefined ? [] : flat(list, 0).map((value) => ({ value, site, conditional: false }));
}

/** The strategy of the route, else the server's default; `false` lets everyone in, modes `try` and `optional` may. */
function authentication(
  { options, site }: HapiRoute,
  common: HapiServer['defaultAuth'],
  strategies: HapiServer['strategies'],
): readonly JudgedGuard[] {
  const own = options.get('auth');
  const config = own ?? common?.config;
  if (config === undefined) return [];
  if (config.kind === 'primitive' && typeof config.value !== 'string') return [];
  const place = own === undefined ? (common?.site ?? site) : site;
  const fields = config.kind === 'object' ? config.fields : new Map<string, Value>();
  const inherited = common?.config.kind === 'object' ? common.config.fields : new Map<string, Value>();
  const named =
    fields.get('strategies') ?? fields.get('strategy') ?? (config.kind === 'object' ? undefined : config);
  const names = textsIn(named ?? inherited.get('strategies') ?? inherited.get('strategy') ?? common?.config);
  const mode = fields.get('mode') ?? (own === undefined ? inherited.get('mode') : undefined);
  const isOptional = mode !== undefined && /^(try|optional)$/.test(textOf(mode) ?? 'optional');
  const scope = fields.get('scope') ?? accessScope(fields.get('access'));
  const strategy = names[0] === undefined ? undefined : strategies.get(names[0]);
  const guard = (
    name: string,
    kind: JudgedGuard['guard']['kind'],
    requires: readonly string[],
  ): JudgedGuard => ({
    guard: { name, kind, requires, origin: place.origin },
    resolved: true,
    conditional: isOptional,
    passes: false,
  });
  const scopes = textsIn(scope);
  return [
    guard(names.join(', ') || 'auth', 'authentication', strategy === undefined ? [] : [strategy.scheme]),
    ...(scopes.length > 0 ? [guard('scope', 'authorisation', scopes)] : []),
  ];
}

const accessScope = (access: Value | undefined): Value | undefined => {
  const first = access?.kind === 'array' ? access.items[0] : access;
  return first?.kind === 'object' ? first.fields.get('scope') : undefined;
};

const textsIn = (value: Value | undefined): readonly string[] =>
  (value?.kind === 'array' ? value.items : value === undefined ? [] : [value]).flatMap(
    (item) => textOf(item) ?? [],
  );

const parts: readonly (readonly [string, Parameter['in']])[] = [
  ['params', 'path'],
  ['query', 'query'],
  ['payload', 'body'],
  ['headers', 'header'],
  ['state', 'cookie'],
];

const validateOf = ({ options }: HapiRoute): ReadonlyMap<string, Value> => {
  const value = options.get('validate');
  return value?.kind === 'object' ? value.fields : new Map();
};

function validation(route: HapiRoute): readonly JudgedGuard[] {
  const fields = validateOf(route);
  if (!parts.some(([name]) => fields.has(name))) return [];
  const guard = { name: 'validate', kind: 'validation', requires: [], origin: route.site.origin } as const;
  return [{ guard, resolved: true, conditional: false, passes: false }];
}

/** What the route validates, then what its handler reads besides. */
function parametersOf(route: HapiRoute): readonly Parameter[] {
  const fields = validateOf(route);
  const declared = parts.flatMap(([part, place]): readonly Parameter[] => {
    const schema = fields.get(part);
    if (schema === undefined) return [];
    const inside =
      schema.kind === 'object'
        ? [...schema.fields.keys()].map((name) => ({ name, required: false }))
        : schemaFields(schema);
    return inside.map((field) => ({ ...field, in: place, origin: route.site.origin }));
  });
  const handler =
    route.handler === undefined ? undefined : handlerOf(handlerGiven(route.handler, route.site)).value;
  const read = handler === undefined ? [] : readParameters(handler, { technology: 'hapi' });
  const known = new Set(declared.map((each) => `${each.in}:${each.name}`));
  const hasBody = declared.some((each) => each.in === 'body');
  return [
    ...declared,
    ...read.filter(
      (each) =>
        !known.has(`${each.in}:${each.name}`) && !(hasBody && each.in === 'body' && each.name === 'body'),
    ),
  ];
}

const handlerGiven = (value: Value, site: Site): Given => ({ value, site, conditional: false });
