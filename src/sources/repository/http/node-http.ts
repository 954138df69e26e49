import type { Codebase } from '../javascript/codebase.ts';
import type { Machine } from '../javascript/machine.ts';
import type { FunctionValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, optionsOf, textOf, unknown } from '../javascript/value.ts';
import { branchRoutes } from './node-branches.ts';
import { routersBehind } from './routers-behind.ts';
import type { CallFramework, Routers } from './routers.ts';

const packages = ['http', 'https', 'http2'];

interface Listener {
  readonly listener: FunctionValue;
  readonly site: Site;
}

/** A listener that hands requests to an application may turn them away before: it stands before all of its routes. */
function standBefore(machine: Machine, routers: Routers, { listener, site }: Listener): void {
  for (const { router } of routersBehind(machine, routers, listener))
    if (router.kind === 'application' && router.standIn !== true)
      router.entries.unshift({
        kind: 'use',
        paths: [],
        given: { value: listener, site, conditional: false },
        level: 0,
      });
}

/** Servers of Node itself: one function that compares the address and the method of each request. */
export function nodeHttp(routers: Routers): CallFramework {
  const listeners = new Map<FunctionValue['node'], Listener>();
  const note = (value: Value | undefined, site: Site): void => {
    for (const each of value === undefined ? [] : optionsOf(value))
      if (each.kind === 'function' && !listeners.has(each.node))
        listeners.set(each.node, { listener: each, site });
  };
  return {
    technology: 'http',
    standIn: () => nothing,
    entryPackages: [],
    finish: ({ machine, modules }, codebase) => {
      for (const path of serversIn(codebase)) modules.run(path);
      for (const each of listeners.values()) standBefore(machine, routers, each);
    },
    routes: () =>
      [...listeners.values()].flatMap(({ listener, site }) =>
        branchRoutes(listener).map((route) => ({ ...route, application: site })),
      ),
    library: {
      packages,
      call: ({ path }, args, site, machine) => {
        if (!/^(default\.)?create(Secure)?Server$/.test(path)) return undefined;
        note(args.at(-1), site);
        return {
          kind: 'host',
          technology: 'http',
          fields: new Map(),
          member: (name) => {
            if (name === 'on')
              return native(name, ([event, listener], at) => {
                if (event !== undefined && textOf(event) === 'request') note(listener, at);
                return nothing;
              });
            return native(name, (given, at) => {
              for (const each of given) if (each.kind === 'function') machine.call(each, [], at);
              return unknown('a server');
            });
          },
        };
      },
    },
  };
}

/** Files that may make such a server; most that import the package only send requests. */
const serversIn = (codebase: Codebase): readonly string[] =>
  [...codebase.files.values()].flatMap(({ path, test, imports }) =>
    !test &&
    imports.some(({ resolved }) => resolved.kind === 'library' && packages.includes(resolved.name)) &&
    /create(Secure)?Server\b/.test(codebase.repository.files.get(path)?.text ?? '')
      ? [path]
      : [],
  );
