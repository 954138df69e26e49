import type { Annotated } from './annotations.ts';
import { expand } from './annotations.ts';
import type { ClassDeclaration, MethodDeclaration, ParameterDeclaration } from './classes.ts';
import type { TypeName } from './code.ts';
import type { Scope } from './names.ts';
import { ancestors, classOf, outside, scopeOf } from './names.ts';
import type { World } from './world.ts';

/** A method a class answers with: its own or inherited, with what it and those it overrides are annotated with. */
export interface HandlerMethod {
  /** The one that runs. */
  readonly method: MethodDeclaration;
  readonly owner: ClassDeclaration;
  /** Own annotations first, then those of overridden methods. */
  readonly annotations: readonly Annotated[];
  readonly parameters: readonly HandlerParameter[];
}

export interface HandlerParameter {
  readonly declaration: ParameterDeclaration;
  readonly type?: TypeName;
  readonly annotations: readonly Annotated[];
  readonly scope: Scope;
}

/** Methods of a class and those it inherits, each once by name and number of parameters. */
export function handlerMethods(world: World, of: ClassDeclaration): readonly HandlerMethod[] {
  const line = [of, ...ancestors(world, of)];
  const groups = new Map<
    string,
    { readonly method: MethodDeclaration; readonly owner: ClassDeclaration }[]
  >();
  for (const owner of line)
    for (const method of owner.methods) {
      if (method.isConstructor) continue;
      const types = method.parameters.map(({ type }) => simple(type)).join(',');
      const key = groups.has(`${method.name}(${types})`)
        ? `${method.name}(${types})`
        : keyOf(groups, owner, of, method, types);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ method, owner }]);
      else group.push({ method, owner });
    }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const runs = group.find(({ method }) => method.body !== undefined) ?? first;
    const annotations = group.flatMap(({ method, owner }) =>
      expand(world, method.annotations, scopeOf(owner)),
    );
    return [
      { method: runs.method, owner: runs.owner, annotations, parameters: parametersOf(world, of, group) },
    ];
  });
}

type Group = readonly { readonly method: MethodDeclaration; readonly owner: ClassDeclaration }[];

/** An override may write a type of the supertype's parameter in its place: the number of parameters then tells. */
function keyOf(
  groups: ReadonlyMap<string, Group>,
  owner: ClassDeclaration,
  of: ClassDeclaration,
  method: MethodDeclaration,
  types: string,
): string {
  const own = `${method.name}(${types})`;
  if (owner === of) return own;
  const like = [...groups].filter(
    ([, group]) =>
      group[0]?.method.name === method.name &&
      group[0].method.parameters.length === method.parameters.length &&
      group.every((each) => each.owner !== owner),
  );
  const isGeneric = method.parameters.some(({ type }) => owner.typeParameters.includes(type?.name ?? ''));
  const only = like.length === 1 || isGeneric ? like[0] : undefined;
  return only?.[0] ?? own;
}

const simple = (type: TypeName | undefined): string =>
  type === undefined ? '' : type.name.slice(type.name.lastIndexOf('.') + 1);

function parametersOf(world: World, of: ClassDeclaration, group: Group): readonly HandlerParameter[] {
  const [first] = group;
  return (first?.method.parameters ?? []).map((declaration, at): HandlerParameter => {
    const annotations = group.flatMap(({ method, owner }) =>
      expand(world, method.parameters[at]?.annotations ?? [], scopeOf(owner)),
    );
    const owner = first?.owner ?? of;
    const type = substituted(world, of, owner, declaration.type);
    return { declaration, ...type, annotations };
  });
}

/** `T` of a generic base class is what the subclass says. */
export function substituted(
  world: World,
  of: ClassDeclaration,
  owner: ClassDeclaration,
  type: TypeName | undefined,
): { readonly type?: TypeName; readonly scope: Scope } {
  const scope = scopeOf(owner);
  if (type === undefined) return { scope };
  const at = owner.typeParameters.indexOf(type.name);
  if (at < 0 || owner === of) return { type, scope };
  for (const between of [of, ...ancestors(world, of)])
    for (const above of between.supertypes) {
      const given = above.args[at];
      if (given === undefined || classOf(world, above.name, outside(between)) !== owner) continue;
      return between === of ? { type: given, scope: scopeOf(of) } : substituted(world, of, between, given);
    }
  return { type, scope };
}
