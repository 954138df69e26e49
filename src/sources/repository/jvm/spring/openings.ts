import { everyClass } from '../classes.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';

const opening =
  /ignore|anonymous|anon(?![a-z])|public|^open|permit|skip|no_?(auth|login|token|permission|security|check)|un_?auth|without|pass_?(auth|token|login)|^pass$|exclude|^inner$|free/i;

const known = new WeakMap<World, ReadonlySet<string>>();

/**
 * Annotations of the target by which its checks let handlers through: some code asks for them, and their names say
 * it.
 */
export function openingAnnotations(world: World): ReadonlySet<string> {
  const found = known.get(world);
  if (found !== undefined) return found;
  const declared = world
    .filesWith(/@interface\s|\bannotation\s+class\s/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(({ kind, name }) => kind === 'annotation' && opening.test(name))
    .map(({ name }) => name)
    .filter((name) => asked(world, name));
  const made = new Set(declared);
  known.set(world, made);
  return made;
}

const asked = (world: World, name: string): boolean =>
  world.mentions(`${name}.class`) || world.mentions(`${name}::class`);

/** Whether a handler or its class carries one. */
export function isOpened(world: World, { handled }: Asked): boolean {
  if (handled === undefined) return false;
  const names = openingAnnotations(world);
  return [...handled.handler.annotations, ...handled.own].some(({ name }) => names.has(name));
}
