import type { Method } from '../../../../model/api.ts';
import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Host, Value } from '../run/value.ts';

/** Several of what a function returns: routes with what was said around them. */
export interface RoutesHost extends Host {
  readonly type: 'spring-routes';
  readonly router: DeclaredRouter;
}

/** What a request must look like. */
export interface PredicateHost extends Host {
  readonly type: 'spring-predicate';
  readonly methods: readonly Method[];
  readonly path: RoutePath;
}

export type HostIn<T> = Value & { readonly kind: 'host'; readonly host: T };
export const isRoutes = (value: Value | undefined): value is HostIn<RoutesHost> =>
  value?.kind === 'host' && value.host.type === 'spring-routes';
export const isPredicate = (value: Value | undefined): value is HostIn<PredicateHost> =>
  value?.kind === 'host' && value.host.type === 'spring-predicate';

export function predicate(methods: readonly Method[], path: RoutePath): HostIn<PredicateHost> {
  const host: PredicateHost = { type: 'spring-predicate', methods, path };
  return { kind: 'host', host };
}
