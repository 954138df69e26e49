import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { fitting } from './overloads.ts';
import type { Body, Member } from './typing.ts';
import { typeOf } from './typing.ts';

/** Methods of the target that a call may run: of an interface those of its implementations, when they are few. */
export function calleesOf(
  body: Body,
  code: Code,
): readonly { readonly method: Member['method']; readonly owner?: ClassDeclaration }[] {
  if (code.kind !== 'call' && code.kind !== 'reference') return [];
  const { types } = body;
  const args = code.kind === 'call' ? code.args.map(({ value }) => value) : undefined;
  if (code.on === undefined) {
    for (let at = body.owner; at !== undefined; at = at.outer) {
      const found = dispatched(body, at, code.name, args);
      if (found.length > 0) return found;
    }
    return functionsOf(body, code.name);
  }
  const of = types.classOf(typeOf(body, code.on));
  if (of !== undefined) return dispatched(body, of, code.name, args);
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

function dispatched(
  body: Body,
  of: ClassDeclaration,
  name: string,
  args: readonly Code[] | undefined,
): readonly Member[] {
  const { types } = body;
  const arity = args?.length ?? -1;
  const written = (at: ClassDeclaration): readonly Member[] => {
    const all = types.methods(at, name, arity).filter(({ method }) => method.body !== undefined);
    return args === undefined ? all.slice(0, 1) : fitting(body, all, args);
  };
  if (types.methods(of, name, arity).length === 0) return [];
  const own = written(of);
  const heirs = own.length > 0 && !of.isAbstract ? [] : types.heirs.of(of);
  // A method with a body of an abstract class runs unless its only heir writes it again.
  if (own.length > 0) return heirs.length === 1 && heirs[0] !== undefined ? written(heirs[0]) : own;
  const runs = heirs.map(written).filter((each) => each.length > 0);
  const primary = runs.filter((each) =>
    each.some(({ owner }) => owner.annotations.some((annotation) => annotation.name === 'Primary')),
  );
  const chosen = primary.length === 1 ? primary : runs;
  const unique = [...new Map(chosen.flat().map((each) => [each.method, each])).values()];
  return chosen.length > mostImplementations && unique.length > mostImplementations ? [] : unique;
}
