import type { RoutePath } from '../../http/paths.ts';
import type { Method } from '../../../../model/api.ts';
import type { PhpValue, Site } from '../value.ts';

export interface GivenMiddleware {
  readonly value: PhpValue;
  readonly site: Site;
  readonly conditional: boolean;
}

/** What a group gives to the routes in it. */
export interface Group {
  readonly prefix: RoutePath;
  readonly middleware: readonly GivenMiddleware[];
  readonly without: readonly string[];
  readonly controller?: PhpValue;
  readonly namespace: string;
  /** What the names of its routes begin with. */
  readonly name?: string;
}

export const outermost: Group = {
  prefix: { text: '', resolved: true },
  middleware: [],
  without: [],
  namespace: '',
};

/** A route as it was registered; calls on it change it. */
export interface Registration {
  readonly methods: readonly Method[];
  path: RoutePath;
  name?: string | undefined;
  readonly group: Group;
  readonly middleware: GivenMiddleware[];
  readonly without: string[];
  readonly action: PhpValue | undefined;
  /** Method of a resource's controller. */
  readonly controllerMethod?: string;
  /** The framework answers itself: a view, a redirect, a health check. */
  readonly builtIn?: boolean;
  readonly site: Site;
}

export interface Registry {
  readonly registrations: Registration[];
  /** Resources are told when everything was said of them. */
  readonly pending: (() => void)[];
  /** `Route::bind('post', …)`: what finds the value of a parameter of paths, before a handler runs. */
  readonly binders: Map<string, PhpValue>;
  group: Group;
}

export const createRegistry = (): Registry => ({
  registrations: [],
  pending: [],
  binders: new Map(),
  group: outermost,
});
