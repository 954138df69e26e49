import type { Endpoint, Guard, Method, Parameter } from '../../../model/api.ts';
import type { Site, Value } from '../javascript/value.ts';
import type { RoutePath } from './paths.ts';

/** A middleware or handler as it was given to a router, with the place that gave it. */
export interface Given {
  readonly value: Value;
  readonly site: Site;
  /** Source text of the argument where it is a simple name, e.g. `auth.required`. */
  readonly written?: string;
  /** It stands behind a condition that could not be decided. */
  readonly conditional: boolean;
  /** Path at which it was mounted, parameters as they were written. */
  readonly mount?: string;
  /** It was walked for the path of its route already, and is not known to let everybody through there. */
  readonly undecided?: boolean;
}

export interface JudgedGuard {
  readonly guard: Guard;
  /** What it does is known; an unresolved one leaves the access of its routes open. */
  readonly resolved: boolean;
  readonly conditional: boolean;
  /** Middleware of a package that is known to check nothing: body parsers, logs, headers. */
  readonly passes: boolean;
  /** Whoever comes signs in here: what the handler checks of them afterwards keeps nobody out. */
  readonly signsIn?: boolean;
}

export type Entry =
  | {
      readonly kind: 'route';
      readonly methods: readonly Method[];
      readonly paths: readonly RoutePath[];
      readonly handlers: readonly Given[];
      readonly site: Site;
      readonly level: number;
      /** What the framework itself tells of the route. */
      readonly told?: Told;
    }
  | {
      readonly kind: 'use';
      readonly paths: readonly RoutePath[];
      readonly given: Given;
      readonly level: number;
      /** It runs for this very path only, not for what lies below. */
      readonly exact?: boolean;
    }
  | {
      readonly kind: 'mount';
      readonly paths: readonly RoutePath[];
      readonly router: Router;
      /** Middlewares given in the same call, before the router. */
      readonly guards: readonly Given[];
      readonly site: Site;
      readonly level: number;
    };

export type Told = Pick<Route, 'protocol' | 'parameters' | 'judged' | 'own' | 'unseenChecks'>;

/** A router or application of the target with what was registered on it, in order. */
export interface Router {
  readonly technology: string;
  readonly kind: 'application' | 'router';
  /** Its own prefix, for all of its routes; it may be set after them. */
  prefix: RoutePath;
  readonly entries: Entry[];
  readonly site: Site;
  /** It stands for a parameter of a function that nobody was seen to call: where it is mounted is not known. */
  readonly standIn?: boolean;
  /** A middleware that puts others at a place and registers nothing itself. */
  readonly holder?: boolean;
}

/** A route with everything that stands before it. */
export interface Route {
  readonly technology: string;
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  /** In the order in which they run. */
  readonly guards: readonly Given[];
  readonly handlers: readonly Given[];
  readonly site: Site;
  /** The application it belongs to, to tell equal paths of two services apart. */
  readonly application?: Site;
  /** It was registered on a stand-in: the same registration elsewhere tells more. */
  readonly standIn?: boolean;
  /** `http` where nothing is said. */
  readonly protocol?: Endpoint['protocol'];
  /** Guards that the framework runs after the middlewares, already judged. */
  readonly judged?: readonly JudgedGuard[];
  /** What the handler seems to check itself. */
  readonly own?: { readonly judged: readonly JudgedGuard[]; readonly doubts: readonly Given[] };
  /** Checks may stand before it that the repository does not show: it is never called public. */
  readonly unseenChecks?: boolean;
  /** Parameters the framework declares; without them they are read from the handler's body. */
  readonly parameters?: readonly Parameter[];
}
