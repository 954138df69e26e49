import type { Codebase } from '../javascript/codebase.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import type { LibraryModel, Machine } from '../javascript/machine.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { optionsOf } from '../javascript/value.ts';
import type { RoutePath } from './paths.ts';
import { rootPath } from './paths.ts';
import type { Route, Router } from './routing.ts';

/** Routers of all frameworks whose routes are registered by calls, filled while the target's code is walked. */
export interface Routers {
  readonly all: readonly Router[];
  readonly add: (draft: RouterDraft, member: HostMembers) => HostValue;
  /** The router that a value is, also through what `routes()` and the like give. */
  readonly of: (value: Value) => Router | undefined;
  /** Takes routers out that turned out to be made a second time. */
  readonly forget: (made: readonly Router[]) => void;
  /** Lets another value stand for a router: the middleware that `router.routes()` returns. */
  readonly alias: (value: Value, router: Router) => void;
}

export interface RouterDraft {
  readonly technology: string;
  readonly kind: Router['kind'];
  readonly site: Site;
  readonly prefix?: RoutePath;
  readonly standIn?: boolean;
  readonly holder?: boolean;
}

/** Members of the object that the target's code holds for a router. */
export type HostMembers = (router: Router, host: HostValue, name: string) => Value | undefined;

/** A framework whose routes are registered by calls. */
export interface CallFramework {
  readonly technology: string;
  readonly library: LibraryModel;
  /** Packages whose importers are walked, where they are not all that the library models. */
  readonly entryPackages?: readonly string[];
  /** A router for a parameter of a function that nobody was seen to call. */
  readonly standIn: (machine: Machine, kind: Router['kind'], site: Site) => Value;
  /** What is left to do when everything is registered. */
  readonly finish?: (evaluator: Evaluator, codebase: Codebase) => void;
  /** Routes that stand on no router. */
  readonly routes?: (evaluator: Evaluator, codebase: Codebase) => readonly Route[];
}

export function createRouters(): Routers {
  const all: Router[] = [];
  const byValue = new Map<Value, Router>();
  return {
    all,
    of: (value) => byValue.get(value.kind === 'object' && value.base !== undefined ? value.base : value),
    forget: (made) => {
      const gone = new Set(made);
      for (let at = all.length - 1; at >= 0; at -= 1) {
        const router = all[at];
        if (router !== undefined && gone.has(router)) all.splice(at, 1);
      }
    },
    alias: (value, router) => void byValue.set(value, router),
    add: (draft, member) => {
      const router: Router = {
        technology: draft.technology,
        kind: draft.kind,
        prefix: draft.prefix ?? rootPath,
        entries: [],
        site: draft.site,
        ...(draft.standIn === true ? { standIn: true } : {}),
        ...(draft.holder === true ? { holder: true } : {}),
      };
      const host: HostValue = {
        kind: 'host',
        technology: draft.technology,
        fields: new Map(),
        member: (name) => member(router, host, name),
      };
      all.push(router);
      byValue.set(host, router);
      return host;
    },
  };
}

/** Routers among the alternatives of a value. */
export const routersIn = (routers: Routers, value: Value): readonly Router[] =>
  optionsOf(value).flatMap((option) => routers.of(option) ?? []);
