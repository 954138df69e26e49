import type { Method } from '../../../../model/api.ts';
import { classSite, findMethod } from '../../javascript/definitions.ts';
import type { Injector } from '../../javascript/injection.ts';
import type { Machine } from '../../javascript/machine.ts';
import type { ClassValue, HostValue, Site, Value } from '../../javascript/value.ts';
import { native, textOf } from '../../javascript/value.ts';
import { covers } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Given } from '../routing.ts';
import type { Application } from './application.ts';
import type { ModuleGraph } from './modules.ts';
import { matches } from './paths.ts';

/** Middlewares a module applies to paths or controllers in `configure(consumer)`. */
export interface Consumed {
  readonly middlewares: readonly Given[];
  readonly targets: readonly Target[];
  readonly exclude: readonly Target[];
}

export type Target =
  | { readonly kind: 'controller'; readonly shape: ClassValue }
  | { readonly kind: 'path'; readonly path: string; readonly method: string };

export function readMiddlewares(
  machine: Machine,
  injector: Injector,
  module: ClassValue,
): readonly Consumed[] {
  const configure = findMethod(module, 'configure', 'method');
  if (configure === undefined) return [];
  const found: Consumed[] = [];
  const consumer: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) =>
      name === 'apply'
        ? native(name, (args, site) =>
            applied(
              args.flatMap((arg) => givenOf(arg, site)),
              found,
              consumer,
            ),
          )
        : undefined,
  };
  machine.call(configure, [consumer], classSite(module), injector.instanceOf(module));
  return found;
}

function applied(middlewares: readonly Given[], found: Consumed[], consumer: Value): Value {
  const exclude: Target[] = [];
  const chain: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) => {
      if (name === 'exclude')
        return native(name, (args) => {
          exclude.push(...args.flatMap((arg) => targetsOf(arg)));
          return chain;
        });
      if (name !== 'forRoutes') return undefined;
      return native(name, (args) => {
        found.push({ middlewares, targets: args.flatMap((arg) => targetsOf(arg)), exclude: [...exclude] });
        return consumer;
      });
    },
  };
  return chain;
}

/** A middleware class stands for its `use` method. */
function givenOf(value: Value, site: Site, depth = 0): readonly Given[] {
  if (depth > 6) return [];
  if (value.kind === 'array') return value.items.flatMap((item) => givenOf(item, site, depth + 1));
  if (value.kind !== 'class') return [{ value, site, conditional: false }];
  const use = findMethod(value, 'use', 'method');
  const name = value.node.id?.name;
  const named = use === undefined ? value : { ...use, ...(name === undefined ? {} : { name }) };
  return [{ value: named, site, conditional: false, ...(name === undefined ? {} : { written: name }) }];
}

function targetsOf(value: Value, depth = 0): readonly Target[] {
  if (depth > 6) return [];
  const text = textOf(value);
  if (text !== undefined) return [{ kind: 'path', path: text, method: 'ALL' }];
  if (value.kind === 'class') return [{ kind: 'controller', shape: value }];
  if (value.kind === 'array') return value.items.flatMap((item) => targetsOf(item, depth + 1));
  if (value.kind !== 'object') return [];
  const path = textOf(value.fields.get('path') ?? value);
  const method = value.fields.get('method');
  const verb = method?.kind === 'library' ? (method.path.split('.').at(-1) ?? 'ALL') : 'ALL';
  return path === undefined ? [] : [{ kind: 'path', path, method: verb }];
}

/** Middlewares that run before a handler: those of the application, then those its modules apply to it. */
export function covering(
  application: Application | undefined,
  graph: ModuleGraph | undefined,
  shape: ClassValue,
  path: RoutePath,
  method: Method,
): readonly Given[] {
  const global = (application?.settings.middlewares ?? []).filter(
    ({ paths }) => paths.length === 0 || paths.some((each) => covers(each.text, path.text)),
  );
  const prefix = application?.settings.prefix?.text ?? '';
  const applies = (target: Target): boolean =>
    target.kind === 'controller'
      ? target.shape === shape
      : [target.path, `${prefix}/${target.path}`].some((each) =>
          fits(each, path.text, target.method, method),
        );
  const consumed = (graph?.middlewares ?? []).filter(
    ({ targets, exclude }) => targets.some(applies) && !exclude.some(applies),
  );
  return [...global.map((each) => each.given), ...consumed.flatMap((each) => each.middlewares)];
}

/** A plain text stands for everything below it, an object with a method for exactly its path. */
function fits(pattern: string, path: string, wanted: string, method: Method): boolean {
  if (wanted === 'ALL') return matches(pattern, path) || (!/[*(:]/.test(pattern) && covers(pattern, path));
  return wanted === method && matches(pattern, path);
}
