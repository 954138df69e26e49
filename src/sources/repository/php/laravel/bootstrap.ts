import { callValue } from '../machine.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { argument, entryOf, text, textOf, textsOf } from '../value.ts';
import { loadRoutes } from './groups.ts';
import { middlewareConfiguration } from './middleware.ts';
import type { MiddlewareTable } from './middleware.ts';
import { outermost } from './registry.ts';
import { middlewareOf } from './groups.ts';
import { add, routerHost } from './router.ts';
import type { Routing } from './router.ts';
import { joinBelow } from '../paths.ts';

/** `Application::configure(…)->withRouting(…)->withMiddleware(…)`. */
export function applicationHost(routing: Routing, table: MiddlewareTable): PhpValue {
  const { machine } = routing;
  const host: Host = {
    className: 'Illuminate\\Foundation\\Configuration\\ApplicationBuilder',
    call: (method, args, site) => {
      if (method === 'withmiddleware') {
        const [closure] = args;
        if (closure !== undefined)
          callValue(machine, closure.value, [{ value: middlewareConfiguration(table), node: closure.node }]);
      } else if (method === 'withrouting') configureRouting(routing, args, site);
      else if (method === 'withbroadcasting') broadcastRoutes(routing, args.slice(1), site);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function configureRouting(routing: Routing, args: Arguments, site: Site): void {
  const using = argument(args, 0, 'using');
  const within = (prefix: string, middleware: string, run: () => void): void => {
    const { registry, machine } = routing;
    const outer = registry.group;
    const path = { text: prefix, resolved: true };
    registry.group = {
      ...outer,
      prefix: joinBelow(outer.prefix, path),
      middleware: [
        ...outer.middleware,
        ...middlewareOf(machine, [{ value: text(middleware), node: site.node }], site),
      ],
    };
    run();
    registry.group = outer;
  };
  const then = argument(args, 9, 'then');
  // `using` stands for all the rest, unless `then` is said.
  if (using?.kind === 'closure' && then?.kind !== 'closure') {
    callValue(routing.machine, using, []);
  } else {
    const prefix = textOf(argument(args, 8, 'apiPrefix')) ?? 'api';
    for (const path of textsOf(argument(args, 2, 'api')))
      within(prefix, 'api', () => loadRoutes(routing, path, site));
    for (const path of textsOf(argument(args, 1, 'web')))
      within('', 'web', () => loadRoutes(routing, path, site));
    if (then?.kind === 'closure') callValue(routing.machine, then, []);
    healthCheck(routing, args, site);
  }
  if (textOf(argument(args, 6, 'channels')) !== undefined) broadcastRoutes(routing, [], site);
}

function healthCheck(routing: Routing, args: Arguments, site: Site): void {
  const health = textOf(argument(args, 7, 'health'));
  if (health === undefined) return;
  add(routing, {
    methods: ['GET'],
    path: joinBelow(outermost.prefix, { text: health, resolved: true }),
    group: outermost,
    middleware: [],
    without: [],
    action: undefined,
    builtIn: true,
    site,
  });
}

export function broadcastRoutes(routing: Routing, args: Arguments, site: Site): PhpValue {
  const attributes = args[0]?.value;
  const { machine, registry } = routing;
  const middleware = entryOf(attributes, 'middleware') ?? text('web');
  const prefix = textOf(entryOf(attributes, 'prefix')) ?? '';
  return add(routing, {
    methods: ['GET', 'POST'],
    path: joinBelow(joinBelow(registry.group.prefix, { text: prefix, resolved: true }), {
      text: 'broadcasting/auth',
      resolved: true,
    }),
    group: registry.group,
    middleware: [...middlewareOf(machine, [{ value: middleware, node: site.node }], site)],
    without: [],
    action: undefined,
    site,
  });
}

/** `new Laravel\Lumen\Application`: it names middleware and holds the router. */
export function lumenHost(routing: Routing, table: MiddlewareTable): PhpValue {
  const router = routerHost(routing);
  const host: Host = {
    className: 'Laravel\\Lumen\\Application',
    call: (method, args, site) => {
      if (method === 'routemiddleware')
        for (const entry of args[0]?.value.kind === 'array' ? args[0].value.entries : []) {
          const name = textOf(entry.value);
          if (entry.key !== undefined && name !== undefined) table.aliases.set(entry.key, name);
        }
      else if (method === 'middleware') table.global.push(...args.flatMap(({ value }) => textsOf(value)));
      else return router.kind === 'host' ? router.host.call(method, args, site) : undefined;
      return { kind: 'host', host };
    },
    read: (property) => (property === 'router' ? router : undefined),
  };
  return { kind: 'host', host };
}
