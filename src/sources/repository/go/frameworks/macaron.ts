import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import type { Value } from '../machine/value.ts';
import { text } from '../machine/value.ts';
import { addGroup, addUse, givensOf, methodsOf, newRouter } from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import { register, registerNamed, runWith, verbOf } from './common.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';

/**
 * Macaron: https://go-macaron.com. The functions of a route run one after the other until one of them answers; a group
 * is a function that registers on the very router it was called on, and its own functions stand behind it.
 */
export const macaron: Framework = {
  technology: 'macaron',
  owns: ownedBy(
    'gopkg.in/macaron.v1',
    'gopkg.in/macaron',
    'github.com/Unknwon/macaron',
    'github.com/go-macaron',
  ),
  types: { Macaron: 'application', Router: 'router' },
  groupType: 'Router',
  call: (machine, { package: from, path }, call) =>
    /\/macaron(\.v1)?$/.test(from) && /^(New|NewWithLogger|Classic)$/.test(path)
      ? newRouter(machine, 'macaron', 'application', call.site)
      : undefined,
  method: (machine, receiver, name, call) =>
    name === 'Route' || name === 'Routes'
      ? several(machine, receiver, call)
      : methodOfFlame(machine, receiver, name, call),
};

/** Flamego, which its author made after Macaron: https://flamego.dev. */
export const flamego: Framework = {
  technology: 'flamego',
  owns: ownedBy('github.com/flamego/flamego'),
  types: { Flame: 'application', Router: 'router' },
  groupType: 'Router',
  call: (machine, { package: from, path }, call) =>
    from === 'github.com/flamego/flamego' && /^(New|NewWithLogger|Classic)$/.test(path)
      ? newRouter(machine, 'flamego', 'application', call.site)
      : undefined,
  method: (machine, receiver, name, call) =>
    name === 'Routes' ? several(machine, receiver, call) : methodOfFlame(machine, receiver, name, call),
};

type Parameters4 = Parameters<Framework['method']>;

function methodOfFlame(...[machine, receiver, name, call]: Parameters4): ReturnType<Framework['method']> {
  const router = current(receiver.router);
  const isCombo = router.notes.has('combo');
  const methods = verbOf(name);
  if (methods !== undefined) {
    register(machine, router, isCombo ? behind(call) : written(call), methods, 0);
    return receiver;
  }
  switch (name) {
    case 'Handle':
    case 'Route':
      return registerNamed(machine, router, written(call, 1));
    case 'Group':
      fill(machine, receiver.router, call);
      return receiver;
    case 'Combo': {
      const { args } = written(call);
      const made = addGroup(machine, router, args[0], givensOf(machine, call, 1), call.site);
      made.router.notes.set('combo', made);
      return made;
    }
    case 'Use':
      addUse(router, givensOf(machine, call), 'all');
      return receiver;
    case 'Name':
    case 'SetAutoHead':
    case 'AutoHead':
      return receiver;
    default:
      return undefined;
  }
}

/** The group whose function runs now. */
function current(router: GoRouter): GoRouter {
  const inner = router.notes.get('group');
  return inner?.kind === 'router' ? current(inner.router) : router;
}

/** `Group("/path", func() { m.Get(…) }, checks…)`. */
function fill(machine: Machine, router: GoRouter, call: Call): void {
  const around = current(router);
  const [path] = written(call).args;
  const [, fn] = call.args;
  const made = addGroup(machine, around, path, givensOf(machine, call, 2), call.site);
  around.notes.set('group', made);
  if (fn !== undefined) runWith(machine, fn, made, call);
  around.notes.delete('group');
}

/** `Route("/path", "GET,POST", handlers…)`. */
function several(machine: Machine, { router }: Parameters4[1], call: Call): Value {
  const { args, nodes } = written(call);
  const without: Call = {
    ...call,
    args: args.filter((_, at) => at !== 1),
    nodes: nodes.filter((_, at) => at !== 1),
  };
  return register(machine, current(router), without, methodsOf(args.slice(1, 2)), 0);
}

/** A combination of routes has its path already. */
const behind = (call: Call): Call => ({
  ...call,
  args: [text(''), ...call.args],
  nodes: call.nodes.slice(0, 1).concat(call.nodes),
});

/** A pattern that ends where it says so: `/^:kind(open|closed)$`, `/:sha([0-9a-f]+)\.diff`, `/?:page`. */
const written = (call: Call, at = 0): Call => ({
  ...call,
  args: call.args.map((value, place) =>
    place === at && value.kind === 'text' ? { ...value, parts: value.parts.map(plain) } : value,
  ),
});

const plain = <Part>(part: Part | string): Part | string =>
  typeof part === 'string'
    ? part
        .replaceAll(/^(\/?)\^|\$$/g, '$1')
        .replaceAll('\\', '')
        .replaceAll('/?:', '/:')
    : part;
