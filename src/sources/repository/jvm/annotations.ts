import type { ClassDeclaration } from './classes.ts';
import type { Annotation, Argument, Code } from './code.ts';
import { argument, lastName } from './code.ts';
import type { Scope } from './names.ts';
import { classOf, comesFrom, scopeOf } from './names.ts';
import type { World } from './world.ts';

/** An annotation with the place whose imports and constants its arguments mean. */
export interface Annotated {
  /** Without package. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly scope: Scope;
  readonly line: number;
  /** Whose imports its name means, where that is not the place of its arguments. */
  readonly named?: Scope;
  /** The annotation of the target that carries it. */
  readonly via?: string;
}

/**
 * Annotations of a declaration, and those that annotations of the target are composed of: their attributes that stand
 * for others (`@AliasFor`) are handed on.
 */
export function expand(
  world: World,
  annotations: readonly Annotation[],
  scope: Scope,
  depth = 0,
): readonly Annotated[] {
  if (depth > 4) return [];
  return annotations.flatMap((annotation): readonly Annotated[] => {
    const own: Annotated = {
      name: lastName(annotation.name),
      args: annotation.args,
      scope,
      line: annotation.line,
    };
    const type = classOf(world, annotation.name, scope);
    if (type === undefined || type.kind !== 'annotation') return [own];
    const carried = expand(world, type.annotations, scopeOf(type), depth + 1).map((each): Annotated => ({
      ...each,
      args: aliased(type, own, each),
      // Arguments given at the use are constants of the place of use.
      ...(aliasedAny(type, own, each) ? { scope, named: each.named ?? each.scope } : {}),
      line: annotation.line,
      via: type.name,
    }));
    return [own, ...carried];
  });
}

function aliases(type: ClassDeclaration, own: Annotated, target: Annotated): readonly Argument[] {
  // The attributes are methods in Java, properties of the constructor in Kotlin.
  return [...type.methods, ...type.fields].flatMap((attribute): readonly Argument[] => {
    const alias = attribute.annotations.find(({ name }) => lastName(name) === 'AliasFor');
    const of = argument(alias?.args ?? [], 'annotation');
    if (alias === undefined) return implicit(attribute.name, own, target);
    if (of?.kind !== 'class' || lastName(of.type.name) !== target.name) return [];
    const given = argument(own.args, attribute.name, attribute.name === 'value' ? 0 : undefined);
    const to = argument(alias.args, 'attribute') ?? argument(alias.args, 'value', 0);
    const name = to?.kind === 'text' ? to.value : attribute.name;
    return given === undefined ? [] : [{ name, value: given }];
  });
}

/** A `value` or `path` that names no attribute can only mean the path, where the mapping itself has none. */
function implicit(name: string, own: Annotated, target: Annotated): readonly Argument[] {
  const isMapping =
    target.name.endsWith('Mapping') &&
    target.args.every((each) => each.name !== undefined && !/^(value|path)$/.test(each.name));
  const given = argument(own.args, name, name === 'value' ? 0 : undefined);
  return isMapping && /^(value|path)$/.test(name) && given !== undefined ? [{ name, value: given }] : [];
}

const aliasedAny = (type: ClassDeclaration, own: Annotated, target: Annotated): boolean =>
  aliases(type, own, target).length > 0;

function aliased(type: ClassDeclaration, own: Annotated, target: Annotated): readonly Argument[] {
  const given = aliases(type, own, target);
  const names = new Set(given.map(({ name }) => name));
  const isPath = names.has('path') || names.has('value');
  const kept = target.args.filter(
    ({ name }) =>
      !names.has(name) && !(isPath && (name === undefined || name === 'value' || name === 'path')),
  );
  return [...kept, ...given];
}

/** The value of an attribute; `value` is also the one without a name. */
export const attribute = (of: Annotated, ...names: readonly string[]): Code | undefined =>
  names
    .map((name) => argument(of.args, name, name === 'value' ? 0 : undefined))
    .find((each) => each !== undefined);

export const isFrom = (of: Annotated, packages: readonly string[]): boolean =>
  comesFrom(of.name, of.named ?? of.scope, packages);

export const withName = (
  annotations: readonly Annotated[],
  ...names: readonly string[]
): Annotated | undefined => annotations.find(({ name }) => names.includes(name));
