import type { Machine } from '../javascript/machine.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, optionsOf, textOf, unknown } from '../javascript/value.ts';
import type { HapiRoute, HapiServer } from './hapi-routes.ts';
import { hapiRoutes } from './hapi-routes.ts';
import { joinPaths, pathsOf, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import type { CallFramework } from './routers.ts';
import { verbsIn } from './verbs.ts';

const packages = [
  '@hapi/hapi',
  'hapi',
  '@hapi/glue',
  '@hapi/inert',
  '@hapi/vision',
  '@hapipal/haute-couture',
];

/** Hapi: servers with tables of routes, plugins, and authentication that holds by default. */
export function hapi(): CallFramework {
  const servers: HapiServer[] = [];
  const make = (machine: Machine, site: Site, standIn: boolean): HostValue => {
    const server: HapiServer = { routes: [], checks: [], strategies: new Map(), site, standIn };
    servers.push(server);
    return hostOf({ machine, server, prefix: rootPath });
  };
  return {
    technology: 'hapi',
    routes: () => hapiRoutes(servers),
    standIn: (machine, _, site) => make(machine, site, true),
    library: {
      packages,
      call: ({ package: from, path }, args, site, machine) => {
        const name = path.split('.').at(-1) ?? '';
        if (from.endsWith('hapi') && /^(server|Server)$/.test(name)) return make(machine, site, false);
        if (from === '@hapi/glue' && name === 'compose')
          return composed(machine, make(machine, site, false), args[0], site);
        return undefined;
      },
    },
  };
}

interface Realm {
  readonly machine: Machine;
  readonly server: HapiServer;
  /** Prefix of the plugin it is handed to. */
  readonly prefix: RoutePath;
  readonly plugin?: string;
}

function hostOf(realm: Realm): HostValue {
  const host: HostValue = {
    kind: 'host',
    technology: 'hapi',
    fields: new Map(),
    member: (name) => memberOf(realm, host, name),
  };
  return host;
}

function memberOf(realm: Realm, host: HostValue, name: string): Value | undefined {
  const { server, machine } = realm;
  switch (name) {
    case 'route':
      return native(name, ([routes], site) => {
        if (routes !== undefined) addRoutes(realm, routes, site);
        return host;
      });
    case 'register':
      return native(name, ([plugins, options], site) => {
        if (plugins !== undefined) register(realm, plugins, options, site, 0);
        return host;
      });
    case 'ext':
      return native(name, ([point, method], site) => {
        for (const [phase, check] of extensions(point, method))
          server.checks.push({ phase, given: { value: check, site, conditional: machine.level > 0 } });
        return host;
      });
    case 'auth':
      return authOf(realm);
    case 'decorate':
      return native(name, ([, key, value]) => {
        const text = key === undefined ? undefined : textOf(key);
        if (text !== undefined && value !== undefined) host.fields.set(text, value);
        return host;
      });
    case 'realm':
      return objectOf([], 0, true);
    case 'start':
    case 'initialize':
    case 'events':
    case 'bind':
    case 'validator':
    case 'path':
    case 'views':
      return native(name, () => nothing);
    default:
      return undefined;
  }
}

/** `server.auth.strategy('session', 'cookie', …)` and `server.auth.default('session')`. */
function authOf({ server }: Realm): Value {
  return objectOf(
    [
      ['scheme', native('scheme', () => nothing)],
      ['test', native('test', () => unknown('whether a credential is right'))],
      [
        'strategy',
        native('strategy', ([name, scheme], site) => {
          const text = name === undefined ? undefined : textOf(name);
          const how = scheme === undefined ? undefined : textOf(scheme);
          if (text !== undefined) server.strategies.set(text, { scheme: how ?? text, origin: site.origin });
          return nothing;
        }),
      ],
      [
        'default',
        native('default', ([config], site) => {
          if (config !== undefined) server.defaultAuth = { config, site };
          return nothing;
        }),
      ],
    ],
    0,
    true,
  );
}

/** `ext('onPreHandler', check)`, `ext({ type, method })`, a list of those. */
function extensions(
  point: Value | undefined,
  method: Value | undefined,
): readonly (readonly [string, Value])[] {
  if (point === undefined) return [];
  if (point.kind === 'array') return point.items.flatMap((item) => extensions(item, undefined));
  if (point.kind === 'object') return extensions(point.fields.get('type'), point.fields.get('method'));
  const phase = textOf(point);
  if (phase === undefined || method === undefined) return [];
  return (method.kind === 'array' ? method.items : [method]).map((each) => [phase, each] as const);
}

function addRoutes(realm: Realm, routes: Value, site: Site): void {
  for (const each of optionsOf(routes)) {
    if (each.kind === 'array') for (const item of each.items) addRoutes(realm, item, site);
    else if (each.kind === 'object') realm.server.routes.push(...routesIn(realm, each, site));
    else if (each.kind !== 'primitive')
      realm.machine.tell('follow-routes', site.origin.file, 'a table of routes that is not known', site);
  }
}

function routesIn(realm: Realm, value: Extract<Value, { kind: 'object' }>, site: Site): readonly HapiRoute[] {
  const { machine, prefix } = realm;
  const path = value.fields.get('path');
  if (path === undefined) return [];
  const options = value.fields.get('options') ?? value.fields.get('config');
  const settings = options?.kind === 'function' ? machine.call(options, [hostOf(realm)], site) : options;
  const fields = settings?.kind === 'object' ? settings.fields : new Map<string, Value>();
  const handler = value.fields.get('handler') ?? fields.get('handler');
  return pathsOf(path).map((own) => ({
    methods: verbsIn(value.fields.get('method')),
    path: joinPaths(prefix, { ...own, text: spelled(own.text) }),
    options: fields,
    handler,
    site,
    level: machine.level,
  }));
}

/** `{rest*}` takes what is left, `{pair*2}` so many segments, and `{id?}` may be left out. */
const spelled = (path: string): string =>
  path
    .replaceAll(/\{(\w+)\*(\d+)\}/g, (_, name: string, count: string) =>
      Array.from({ length: Math.min(Number(count), 9) }, (_each, at) => `{${name}${at + 1}}`).join('/'),
    )
    .replaceAll(/\{(\w+)\*\}/g, '*$1')
    .replaceAll(/\{(\w+)\?\}/g, ':$1?');

const deepest = 30;

/** Plugins, plain or with options: `{ plugin, options, routes: { prefix } }`. */
function register(realm: Realm, plugins: Value, options: Value | undefined, site: Site, depth: number): void {
  if (depth > deepest) return;
  const { machine } = realm;
  for (const each of optionsOf(plugins)) {
    if (each.kind === 'array') {
      for (const item of each.items) register(realm, item, options, site, depth + 1);
      continue;
    }
    const fields = each.kind === 'object' ? each.fields : undefined;
    const inner =
      fields?.get('plugin') ?? (each.kind === 'module' ? machine.exported(each.path, 'plugin') : undefined);
    const routes =
      fields?.get('routes') ?? (options?.kind === 'object' ? options.fields.get('routes') : undefined);
    const prefix = routes?.kind === 'object' ? routes.fields.get('prefix') : undefined;
    const below: Realm = {
      ...realm,
      prefix: prefix === undefined ? realm.prefix : joinPaths(realm.prefix, pathsOf(prefix)[0] ?? rootPath),
    };
    if (inner !== undefined && inner.kind !== 'unknown')
      register(below, inner, objectOf([['options', fields?.get('options') ?? nothing]]), site, depth + 1);
    else callPlugin(below, each, fields?.get('options') ?? optionIn(options), site);
  }
}

const optionIn = (options: Value | undefined): Value =>
  (options?.kind === 'object' ? options.fields.get('options') : undefined) ?? objectOf([]);

function callPlugin(realm: Realm, plugin: Value, options: Value, site: Site): void {
  const { machine } = realm;
  const called =
    plugin.kind === 'function'
      ? plugin
      : plugin.kind === 'module'
        ? machine.exported(plugin.path, 'register')
        : plugin.kind === 'object'
          ? (plugin.fields.get('register') ?? machine.member(plugin, 'register', site))
          : undefined;
  if (called?.kind === 'function') machine.call(called, [hostOf(realm), options], site, plugin);
}

/** `Glue.compose(manifest)`: plugins of a manifest. */
function composed(machine: Machine, host: HostValue, manifest: Value | undefined, site: Site): Value {
  const part = manifest?.kind === 'object' ? manifest.fields.get('register') : undefined;
  const plugins = part?.kind === 'object' ? part.fields.get('plugins') : undefined;
  if (plugins !== undefined) machine.call(machine.member(host, 'register', site), [plugins], site, host);
  return host;
}
