import type { Method } from '../../../../model/api.ts';
import { callValue } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { routePath, joinBelow } from '../paths.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { argument, entryOf, textOf, textsOf } from '../value.ts';
import { authRoutes } from './auth-routes.ts';
import { canMiddleware, middlewareOf, nested, runGroup, withAttribute } from './groups.ts';
import { nameMiddleware } from './middleware.ts';
import type { MiddlewareTable } from './middleware.ts';
import type { GivenMiddleware, Group, Registration, Registry } from './registry.ts';
import { isResourceCall, registerResources } from './resources.ts';

export const routerClass = 'Illuminate\\Routing\\Router';

const verbs: Readonly<Record<string, readonly Method[]>> = {
  get: ['GET'],
  post: ['POST'],
  put: ['PUT'],
  patch: ['PATCH'],
  delete: ['DELETE'],
  options: ['OPTIONS'],
  head: ['HEAD'],
  query: ['QUERY'],
  any: ['ANY'],
  view: ['GET'],
  inertia: ['GET'],
  livewire: ['GET'],
  redirect: ['ANY'],
  permanentredirect: ['ANY'],
};

export interface Routing {
  readonly machine: Machine;
  readonly table: MiddlewareTable;
  readonly registry: Registry;
}

/** The `Route` facade, `$router`, and what fluent calls on them give: `own` is what was said so far. */
export function routerHost(routing: Routing, own?: Group): PhpValue {
  const host: Host = {
    className: routerClass,
    call: (method, args, site) => callRouter(routing, own, method, args, site),
    read: (property) => (property === 'router' || property === 'app' ? routerHost(routing) : undefined),
  };
  return { kind: 'host', host };
}

const noGroup: Group = { prefix: { text: '', resolved: true }, middleware: [], without: [], namespace: '' };

function callRouter(
  routing: Routing,
  own: Group | undefined,
  method: string,
  args: Arguments,
  site: Site,
): PhpValue | undefined {
  const said = withAttribute(routing.machine, own ?? noGroup, method, args, site);
  if (said !== undefined) return routerHost(routing, said);
  if (own === undefined && nameMiddleware(routing.table, method, args)) return routerHost(routing);
  if (method === 'group') return runGroup(routing, own ?? noGroup, args, site);
  if (isResourceCall(method))
    return registerResources(routing, nested(routing.registry.group, own), method, args, site);
  const group = nested(routing.registry.group, own);
  if (method === 'match' || method === 'addroute') {
    const methods = methodsNamed(textsOf(argument(args, 0, 'methods')));
    return register(routing, group, methods, args.slice(1), site, false);
  }
  if (method === 'fallback')
    return add(routing, {
      methods: ['GET'],
      path: joinBelow(group.prefix, { text: '{fallbackPlaceholder}', resolved: true }),
      group,
      middleware: [],
      without: [],
      action: args[0]?.value,
      site,
    });
  const methods = verbs[method];
  if (methods !== undefined)
    return register(routing, group, methods, args, site, /view|inertia|redirect|livewire/.test(method));
  if (method === 'auth') return authRoutes(routing, group, args, site);
  return /^(when|unless|tap|macro|bind|model|pattern|resourceverbs|getroutes|scopebindings)$/.test(method)
    ? runHelper(routing, own, method, args)
    : undefined;
}

function runHelper(routing: Routing, own: Group | undefined, method: string, args: Arguments): PhpValue {
  const here = routerHost(routing, own);
  const [name, binder] = [textOf(args[0]?.value), args[1]?.value];
  if (method === 'bind' && name !== undefined && binder !== undefined)
    routing.registry.binders.set(name, binder);
  const closure = args.find(({ value }) => value.kind === 'closure');
  if (closure !== undefined && /^(when|unless|tap)$/.test(method))
    callValue(routing.machine, closure.value, [{ value: here, node: closure.node }]);
  return here;
}

/** `get('/x', action)`: an action may be a list with `uses` and `middleware`. */
function register(
  routing: Routing,
  group: Group,
  methods: readonly Method[],
  args: Arguments,
  site: Site,
  builtIn: boolean,
): PhpValue {
  const action = argument(args, 1, 'action');
  const given = action?.kind === 'array' ? action : undefined;
  const uses =
    entryOf(given, 'uses') ??
    given?.entries.find(({ value, key }) => key === undefined && value.kind === 'closure')?.value;
  const middleware = entryOf(given, 'middleware');
  const prefix = entryOf(given, 'prefix');
  const path = joinBelow(
    prefix === undefined ? { text: '', resolved: true } : routePath(prefix),
    routePath(argument(args, 0, 'uri')),
  );
  const named = textOf(entryOf(given, 'as'));
  return add(routing, {
    methods,
    path: joinBelow(group.prefix, path),
    ...(named === undefined ? {} : { name: `${group.name ?? ''}${named}` }),
    group,
    middleware:
      middleware === undefined
        ? []
        : [...middlewareOf(routing.machine, [{ value: middleware, node: site.node }], site)],
    without: [],
    action: uses ?? action,
    ...(builtIn ? { builtIn } : {}),
    site,
  });
}

export function add(routing: Routing, registration: Registration): PhpValue {
  const { name = '' } = registration.group;
  // What fluent calls said before the verb names the route itself.
  if (name !== '') registration.name ??= name;
  routing.registry.registrations.push(registration);
  return routeHost(routing, registration);
}

/** A registered route: what is called on it still changes it. */
function routeHost(routing: Routing, registration: Registration): PhpValue {
  const host: Host = {
    className: 'Illuminate\\Routing\\Route',
    call: (method, args, site) => {
      if (method === 'middleware') registration.middleware.push(...middlewareOf(routing.machine, args, site));
      else if (method === 'can') registration.middleware.push(canMiddleware(routing.machine, args, site));
      else if (method === 'withoutmiddleware')
        registration.without.push(...args.flatMap(({ value }) => textsOf(value)));
      else if (method === 'name')
        registration.name = `${registration.name ?? ''}${textOf(args[0]?.value) ?? ''}`;
      else if (method === 'prefix')
        registration.path = joinBelow(routePath(args[0]?.value), registration.path);
      else if (!ofRoute.test(method)) registration.middleware.push(macro(method, site));
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

/** Methods of the framework's own routes, in lower case, that put no check before one. */
const ofRoute =
  /^(where\w*|as|domain|defaults|setdefaults|missing|scopebindings|withoutscopedbindings|withtrashed|block|withoutblocking|fallback|uses|action|controller|only|except|names?|parameters?|shallow|setaction|setbindingfields|metadata|breadcrumbs?|bind|namespace|group|secure|httponly|httpsonly|when|unless|tap|middlewarefor|withoutmiddlewarefor|creatable|destroyable|singleton|apisingleton|lazy|layout|title|description|tags?|localized|cacheresponse|version|option|pattern)$/;

/** A method that a macro adds to routes: what it puts before one is not followed. */
const macro = (method: string, site: Site): GivenMiddleware => ({
  value: { kind: 'text', text: `macro ${method}` },
  site,
  conditional: false,
});
