import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { walkCode } from '../code.ts';
import { scopeOf } from '../names.ts';
import { heirsOf } from '../statements/heirs.ts';
import type { Body, Types } from '../statements/typing.ts';
import { typeOf, typesOf } from '../statements/typing.ts';
import type { World } from '../world.ts';

const known = new WeakMap<World, Types>();

/** Types of the target, put together when the first handler asks for them. */
export function typesIn(world: World): Types {
  const found = known.get(world);
  if (found !== undefined) return found;
  const made = typesOf(
    world,
    heirsOf(world, () => undefined),
  );
  known.set(world, made);
  return made;
}

/** A method with the types of its parameters and its locals. */
export function bodyOf(types: Types, method: MethodDeclaration, owner: ClassDeclaration | undefined): Body {
  const scope = owner === undefined ? { file: method.file } : scopeOf(owner);
  const body: Body = {
    types,
    method,
    scope,
    locals: new Map(),
    values: new Map(),
    ...(owner === undefined ? {} : { owner }),
  };
  for (const { name, type } of method.parameters)
    if (type !== undefined) body.locals.set(name, { type, scope });
  walkCode(method.body?.() ?? [], (code) => {
    if (code.kind !== 'local' || body.locals.has(code.name)) return;
    const typed = code.type === undefined ? typeOf(body, code.value) : { type: code.type, scope };
    if (typed !== undefined) body.locals.set(code.name, typed);
  });
  return body;
}
