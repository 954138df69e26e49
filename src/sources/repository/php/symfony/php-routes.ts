import type { RoutePath } from '../../http/paths.ts';
import { callableName } from '../calls.ts';
import { callValue, runFile } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { routePath } from '../paths.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { originAt, textOf, textsOf } from '../value.ts';
import { importRoutes } from './configuration.ts';
import type { Loading } from './configuration.ts';
import {
  controllerNamed,
  defaultsOf,
  isBuiltInController,
  prefixed,
  withDefaults,
  withoutDefaults,
} from './routes.ts';
import type { SymfonyRoute } from './routes.ts';

/** `return function (RoutingConfigurator $routes) { $routes->add('name', '/path')->controller(…); }`. */
export function phpRoutes(loading: Loading, path: string): readonly SymfonyRoute[] {
  const found: (() => readonly SymfonyRoute[])[] = [];
  const returned = runFile(loading.machine, path);
  const file = loading.machine.codebase.file(path);
  if (file === undefined) return [];
  if (returned.kind === 'closure')
    callValue(loading.machine, returned, [
      { value: routeConfigurator(loading, path, found), node: file.root },
    ]);
  return found.flatMap((give) => give());
}

/** What a function that configures routes is given; `found` gives them when all of it was said. */
export function routeConfigurator(
  loading: Loading,
  path: string,
  found: (() => readonly SymfonyRoute[])[],
): PhpValue {
  const host: Host = {
    className: 'Symfony\\Component\\Routing\\Loader\\Configurator\\RoutingConfigurator',
    call: (method, args, site) => {
      if (method === 'add') return addRoute(found, args, site);
      if (method === 'import') return addImport(loading, path, found, args);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function addRoute(found: (() => readonly SymfonyRoute[])[], args: Arguments, site: Site): PhpValue {
  const name = textOf(args[0]?.value);
  let route: SymfonyRoute = {
    ...(name === undefined ? {} : { name }),
    path: routePath(args[1]?.value),
    methods: [],
    controller: undefined,
    defaults: new Map(),
    origin: originAt(site.scope.file, site.node),
  };
  found.push(() => [route]);
  const host: Host = {
    className: 'Symfony\\Component\\Routing\\Loader\\Configurator\\RouteConfigurator',
    call: (method, given, where) => {
      if (method === 'add') return addRoute(found, given, where);
      if (method === 'methods') route = { ...route, methods: methodsNamed(textsOf(given[0]?.value)) };
      if (method === 'controller') {
        const written = textOf(given[0]?.value);
        const named = callableName(given[0]?.value);
        route = {
          ...route,
          controller: named ?? controllerNamed(written),
          ...(isBuiltInController(named?.[0] ?? written) ? { builtIn: true } : {}),
        };
      }
      if (method === 'prefix') route = prefixed(routePath(given[0]?.value), route);
      if (method === 'defaults') {
        const said = defaultsOf(given[0]?.value);
        route = { ...withoutDefaults(route), ...withDefaults(new Map(), said) };
      }
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function addImport(
  loading: Loading,
  path: string,
  found: (() => readonly SymfonyRoute[])[],
  args: Arguments,
): PhpValue {
  let prefixes: readonly RoutePath[] = [{ text: '', resolved: true }];
  let methods: readonly string[] = [];
  let named = '';
  let givesDefaults = false;
  // `{routes}/*.yaml` is a pattern of one name.
  const resource = textsOf(args[0]?.value).map((each) => each.replaceAll(/\{([\w.-]+)\}/g, '$1'));
  const type = textOf(args[1]?.value);
  found.push(() =>
    resource.flatMap((each) =>
      importRoutes(loading, path, { resource: each, type, prefixes, methods, named, givesDefaults }),
    ),
  );
  const host: Host = {
    className: 'Symfony\\Component\\Routing\\Loader\\Configurator\\ImportConfigurator',
    call: (method, given) => {
      const [first] = given;
      if (method === 'prefix')
        prefixes =
          first?.value.kind === 'array'
            ? first.value.entries.map(({ value }) => routePath(value))
            : [routePath(first?.value)];
      if (method === 'methods') methods = textsOf(first?.value);
      if (method === 'defaults') givesDefaults = true;
      if (method === 'nameprefix') named = textOf(first?.value) ?? '';
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}
