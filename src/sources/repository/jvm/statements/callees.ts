import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import type { Body, Member, Types } from './typing.ts';
import { typeOf } from './typing.ts';

/** Methods of the target that a call may run: of an interface those of its implementations, when they are few. */
export function calleesOf(
  body: Body,
  code: Code,
): readonly { readonly method: Member['method']; readonly owner?: ClassDeclaration }[] {
  if (code.kind !== 'call' && code.kind !== 'reference') return [];
  const { types } = body;
  const arity = code.kind === 'call' ? code.args.length : -1;
  if (code.on === undefined) {
    for (let at = body.owner; at !== undefined; at = at.outer) {
      const found = dispatched(types, at, code.name, arity);
      if (found.length > 0) return found;
    }
    return functionsOf(body, code.name);
  }
  const of = types.classOf(typeOf(body, code.on));
  if (of !== undefined) return dispatched(types, of, code.name, arity);
  return functionsOf(body, code.name).filter(({ method }) => method.receiver !== undefined);
}

/** Top-level functions of Kotlin: of the file, else the only one of that name. */
function functionsOf(body: Body, name: string): readonly { readonly method: Member['method'] }[] {
  const own = body.scope.file.functions.filter((each) => each.name === name);
  const all = own.length > 0 ? own : body.types.world.functions(name);
  return all.length === 1 ? all.map((method) => ({ method })) : [];
}

/** One of a few is chosen when the application is put together: any of them may run. */
const mostImplementations = 3;

function dispatched(types: Types, of: ClassDeclaration, name: string, arity: number): readonly Member[] {
  const found = types.methods(of, name, arity);
  const [first] = found;
  if (first === undefined) return [];
  if (first.method.body !== undefined)
    return of.isAbstract ? overridden(types, of, name, arity, first) : [first];
  const heirs = types.heirs.of(of);
  const runs = heirs.flatMap((heir) =>
    types
      .methods(heir, name, arity)
      .filter(({ method }) => method.body !== undefined)
      .slice(0, 1),
  );
  const unique = [...new Map(runs.map((each) => [each.method, each])).values()];
  const primary = unique.filter(({ owner }) => owner.annotations.some((each) => each.name === 'Primary'));
  return primary.length === 1 ? primary : unique.length > mostImplementations ? [] : unique;
}

/** A method with a body of an abstract class runs unless its only heir writes it again. */
function overridden(
  types: Types,
  of: ClassDeclaration,
  name: string,
  arity: number,
  first: Member,
): readonly Member[] {
  const heirs = types.heirs.of(of);
  const [only] = heirs.length === 1 ? heirs : [];
  const found = only === undefined ? undefined : types.methods(only, name, arity)[0];
  return [found?.method.body === undefined ? first : found];
}
