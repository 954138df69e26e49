import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { keepsOut } from '../../http/access.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { ownAccess } from './handler.ts';
import { credentialsIn, originAt } from './judge.ts';
import { withoutMadeAgain } from './made-again.ts';
import { textsOf } from './texts.ts';
import { isMethod } from '../../http/methods.ts';

export interface RouteParts {
  readonly technology: string;
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly handler: FunctionValue | undefined;
  /** Where a handler stands that a library brings for a class of the target, and what it goes by. */
  readonly brought?: DeclaredRoute['handler'];
  readonly guards: readonly JudgedGuard[];
  readonly parameters: readonly Parameter[];
  readonly place: Place;
  readonly protocol?: DeclaredRoute['protocol'];
  readonly deprecated?: boolean;
  /** The handler is part of the framework and known to look at no credential. */
  readonly harmless?: boolean;
  readonly looks?: 'no' | 'perhaps';
  /** What is told as the handler is one of the methods that the framework's own handler calls. */
  readonly helper?: boolean;
}

export function routeOf(machine: Machine, parts: RouteParts): DeclaredRoute {
  const { handler, technology, methods, path, place } = parts;
  const own =
    handler === undefined || parts.helper === true || parts.guards.some(keepsOut)
      ? undefined
      : ownAccess(machine, handler, path.text, parts.looks);
  const guards = own === undefined ? parts.guards : [...parts.guards, ...own.guards];
  return {
    technology,
    methods,
    path,
    guards,
    ...(parts.brought !== undefined
      ? { handler: parts.brought }
      : handler === undefined
        ? {}
        : { handler: { file: handler.module.path, line: handler.node.line, name: nameOfHandler(handler) } }),
    handlerLooksAtCredentials:
      own?.looks ??
      parts.looks ??
      (handler === undefined ? (parts.harmless === true ? 'no' : 'unseen') : credentialsIn(machine, handler)),
    parameters: parts.parameters,
    ...(parts.protocol === undefined ? {} : { protocol: parts.protocol }),
    ...(parts.deprecated === true ? { deprecated: true } : {}),
    origin: originAt(place),
  };
}

const nameOfHandler = ({ owner, name }: FunctionValue): string =>
  owner === undefined ? name : `${owner.name}.${name}`;

export const methodsIn = (texts: readonly string[]): readonly Method[] =>
  [...new Set(texts.map((text) => text.toUpperCase()))].filter(isMethod);

export const methodsOf = (value: Value | undefined): readonly Method[] => methodsIn(textsOf(value));

/** Methods of a class that answer requests, by their HTTP names. */
export function verbMethods(
  machine: Machine,
  of: ClassValue,
  names: readonly string[],
): readonly (readonly [Method, FunctionValue])[] {
  return names.flatMap((name) => {
    const found = lookInClass(machine, of, name);
    const [method] = methodsIn([name.replace(/^(on_|do_)/, '')]);
    return found?.kind === 'function' && method !== undefined ? [[method, found] as const] : [];
  });
}

export const httpVerbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** A router that is being filled. */
export type RouterDraft = { -readonly [Name in keyof DeclaredRouter]: DeclaredRouter[Name] };

export const makeRouter = (kind: DeclaredRouter['kind'], place: Place): RouterDraft => ({
  kind,
  entries: [],
  origin: originAt(place),
});

/** Where a repository makes no application at all, its routers are all that it says: they count as roots. */
export function withRoots(routers: Iterable<RouterDraft>): readonly DeclaredRouter[] {
  const all = [...routers];
  if (all.some(({ kind, entries }) => kind === 'application' && entries.length > 0))
    return withoutMadeAgain(all);
  const mounted = new Set<DeclaredRouter>(
    all.flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : []))),
  );
  for (const router of all) if (!mounted.has(router)) router.kind = 'application';
  return all;
}

/** A handler of several methods reads a body only for those that have one. */
export function withoutBodies(route: DeclaredRoute): readonly DeclaredRoute[] {
  const bare = route.methods.filter((method) => /^(GET|HEAD|OPTIONS)$/.test(method));
  const others = route.methods.filter((method) => !bare.includes(method));
  const reads = route.parameters.some(({ in: place }) => place === 'body');
  if (!reads || bare.length === 0 || others.length === 0) return [route];
  const parameters = route.parameters.filter(({ in: place }) => place !== 'body');
  return [
    { ...route, methods: bare, parameters },
    { ...route, methods: others },
  ];
}
