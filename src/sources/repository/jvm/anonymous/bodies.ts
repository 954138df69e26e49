import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { walkCode } from '../code.ts';
import { scopeOf } from '../names.ts';
import type { Body, Types } from '../statements/typing.ts';
import { typeOf } from '../statements/typing.ts';

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
