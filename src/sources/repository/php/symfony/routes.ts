import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { ReadOrigin } from '../value.ts';

/** A route of Symfony before its prefixes and checks are known. */
export interface SymfonyRoute {
  readonly name?: string;
  readonly path: RoutePath;
  /** None = any. */
  readonly methods: readonly Method[];
  readonly controller: readonly [owner: string, method: string] | undefined;
  /** It only redirects or renders a template. */
  readonly builtIn?: boolean;
  readonly origin: ReadOrigin;
}

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
