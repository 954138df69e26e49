import type { Codebase } from '../javascript/codebase.ts';
import type { FunctionValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, optionsOf, textOf, unknown } from '../javascript/value.ts';
import { branchRoutes } from './node-branches.ts';
import type { CallFramework } from './routers.ts';

const packages = ['http', 'https', 'http2'];

/** Servers of Node itself: one function that compares the address and the method of each request. */
export function nodeHttp(): CallFramework {
  const listeners = new Map<
    FunctionValue['node'],
    { readonly listener: FunctionValue; readonly site: Site }
  >();
  const note = (value: Value | undefined, site: Site): void => {
    for (const each of value === undefined ? [] : optionsOf(value))
      if (each.kind === 'function' && !listeners.has(each.node))
        listeners.set(each.node, { listener: each, site });
  };
  return {
    technology: 'http',
    standIn: () => nothing,
    entryPackages: [],
    routes: (evaluator, codebase) => {
      for (const path of serversIn(codebase)) evaluator.modules.run(path);
      return [...listeners.values()].flatMap(({ listener, site }) =>
        branchRoutes(listener).map((route) => ({ ...route, application: site })),
      );
    },
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
