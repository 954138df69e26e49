import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import type { Value } from '../machine/value.ts';
import { plainText } from '../machine/value.ts';
import { joinPaths } from '../../http/paths.ts';
import {
  addMount,
  addRoute,
  addUse,
  everyMethod,
  givensOf,
  methodsOf,
  newRouter,
  pathOf,
} from '../routing/register.ts';
import type { GoRoute, GoRouter } from '../routing/router.ts';
import { unwrapped } from '../routing/wrappers.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/** gorilla/mux: a route is told piece by piece; the middlewares of a router see everything below it. */
export const mux: Framework = {
  technology: 'gorilla/mux',
  owns: ownedBy('github.com/gorilla/mux'),
  types: { Router: 'router' },
  groupType: 'Router',
  call: (machine, { package: from, path }, call) =>
    from === 'github.com/gorilla/mux' && path === 'NewRouter'
      ? newRouter(machine, 'gorilla/mux', 'application', call.site)
      : undefined,
  method: (machine, receiver, name, call) => {
    const { router } = receiver;
    if (receiver.kind === 'router') {
      switch (name) {
        case 'Use':
          addUse(router, givensOf(machine, call), 'all');
          return receiver;
        case 'StrictSlash':
        case 'SkipClean':
        case 'UseEncodedPath':
          return receiver;
        case 'HandleFunc':
        case 'Handle':
        case 'Path':
        case 'PathPrefix':
        case 'Methods':
        case 'NewRoute':
        case 'Host':
        case 'Queries':
        case 'Headers':
        case 'Schemes':
        case 'MatcherFunc':
        case 'Name': {
          const made = addRoute(machine, router, {
            methods: everyMethod,
            path: undefined,
            handler: undefined,
            site: call.site,
          });
          return tell(machine, router, made.route, name, call);
        }
        default:
          return undefined;
      }
    }
    return tell(machine, router, receiver.route, name, call);
  },
};

function tell(machine: Machine, router: GoRouter, route: GoRoute, name: string, call: Call): Value {
  switch (name) {
    case 'HandleFunc':
    case 'Handle': {
      route.path = joinPaths(route.path, pathOf(call.args[0], router.technology));
      answer(machine, router, route, call, 1);
      break;
    }
    case 'HandlerFunc':
    case 'Handler':
      answer(machine, router, route, call, 0);
      break;
    case 'Path':
    case 'PathPrefix':
      route.path = joinPaths(route.path, pathOf(call.args[0], router.technology));
      break;
    case 'Methods':
      route.methods = methodsOf(call.args);
      break;
    case 'Queries':
      route.parameters = [...route.parameters, ...pairs(call)];
      break;
    case 'BuildOnly':
      route.dropped = true;
      break;
    case 'Subrouter': {
      const made = newRouter(machine, router.technology, 'router', call.site);
      route.dropped = true;
      router.entries.push({ kind: 'mount', path: route.path, router: made.router, guards: [] });
      return made;
    }
    default:
      break;
  }
  return { kind: 'route', route, router };
}

/** The handler of a route; a router is mounted in its place. */
function answer(machine: Machine, router: GoRouter, route: GoRoute, call: Call, at: number): void {
  const [given] = givensOf(machine, call, at);
  const inner = given === undefined ? undefined : unwrapped(given);
  if (inner?.answer.kind === 'router') {
    route.dropped = true;
    addMount(
      router,
      inner.prefix,
      inner.prefix === undefined ? wholeOf(machine, inner.answer.router, router) : inner.answer.router,
      inner.guards,
      inner.prefix === undefined ? 'below' : 'cut',
    );
  } else route.handler = given;
}

/** A part of another router matches the whole address, with the path of that part: it is that router which is mounted. */
function wholeOf(machine: Machine, part: GoRouter, into: GoRouter): GoRouter {
  let whole = part;
  for (let depth = 0; depth < 20; depth += 1) {
    const owner = machine.routers.find(({ entries }) =>
      entries.some((entry) => entry.kind === 'mount' && entry.router === whole),
    );
    if (owner === undefined) return whole;
    if (owner === into) return part;
    whole = owner;
  }
  return part;
}

/** `Queries("type", "{type}", …)`: names and patterns in turn. */
const pairs = ({ args, site }: Call): GoRoute['parameters'] =>
  args.flatMap((arg, at) => {
    const name = at % 2 === 0 ? plainText(arg) : undefined;
    return name === undefined ? [] : [{ name, in: 'query' as const, required: true, origin: site }];
  });
