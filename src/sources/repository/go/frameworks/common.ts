import type { Call } from '../machine/calls.ts';
import { callFunction } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import type { Value } from '../machine/value.ts';
import { optionsOf, text } from '../machine/value.ts';
import {
  addGroup,
  addMount,
  addRoute,
  everyMethod,
  givensOf,
  methodOf,
  methodsOf,
} from '../routing/register.ts';
import type { Given, GoRouter } from '../routing/router.ts';
import { unwrapped } from '../routing/wrappers.ts';
import type { Method } from '../../../../model/api.ts';

/** `Get(path, …)`, `POST(path, …)`: the verb in the method's name. */
export const verbOf = (name: string): readonly Method[] | undefined => {
  if (/^(Any|All|ALL|ANY)$/.test(name)) return everyMethod;
  const method = /^([A-Z]+|[A-Z][a-z]+)$/.test(name) ? methodOf(name) : undefined;
  return method === undefined ? undefined : [method];
};

/** Where in the list of functions of a route the one that answers stands. */
export type Answers = 'last' | 'first';

/** A route whose functions stand behind its path; a router among them is mounted with its own paths. */
export function register(
  machine: Machine,
  router: GoRouter,
  call: Call,
  methods: readonly Method[],
  at: number,
  answers: Answers = 'last',
): Value & { readonly kind: 'route' | 'router' } {
  const givens = givensOf(machine, call, at + 1);
  const handler = answers === 'last' ? givens.at(-1) : givens[0];
  const guards = answers === 'last' ? givens.slice(0, -1) : givens.slice(1);
  return registerGiven(machine, router, call, { methods, path: call.args[at], handler, guards });
}

export function registerGiven(
  machine: Machine,
  router: GoRouter,
  call: Call,
  told: {
    readonly methods: readonly Method[];
    readonly path: Value | undefined;
    readonly handler: Given | undefined;
    readonly guards: readonly Given[];
  },
): Value & { readonly kind: 'route' | 'router' } {
  const inner = told.handler === undefined ? undefined : unwrapped(told.handler);
  if (inner?.answer.kind === 'router') {
    const mounted = inner.answer.router;
    const isWhole = inner.prefix === undefined && (inner.isPlaceless || seesAll(router, mounted));
    addMount(
      router,
      isWhole ? told.path : inner.prefix,
      mounted,
      [...told.guards, ...inner.guards],
      isWhole ? 'whole' : inner.prefix === undefined ? 'below' : 'cut',
    );
    return { kind: 'router', router };
  }
  return addRoute(machine, router, { ...told, site: call.site });
}

/** An application of another framework is handed the request as it came: its paths are those of the address. */
const seesAll = (router: GoRouter, mounted: GoRouter): boolean =>
  mounted.kind === 'application' && mounted.technology !== router.technology;

/** `Handle(method, path, …)`, `Add(method, path, …)`: the verb is the first argument. */
export function registerNamed(
  machine: Machine,
  router: GoRouter,
  call: Call,
  answers: Answers = 'last',
): Value {
  const methods = methodsOf(call.args.slice(0, 1));
  return register(machine, router, call, methods, 1, answers);
}

/** A file of its own is answered under a path. */
export function addFile(machine: Machine, router: GoRouter, call: Call): Value {
  const handler: Given = { value: text('a file'), site: call.site, branch: machine.branch };
  return addRoute(machine, router, { methods: ['GET'], path: call.args[0], handler, site: call.site });
}

/** A group whose routes a function registers, if one is given; middlewares may stand before it. */
export function group(
  machine: Machine,
  router: GoRouter,
  call: Call,
  path: Value | undefined,
  from: number,
  isRegistration: (given: Given) => boolean = () => false,
): Value {
  const givens = givensOf(machine, call, from);
  const made = addGroup(
    machine,
    router,
    path,
    givens.filter((given) => !isRegistration(given)),
    call.site,
  );
  for (const given of givens) if (isRegistration(given)) runWith(machine, given.value, made, call);
  return made;
}

/** Calls a function that registers routes on the router it is given. */
export function runWith(
  machine: Machine,
  fn: Value,
  router: Value,
  call: Call,
  more: readonly Value[] = [],
): void {
  for (const each of optionsOf(fn))
    if (each.kind === 'function')
      callFunction(machine, each, { ...call, args: [router, ...more], nodes: [] });
}
