import { harmlessInNest } from '../unread-packages.ts';
import type { Collector } from '../../javascript/decorators.ts';
import { readDecorators } from '../../javascript/decorators.ts';
import type { Injector } from '../../javascript/injection.ts';
import type { Machine } from '../../javascript/machine.ts';
import { siteOf } from '../../javascript/machine.ts';
import type { ClassValue, ObjectValue, Site, Value, ResultValue } from '../../javascript/value.ts';
import { optionsOf, textOf, unknown } from '../../javascript/value.ts';
import type { Consumed } from './middleware.ts';
import { readMiddlewares } from './middleware.ts';

/** A controller, resolver or gateway as a module names it. */
export interface Registered {
  readonly shape: ClassValue;
  readonly module: ClassValue | undefined;
}

/** Everything the root module leads to. */
export interface ModuleGraph {
  readonly controllers: readonly Registered[];
  readonly providers: readonly Registered[];
  /** Guards for every handler: providers under `APP_GUARD`. */
  readonly guards: readonly { readonly value: Value; readonly site: Site; readonly conditional: boolean }[];
  readonly middlewares: readonly Consumed[];
  /** Path prefixes that `RouterModule` gives to modules. */
  readonly prefixes: ReadonlyMap<ClassValue, string>;
  /** Parts of the graph that could not be followed. */
  readonly open: readonly string[];
}

interface Walk {
  readonly machine: Machine;
  readonly collector: Collector;
  readonly injector: Injector;
  readonly seen: Set<Value>;
  readonly controllers: Registered[];
  readonly providers: Registered[];
  readonly guards: { value: Value; site: Site; conditional: boolean }[];
  readonly middlewares: Consumed[];
  readonly prefixes: Map<ClassValue, string>;
  readonly open: string[];
}

const mostModules = 5_000;

export function readModules(
  machine: Machine,
  collector: Collector,
  injector: Injector,
  root: Value,
): ModuleGraph {
  const walk: Walk = {
    machine,
    collector,
    injector,
    seen: new Set(),
    controllers: [],
    providers: [],
    guards: [],
    middlewares: [],
    prefixes: new Map(),
    open: [],
  };
  visit(walk, root, false);
  return walk;
}

function visit(walk: Walk, value: Value, conditional: boolean): void {
  if (walk.seen.has(value) || walk.seen.size > mostModules) return;
  walk.seen.add(value);
  switch (value.kind) {
    case 'class': {
      const decorations = readDecorators(walk.machine, walk.collector, value.node.decorators, value);
      for (const { name, args } of decorations)
        if (name === 'Module')
          for (const fields of args.flatMap(optionsOf))
            if (fields.kind === 'object') readFields(walk, fields, value, conditional || args[0] !== fields);
      walk.middlewares.push(...readMiddlewares(walk.machine, walk.injector, value));
      return;
    }
    case 'object': {
      const module = value.fields.get('module');
      if (module !== undefined) visit(walk, module, conditional);
      readFields(walk, value, module?.kind === 'class' ? module : undefined, conditional);
      return;
    }
    case 'array':
      for (const item of value.items) visit(walk, item, conditional);
      if (value.open) walk.open.push('a list of modules that is not known whole');
      return;
    case 'choice':
      for (const option of value.options) visit(walk, option, true);
      return;
    case 'result':
      if (/^RouterModule\.(register|forRoutes)$/.test(value.callee.path))
        for (const routes of value.args) readPrefixes(walk, routes, '');
      else for (const arg of value.args) if (arg.kind === 'class') visit(walk, arg, true);
      readBrought(walk, value);
      return;
    case 'unknown':
      walk.open.push(value.why);
      return;
    default:
      return;
  }
}

/** A module of a package that is about who is calling, by its name, may put a guard before every handler. */
function readBrought(walk: Walk, { callee, site }: ResultValue): void {
  if (harmlessInNest.test(callee.package) || !/auth|guard|secur|gate|acl|permission|login/i.test(callee.path))
    return;
  const value = unknown(`what the module ${callee.path} of ${callee.package} guards`);
  walk.guards.push({ value, site, conditional: false });
}

function readFields(
  walk: Walk,
  fields: ObjectValue,
  module: ClassValue | undefined,
  conditional: boolean,
): void {
  const imports = fields.fields.get('imports');
  if (imports !== undefined) visit(walk, imports, conditional);
  for (const shape of classesIn(walk, fields.fields.get('controllers')))
    walk.controllers.push({ shape, module });
  const providers = fields.fields.get('providers');
  for (const shape of classesIn(walk, providers)) walk.providers.push({ shape, module });
  for (const provider of itemsOf(providers)) readGuard(walk, provider, module, conditional);
}

const deepest = 8;

const itemsOf = (value: Value | undefined, depth = 0): readonly Value[] => {
  if (value === undefined || depth > deepest) return [];
  if (value.kind === 'array') return value.items.flatMap((item) => itemsOf(item, depth + 1));
  return value.kind === 'choice' ? value.options.flatMap((option) => itemsOf(option, depth + 1)) : [value];
};

function classesIn(walk: Walk, value: Value | undefined): readonly ClassValue[] {
  const items = itemsOf(value);
  if (value?.kind === 'unknown' || (value?.kind === 'array' && value.open))
    walk.open.push('a list of controllers or providers that is not known whole');
  return items.flatMap((item) => (item.kind === 'class' ? [item] : []));
}

/** `{ provide: APP_GUARD, useClass }`, also with `useExisting`, `useValue` and `useFactory`. */
function readGuard(walk: Walk, provider: Value, module: ClassValue | undefined, conditional: boolean): void {
  if (provider.kind !== 'object') return;
  const token = provider.fields.get('provide');
  if (token?.kind !== 'library' || token.path !== 'APP_GUARD') return;
  const { fields } = provider;
  const factory = fields.get('useFactory');
  const site = siteOfProvider(walk, module);
  const value =
    fields.get('useClass') ??
    fields.get('useExisting') ??
    fields.get('useValue') ??
    (factory === undefined || site === undefined ? undefined : walk.machine.call(factory, [], site));
  if (value !== undefined && site !== undefined) walk.guards.push({ value, site, conditional });
}

const siteOfProvider = (walk: Walk, module: ClassValue | undefined): Site | undefined => {
  const shape = module ?? [...walk.seen].find((value) => value.kind === 'class');
  return shape?.kind === 'class' ? siteOf(shape.file, shape.node) : undefined;
};

function readPrefixes(walk: Walk, routes: Value, above: string, depth = 0): void {
  if (depth > deepest) return;
  for (const route of itemsOf(routes)) {
    if (route.kind === 'class') walk.prefixes.set(route, above);
    if (route.kind !== 'object') continue;
    const path = textOf(route.fields.get('path') ?? route) ?? '';
    const module = route.fields.get('module');
    const full = `${above}/${path}`;
    if (module?.kind === 'class') walk.prefixes.set(module, full);
    const children = route.fields.get('children');
    if (children !== undefined) readPrefixes(walk, children, full, depth + 1);
  }
}
