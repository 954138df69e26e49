import type { Machine } from '../javascript/machine.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { native, unknown } from '../javascript/value.ts';
import { given } from './express.ts';
import { pathsOf } from './paths.ts';
import type { CallFramework, Routers } from './routers.ts';
import type { Router } from './routing.ts';
import { verbNamed } from './verbs.ts';

/** Restify servers, and routers that are applied to them. */
export function restify(routers: Routers): CallFramework {
  const make = (machine: Machine, kind: Router['kind'], site: Site, standIn = false): HostValue =>
    routers.add({ technology: 'express', kind, site, standIn }, (router, host, name) =>
      memberOf({ machine, routers, router, host }, name),
    );
  return {
    technology: 'restify',
    standIn: (machine, kind, site) => make(machine, kind, site, true),
    library: {
      packages: ['restify', 'restify-router'],
      call: ({ package: from, path }, _, site, machine) => {
        const name = path.split('.').at(-1);
        if (from === 'restify-router') return name === 'Router' ? make(machine, 'router', site) : undefined;
        return name === 'createServer' ? make(machine, 'application', site) : undefined;
      },
    },
  };
}

interface Host {
  readonly machine: Machine;
  readonly routers: Routers;
  readonly router: Router;
  readonly host: HostValue;
}

function memberOf({ machine, routers, router, host }: Host, name: string): Value | undefined {
  const { level } = machine;
  const verb = name === 'query' || name === 'all' ? undefined : verbNamed(name);
  if (verb !== undefined)
    return native(name, ([spec, ...rest], site) => {
      const handlers = given(rest, site, 1);
      if (spec === undefined || handlers.length === 0) return host;
      const paths = pathsOf(pathIn(spec));
      router.entries.push({ kind: 'route', methods: [verb], paths, handlers, site, level: machine.level });
      return host;
    });
  switch (name) {
    case 'use':
    case 'pre':
      return native(name, (args, site) => {
        for (const each of given(args, site, 0))
          router.entries.push({ kind: 'use', paths: [], given: each, level: machine.level });
        return host;
      });
    case 'add':
      return native(name, ([path, child], site) => {
        mount(router, child === undefined ? undefined : routers.of(child), path, site, level);
        return host;
      });
    case 'applyRoutes':
      return native(name, ([server, path], site) => {
        const above = server === undefined ? undefined : routers.of(server);
        if (above !== undefined) mount(above, router, path, site, level);
        return host;
      });
    case 'listen':
      return native(name, (args, site) => {
        for (const arg of args) if (arg.kind === 'function') machine.call(arg, [], site);
        return unknown('a server');
      });
    case 'on':
    case 'param':
      return native(name, () => host);
    default:
      return undefined;
  }
}

/** `get('/x', …)`, `get({ path: '/x', version: '1.0.0' }, …)`, with `url` for `path`. */
function pathIn(spec: Value): Value {
  if (spec.kind !== 'object') return spec;
  return spec.fields.get('path') ?? spec.fields.get('url') ?? unknown('a route without a path');
}

function mount(
  above: Router,
  below: Router | undefined,
  path: Value | undefined,
  site: Site,
  level: number,
): void {
  if (below === undefined) return;
  const paths = path === undefined ? [] : pathsOf(path);
  above.entries.push({ kind: 'mount', paths, router: below, guards: [], site, level });
}
