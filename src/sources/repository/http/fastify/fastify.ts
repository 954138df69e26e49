import type { LibraryModel, Machine } from '../../javascript/machine.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';
import type { FunctionValue, HostValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, primitive, textOf, unknown } from '../../javascript/value.ts';
import { given } from '../express.ts';
import { joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Instance } from './instance.ts';
import { isPhase, load } from './instance.ts';
import { registerPlugin } from './plugins.ts';
import { addFullRoute, addShortRoute, methods } from './register-route.ts';
import { ownEntry } from '../../javascript/own.ts';

/** Instances of Fastify, filled while the target's code is walked. */
export interface FastifyWorld {
  readonly library: LibraryModel;
  readonly instances: readonly Instance[];
  /** An instance for a parameter of a function that nobody was seen to call, or for the application of the command line. */
  readonly instance: (site: Site, standIn: boolean) => Instance;
  /** Loads what is still pending once all code was walked. */
  readonly finish: () => void;
}

export interface Maker {
  readonly machine: Machine;
  readonly make: (parent: Instance, prefix: RoutePath, site: Site, plugin?: FunctionNode) => Instance;
  readonly nextOrder: () => number;
}

export function fastifyWorld(): FastifyWorld {
  const instances: Instance[] = [];
  let order = 0;
  let known: Machine | undefined;
  const nextOrder = (): number => (order += 1);
  const make = (
    parent: Instance | undefined,
    prefix: RoutePath,
    site: Site,
    plugin: FunctionNode | undefined,
    standIn: boolean,
  ): Instance => {
    const host: HostValue = {
      kind: 'host',
      technology: 'fastify',
      fields: new Map(),
      member: (name) =>
        known === undefined
          ? undefined
          : memberOf({ machine: known, make: inner, nextOrder }, instance, name),
    };
    const instance: Instance = {
      parent,
      prefix,
      hooks: [],
      routes: [],
      pending: [],
      order: nextOrder(),
      site,
      plugin,
      host,
      standIn,
    };
    instances.push(instance);
    return instance;
  };
  const inner: Maker['make'] = (parent, prefix, site, plugin) => make(parent, prefix, site, plugin, false);
  return {
    instances,
    instance: (site, standIn) => make(undefined, rootPath, site, undefined, standIn),
    finish: () => {
      for (const instance of instances) load(instance);
    },
    library: {
      packages: ['fastify', 'fastify-plugin', 'fastify-cli', '@fastify/autoload', 'fastify-autoload'],
      call: ({ package: from, path }, args, site, machine) => {
        known = machine;
        if (from === 'fastify-plugin') return withoutEncapsulation(args[0]);
        if (from === 'fastify' && /^(default|fastify)?$/.test(path))
          return make(undefined, rootPath, site, undefined, false).host;
        return undefined;
      },
    },
  };
}

const open = 'skip-override';

/** `fastify-plugin` marks a function: it works on the instance that registers it. */
function withoutEncapsulation(plugin: Value | undefined): Value | undefined {
  if (plugin?.kind !== 'function') return plugin;
  return { ...plugin, fields: new Map([...plugin.fields, [open, primitive(true)]]) };
}

export const isOpen = (plugin: FunctionValue): boolean => plugin.fields.has(open);

function memberOf(maker: Maker, instance: Instance, name: string): Value | undefined {
  const inherited = inheritedField(instance, name);
  if (inherited !== undefined) return inherited;
  const { host } = instance;
  const { machine } = maker;
  const method = ownEntry(methods, name);
  if (method !== undefined)
    return native(name, (args, site) => {
      addShortRoute(machine, instance, method, args, site);
      return host;
    });
  switch (name) {
    case 'route':
      return native(name, ([options], site) => {
        addFullRoute(machine, instance, options, site);
        return host;
      });
    case 'register':
      return native(name, ([plugin, options], site) => {
        if (plugin !== undefined) registerPlugin(maker, instance, plugin, options, site);
        return host;
      });
    case 'addHook':
      return native(name, ([phase, ...rest], site) => {
        addHook(maker, instance, phase, rest, site);
        return host;
      });
    case 'use':
      return native(name, (args, site) => {
        use(maker, instance, args, site);
        return host;
      });
    case 'decorate':
      return native(name, ([key, value]) => {
        const text = key === undefined ? undefined : textOf(key);
        if (text !== undefined && value !== undefined) host.fields.set(text, namedAs(value, text));
        return host;
      });
    case 'auth':
      return native(name, ([checks]) => checks ?? nothing);
    case 'prefix':
      return instance.prefix.resolved ? primitive(instance.prefix.text) : unknown('the prefix of the plugin');
    default:
      return lifeCycle(maker, instance, name);
  }
}

const namedAs = (value: Value, name: string): Value =>
  value.kind === 'function' && value.name === undefined ? { ...value, name } : value;

/** What was decorated on an instance above is there on those below. */
function inheritedField(instance: Instance, name: string): Value | undefined {
  for (let at = instance.parent; at !== undefined; at = at.parent) {
    const field = at.host.fields.get(name);
    if (field !== undefined) return field;
  }
  return undefined;
}

const chaining =
  /^(withTypeProvider|set\w+|add(Schema|ContentTypeParser|HttpMethod)|remove\w+|decorate(Request|Reply)|enable\w*)$/;

function lifeCycle({ machine }: Maker, instance: Instance, name: string): Value | undefined {
  if (chaining.test(name)) return native(name, () => instance.host);
  switch (name) {
    case 'listen':
    case 'ready':
    case 'inject':
      return native(name, (args, site) => {
        load(rootOf(instance));
        for (const arg of args) if (arg.kind === 'function') machine.call(arg, [nothing], site);
        return instance.host;
      });
    case 'after':
      return native(name, ([callback], site) => {
        if (callback?.kind === 'function')
          instance.pending.push(() => void machine.call(callback, [nothing], site));
        else load(instance);
        return instance.host;
      });
    default:
      return undefined;
  }
}

const rootOf = (instance: Instance): Instance => {
  let at = instance;
  while (at.parent !== undefined) at = at.parent;
  return at;
};

function addHook(
  { machine, nextOrder }: Maker,
  instance: Instance,
  phase: Value | undefined,
  handlers: readonly Value[],
  site: Site,
): void {
  const name = phase === undefined ? undefined : textOf(phase);
  if (name === undefined || !isPhase(name)) return;
  for (const each of given(handlers, site, 1))
    instance.hooks.push({ phase: name, given: each, level: machine.level, order: nextOrder() });
}

/** Middlewares of the Express kind, through a package that runs them. */
function use({ machine, nextOrder }: Maker, instance: Instance, args: readonly Value[], site: Site): void {
  const [first, ...rest] = args;
  const path = first !== undefined && textOf(first) !== undefined ? pathsOf(first)[0] : undefined;
  for (const each of path === undefined ? given(args, site, 0) : given(rest, site, 1))
    instance.hooks.push({
      phase: 'onRequest',
      given: each,
      level: machine.level,
      order: nextOrder(),
      ...(path === undefined ? {} : { path: joinPaths(instance.prefix, path) }),
    });
}
