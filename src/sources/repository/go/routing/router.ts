import type { Method, Parameter } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Site, Value } from '../machine/value.ts';

/** A middleware or handler as it was given to a router. */
export interface Given {
  readonly value: Value;
  readonly written?: string;
  readonly site: Site;
  /** Open decisions around it; a route outside of them may be without it. */
  readonly branch: readonly number[];
}

/** A route; what stands behind it in the same chain may still change it. */
export interface GoRoute {
  readonly kind: 'route';
  methods: readonly Method[];
  path: RoutePath;
  guards: readonly Given[];
  handler: Given | undefined;
  /** Told by the registration itself (`Queries`, documented parameters). */
  parameters: readonly Parameter[];
  /** Name of the method of the handler's controller, shape of the request and so on. */
  protocol?: 'http' | 'ws' | 'grpc';
  /** Name of the remote procedure behind it: `/user.v1.UserService/Get`. */
  procedure?: string;
  /** The document it was generated from asks for no credential: what checks by the document lets it through. */
  openByDocument?: boolean;
  /** It only builds addresses, or it was replaced by something else. */
  dropped: boolean;
  readonly branch: readonly number[];
  readonly site: Site;
}

export type GoEntry =
  | GoRoute
  | {
      readonly kind: 'use';
      readonly given: Given;
      readonly reach: 'later' | 'all';
      /** Only below this path. */
      readonly below?: RoutePath;
    }
  | {
      readonly kind: 'mount';
      path: RoutePath;
      readonly router: GoRouter;
      readonly guards: readonly Given[];
      /** The path is what was cut off the address: it may hold the prefixes of all routers around. */
      readonly isCut?: boolean;
      /** A router of another framework answers here: it sees the whole address, and only below this path. */
      readonly whole?: boolean;
    };

export interface GoRouter {
  readonly technology: string;
  readonly kind: 'application' | 'router';
  readonly entries: GoEntry[];
  readonly site: Site;
  /** It stands for a router that nobody was seen to make. */
  readonly standIn: boolean;
  /** What a framework remembers of it: a prefix, tags. */
  readonly notes: Map<string, Value>;
}
