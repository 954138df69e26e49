import type { FunctionValue, Site, Value } from '../../javascript/value.ts';
import { nothing, objectOf, optionsOf, textOf } from '../../javascript/value.ts';
import { given } from '../express.ts';
import { joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import { autoload } from './autoload.ts';
import type { Maker } from './fastify.ts';
import { isOpen } from './fastify.ts';
import type { Instance } from './instance.ts';
import { load } from './instance.ts';
import { ownEntry } from '../../javascript/own.ts';

/**
 * Queues a plugin; it is loaded when the application starts, or at once when the call is awaited, as Fastify does.
 * Until then decorators and hooks that come later in the same function are set.
 */
export function registerPlugin(
  maker: Maker,
  instance: Instance,
  plugin: Value,
  options: Value | undefined,
  site: Site,
): void {
  const { machine } = maker;
  const { level } = machine;
  instance.pending.push(() => {
    const outer = machine.level;
    machine.level = level;
    for (const each of optionsOf(plugin))
      loadPlugin(maker, instance, each, optionsFor(maker, instance, options, site), site);
    machine.level = outer;
  });
  if (isAwaited(site)) load(instance);
}

const isAwaited = ({ file, node }: Site): boolean =>
  /\bawait\s*$/.test(file.text.slice(Math.max(node.start - 12, 0), node.start));

function optionsFor(
  maker: Maker,
  instance: Instance,
  options: Value | undefined,
  site: Site,
): Value | undefined {
  return options?.kind === 'function' ? maker.machine.call(options, [instance.host], site) : options;
}

export function loadPlugin(
  maker: Maker,
  instance: Instance,
  plugin: Value,
  options: Value | undefined,
  site: Site,
): void {
  const { machine } = maker;
  switch (plugin.kind) {
    case 'function':
      return callPlugin(maker, instance, plugin, options, site);
    case 'module':
      return loadPlugin(maker, instance, machine.exported(plugin.path, 'default'), options, site);
    case 'object': {
      const inner = plugin.fields.get('default') ?? plugin.fields.get('plugin');
      if (inner !== undefined && inner !== plugin) loadPlugin(maker, instance, inner, options, site);
      return;
    }
    case 'library':
      return loadLibrary(maker, instance, plugin, options, site);
    case 'unknown':
      machine.tell('follow-plugin', site.origin.file, plugin.why, site);
      return;
    default:
      return;
  }
}

/** The prefix of a plugin's options, joined to the prefix of the instance that registers it. */
export function prefixOf(instance: Instance, options: Value | undefined): RoutePath {
  const own = options?.kind === 'object' ? options.fields.get('prefix') : undefined;
  if (own === undefined || own === nothing) return instance.prefix;
  return joinPaths(instance.prefix, pathsOf(own)[0] ?? rootPath);
}

function callPlugin(
  maker: Maker,
  instance: Instance,
  plugin: FunctionValue,
  options: Value | undefined,
  site: Site,
): void {
  if (timesAbove(instance, plugin) >= mostTimes) return;
  const own = isOpen(plugin)
    ? instance
    : maker.make(instance, prefixOf(instance, options), site, plugin.node);
  maker.machine.call(plugin, [own.host, options ?? objectOf([])], site);
  if (own !== instance) load(own);
}

/** How often a plugin may stand above itself: one that registers itself is cut. */
const mostTimes = 2;

function timesAbove(instance: Instance, { node }: FunctionValue): number {
  let times = 0;
  for (let at: Instance | undefined = instance; at !== undefined; at = at.parent)
    if (at.plugin === node) times += 1;
  return times;
}

/** Packages that put a check before every route unless told otherwise. */
const checking: Readonly<Record<string, string>> = {
  '@fastify/rate-limit': 'global',
  'fastify-rate-limit': 'global',
  '@fastify/bearer-auth': 'addHook',
  'fastify-bearer-auth': 'addHook',
};

/** A plugin that nothing is known of, and that is about who is calling by its name. */
const mayCheck = (name: string): boolean =>
  /auth|gate|guard|secur|acl|permission|login|session-check|protect/i.test(name) &&
  !/^@fastify\/|^fastify-(auth|jwt|oauth2|basic-auth|auth0-verify|casbin|passport|secure-session|guard|keycloak\w*)$|^@auth\/|gateway|socket/.test(
    name,
  );

function loadLibrary(
  maker: Maker,
  instance: Instance,
  plugin: Extract<Value, { kind: 'library' }>,
  options: Value | undefined,
  site: Site,
): void {
  if (/^(@fastify\/|fastify-)autoload$/.test(plugin.package)) return autoload(maker, instance, options, site);
  // Its own model tells what it serves on the instance.
  if (plugin.package === 'mercurius') {
    maker.machine.call(plugin, [instance.host, options ?? objectOf([])], site);
    return;
  }
  const flag = ownEntry(checking, plugin.package) ?? (mayCheck(plugin.package) ? '' : undefined);
  if (flag === undefined) return;
  const value = options?.kind === 'object' ? options.fields.get(flag) : undefined;
  if (value?.kind === 'primitive' && value.value === false) return;
  for (const each of given([plugin], site, 0))
    instance.hooks.push({
      phase: 'onRequest',
      given: { ...each, written: plugin.package },
      level: maker.machine.level,
      order: maker.nextOrder(),
    });
}

export const optionText = (options: Value | undefined, name: string): string | undefined => {
  const value = options?.kind === 'object' ? options.fields.get(name) : undefined;
  return value === undefined ? undefined : textOf(value);
};
