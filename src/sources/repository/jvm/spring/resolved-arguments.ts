import { everyClass } from '../classes.ts';
import type { Code, TypeName } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { innerType } from '../types.ts';
import type { World } from '../world.ts';

const known = new WeakMap<World, ReadonlySet<string>>();

/**
 * Types of handler parameters that the application resolves itself, so that no caller sends their fields: those that
 * the `supportsParameter` of its `HandlerMethodArgumentResolver`s names.
 */
export function isResolvedByApplication(world: World, type: TypeName): boolean {
  const found = known.get(world) ?? resolvedTypes(world);
  known.set(world, found);
  return found.has(lastName(innerType(type).name));
}

function resolvedTypes(world: World): ReadonlySet<string> {
  const names = world.filesWith(/\bHandlerMethodArgumentResolver\b/).flatMap((file) =>
    everyClass(file.classes)
      .filter(({ supertypes }) =>
        supertypes.some(({ name }) => lastName(name) === 'HandlerMethodArgumentResolver'),
      )
      .flatMap(({ methods }) => methods)
      .filter(({ name }) => name === 'supportsParameter')
      .flatMap((method) => classesIn(method.body?.() ?? [])),
  );
  return new Set(names);
}

/** `Caller.class`. */
function classesIn(body: readonly Code[]): readonly string[] {
  const found: string[] = [];
  walkCode(body, (each) => {
    if (each.kind === 'class') found.push(lastName(each.type.name));
  });
  return found;
}
