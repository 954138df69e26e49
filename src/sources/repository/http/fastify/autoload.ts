import { joinPath } from '../../file-paths.ts';
import type { Site, Value } from '../../javascript/value.ts';
import { objectOf, primitive, textOf } from '../../javascript/value.ts';
import type { Maker } from './fastify.ts';
import type { Instance } from './instance.ts';
import { load } from './instance.ts';
import { loadPlugin, optionText, prefixOf } from './plugins.ts';

interface Settings {
  readonly options: Value | undefined;
  readonly dirNames: boolean;
  readonly routeParams: boolean;
  readonly autoHooks: boolean;
  readonly cascade: boolean;
  readonly ignored: RegExp | undefined;
}

interface Folder {
  readonly path: string;
  readonly prefix: string;
  readonly depth: number;
}

const script = /(?<!\.d)\.(ts|mts|cts|js|mjs|cjs)$/;
const indexFile = /^index\.(ts|mts|cts|js|mjs|cjs)$/;
const hooksFile = /^[_.]?auto_?hooks\.(ts|mts|cts|js|mjs|cjs)$/i;

/** `@fastify/autoload`: every file of a folder is a plugin, folder names are prefixes. */
export function autoload(maker: Maker, instance: Instance, options: Value | undefined, site: Site): void {
  const { machine } = maker;
  const dir = optionText(options, 'dir');
  if (dir === undefined) {
    machine.tell('follow-plugin', site.origin.file, 'the folder of the plugins is not known', site);
    return;
  }
  const flag = (name: string, standard: boolean): boolean => {
    const value = options?.kind === 'object' ? options.fields.get(name) : undefined;
    return value?.kind === 'primitive' ? Boolean(value.value) : standard;
  };
  const settings: Settings = {
    options: options?.kind === 'object' ? options.fields.get('options') : undefined,
    dirNames: flag('dirNameRoutePrefix', true),
    routeParams: flag('routeParams', false),
    autoHooks: flag('autoHooks', false),
    cascade: flag('cascadeHooks', false),
    ignored: ignorePattern(options),
  };
  const path = joinPath('', dir.replace(/^file:\/\//, ''));
  visit(maker, settings, instance, { path, prefix: '', depth: 0 }, site);
}

/** Only patterns that are plain alternatives of names are taken over. */
function ignorePattern(options: Value | undefined): RegExp | undefined {
  const value = options?.kind === 'object' ? options.fields.get('ignorePattern') : undefined;
  if (value?.kind !== 'pattern') return undefined;
  const source = /^\/(.*)\/[a-z]*$/.exec(value.source)?.[1] ?? '';
  return /^[\w.|^$\\/-]+$/.test(source) && source.length < 100 ? new RegExp(source) : undefined;
}

function visit(maker: Maker, settings: Settings, instance: Instance, folder: Folder, site: Site): void {
  if (folder.depth > 20) return;
  const { files, folders } = childrenOf(maker, folder.path);
  const scripts = files.filter((name) => script.test(name) && settings.ignored?.test(`/${name}`) !== true);
  const index = scripts.find((name) => indexFile.test(name));
  const hooks = settings.autoHooks ? scripts.find((name) => hooksFile.test(name)) : undefined;
  const own = hooks === undefined ? instance : maker.make(instance, instance.prefix, site);
  if (hooks !== undefined) loadOpen(maker, own, `${folder.path}/${hooks}`, site);
  const plugins = index === undefined ? scripts.filter((name) => name !== hooks) : [index];
  for (const name of plugins) {
    loadFile(maker, settings, own, `${folder.path}/${name}`, folder.prefix, site);
    load(own);
  }
  const below = settings.cascade ? own : instance;
  for (const name of folders) {
    if (settings.ignored?.test(`/${name}`) === true || name === 'node_modules') continue;
    const path = `${folder.path}/${name}`;
    const prefix = `${folder.prefix}/${segment(settings, name)}`;
    visit(maker, settings, below, { path, prefix, depth: folder.depth + 1 }, site);
  }
}

const segment = (settings: Settings, name: string): string =>
  settings.routeParams && /^__?/.test(name)
    ? name.replace(/^__/, '*:').replace(/^_/, ':').replace('*:', ':').replaceAll('__', '-:')
    : name;

function childrenOf(
  maker: Maker,
  folder: string,
): { readonly files: readonly string[]; readonly folders: readonly string[] } {
  const prefix = folder === '' ? '' : `${folder}/`;
  const files: string[] = [];
  const folders = new Set<string>();
  for (const [path, { test }] of maker.machine.codebase.files) {
    if (!path.startsWith(prefix) || test) continue;
    const [name = '', ...rest] = path.slice(prefix.length).split('/');
    if (rest.length === 0) files.push(name);
    else folders.add(name);
  }
  return { files, folders: [...folders] };
}

/** The default export of a file, or the whole of what a CommonJS file exports. */
function pluginIn(maker: Maker, path: string): Value {
  maker.machine.runModule(path);
  return maker.machine.exported(path, 'default');
}

function loadOpen(maker: Maker, instance: Instance, path: string, site: Site): void {
  const plugin = pluginIn(maker, path);
  if (plugin.kind === 'function') maker.machine.call(plugin, [instance.host, objectOf([])], site);
  load(instance);
}

function loadFile(
  maker: Maker,
  settings: Settings,
  instance: Instance,
  path: string,
  prefix: string,
  site: Site,
): void {
  const plugin = pluginIn(maker, path);
  const said = (name: string): Value | undefined => {
    const onPlugin = plugin.kind === 'function' ? plugin.fields.get(name) : undefined;
    if (onPlugin !== undefined) return onPlugin;
    const exported = maker.machine.exported(path, name);
    return exported.kind === 'unknown' ? undefined : exported;
  };
  const off = said('autoload');
  if (off?.kind === 'primitive' && off.value === false) return;
  const override = said('prefixOverride');
  const auto = said('autoPrefix');
  const own = (auto === undefined ? undefined : textOf(auto)) ?? (settings.dirNames ? prefix : '');
  const base = prefixOf({ ...instance, prefix: { text: '', resolved: true } }, settings.options).text;
  const full = (override === undefined ? undefined : textOf(override)) ?? `${base}${own}`;
  const { options } = settings;
  const given = objectOf([
    ...(options?.kind === 'object' ? options.fields : []),
    ['prefix', primitive(full)],
  ]);
  loadPlugin(maker, instance, plugin, given, site);
}
