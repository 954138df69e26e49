import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { PhpValue, ReadOrigin } from '../value.ts';
import { unknown } from '../value.ts';

/** A route of Symfony before its prefixes and checks are known. */
export interface SymfonyRoute {
  readonly name?: string;
  readonly path: RoutePath;
  /** None = any. */
  readonly methods: readonly Method[];
  readonly controller: readonly [owner: string, method: string] | undefined;
  /** It only redirects or renders a template. */
  readonly builtIn?: boolean;
  /** What the attributes of a request hold from the start; absent: that is not read. */
  readonly defaults?: RouteDefaults;
  readonly origin: ReadOrigin;
  /** The imports that brought it in, and what they put in front of its name. */
  readonly imported?: { readonly by: string; readonly named: string };
}

export type RouteDefaults = ReadonlyMap<string, PhpValue>;

/** A route that is imported again under the same name takes the place of the one before. */
export function lastImports(routes: readonly SymfonyRoute[]): readonly SymfonyRoute[] {
  const last = new Map<string, string>();
  for (const route of routes) last.set(identity(route), route.imported?.by ?? '');
  return routes.filter((route) => last.get(identity(route)) === (route.imported?.by ?? ''));
}

/** Of routes of one name that answer at one place the last one does: the others are not kept. */
export function lastNamed(routes: readonly SymfonyRoute[]): readonly SymfonyRoute[] {
  const last = new Map<string, SymfonyRoute>();
  for (const route of routes) last.set(placeOf(route), route);
  return routes.filter((route) => route.name === undefined || last.get(placeOf(route)) === route);
}

const placeOf = ({ name, path, methods }: SymfonyRoute): string =>
  `${name ?? ''} ${path.text} ${methods.join(' ')}`;

const identity = ({ origin, controller, imported }: SymfonyRoute): string =>
  `${imported?.named ?? ''} ${origin.file}:${origin.line} ${controller?.join('::') ?? ''}`;

export function prefixed(prefix: RoutePath, route: SymfonyRoute): SymfonyRoute {
  if (prefix.text === '' && prefix.resolved) return route;
  const why = prefix.why ?? route.path.why;
  const start = `/${prefix.text.replace(/^\/+|\/+$/g, '')}`.replace(/^\/$/, '');
  const text = route.path.text === '' ? start : `${start}/${route.path.text.replace(/^\/+/, '')}`;
  const path: RoutePath = {
    text,
    resolved: prefix.resolved && route.path.resolved,
    ...(why === undefined ? {} : { why }),
  };
  return { ...route, path };
}

/** `App\Controller\Foo::bar`, `App\Controller\Foo`; a service name stays without a class. */
export function controllerNamed(written: string | undefined): SymfonyRoute['controller'] {
  const match = /^\\?([\w\\]+)(?:::?(\w+))?$/.exec(written ?? '');
  if (match?.[1] === undefined || !match[1].includes('\\')) return undefined;
  return [match[1], match[2] ?? '__invoke'];
}

export const isBuiltInController = (written: string | undefined): boolean =>
  /(Redirect|Template)Controller(::|$)/.test(written ?? '');

/** `defaults: ['mark' => true]`; what is written with `%parameter%` is set at run time. */
export function defaultsOf(value: PhpValue | undefined): RouteDefaults | undefined {
  if (value === undefined || value.kind === 'null') return new Map();
  if (value.kind !== 'array' || value.open) return undefined;
  return new Map(
    value.entries.map(({ key, value: given }) => [
      key ?? '',
      given.kind === 'text' && given.text.includes('%') ? unknown('a parameter of the container') : given,
    ]),
  );
}

/** Those of the inner one win; where one is not read none of them is known. */
export const withDefaults = (
  outer: RouteDefaults | undefined,
  inner: RouteDefaults | undefined,
): Pick<SymfonyRoute, 'defaults'> =>
  outer === undefined || inner === undefined ? {} : { defaults: new Map([...outer, ...inner]) };

/** As it is where something gives it more defaults that are not read. */
export function withoutDefaults({ name, builtIn, imported, ...rest }: SymfonyRoute): SymfonyRoute {
  const { path, methods, controller, origin } = rest;
  return {
    path,
    methods,
    controller,
    origin,
    ...(name === undefined ? {} : { name }),
    ...(builtIn === undefined ? {} : { builtIn }),
    ...(imported === undefined ? {} : { imported }),
  };
}
