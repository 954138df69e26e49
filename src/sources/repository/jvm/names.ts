import type { ClassDeclaration, FieldDeclaration, MethodDeclaration, SourceFile } from './classes.ts';
import type { TypeName } from './code.ts';
import type { World } from './world.ts';

/** Where a name is written: it decides what the name means. */
export interface Scope {
  readonly file: SourceFile;
  readonly within?: ClassDeclaration;
}

export const scopeOf = (within: ClassDeclaration): Scope => ({ file: within.file, within });

/** Every qualified name a simple or dotted name may stand for, the surest first. */
export function qualifiedNames(name: string, { file, within }: Scope): readonly string[] {
  const [head = '', ...rest] = name.split('.');
  const tail = rest.length === 0 ? '' : `.${rest.join('.')}`;
  const direct = file.imports.find((each) => !each.wildcard && (each.alias ?? lastPart(each.name)) === head);
  const names: string[] = [];
  for (let at = within; at !== undefined; at = at.outer) {
    if (at.name === head) names.push(at.qualified + tail);
    names.push(`${at.qualified}.${name}`);
  }
  if (direct !== undefined) return [...names, direct.name + tail];
  const wildcards = file.imports.filter((each) => each.wildcard).map((each) => `${each.name}.${name}`);
  const own = file.package === '' ? name : `${file.package}.${name}`;
  return [...names, own, ...wildcards, ...(rest.length > 0 ? [name] : [])];
}

/** Whether a name comes from one of these packages, by its import. */
export function comesFrom(name: string, scope: Scope, packages: readonly string[]): boolean {
  const isOf = (full: string): boolean => packages.some((each) => full.startsWith(`${each}.`));
  if (qualifiedNames(name, scope).some(isOf)) return true;
  const { imports } = scope.file;
  const isImported = imports.some((each) => !each.wildcard && (each.alias ?? lastPart(each.name)) === name);
  // The import may be missing in an excerpt; others of the same package then tell.
  return !isImported && !name.includes('.') && imports.some((each) => isOf(`${each.name}.`));
}

/** The property of an accessor by what follows its verb: `ownerName` of `OwnerName`. */
export const propertyNamed = (rest: string): string => rest.charAt(0).toLowerCase() + rest.slice(1);

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The class of the target that a name stands for; undefined for classes of libraries. */
export function classOf(world: World, name: string, scope: Scope, depth = 0): ClassDeclaration | undefined {
  if (name === '' || depth > 10) return undefined;
  for (const full of qualifiedNames(name, scope)) {
    const found = world.qualified(full, scope.file.path);
    if (found !== undefined) return found;
  }
  for (let at = scope.within; at !== undefined; at = at.outer)
    for (const type of at.supertypes) {
      const above =
        type.name === name
          ? undefined
          : classOf(
              world,
              type.name,
              { file: at.file, ...(at.outer === undefined ? {} : { within: at.outer }) },
              depth + 1,
            );
      const inherited = above?.nested.find((each) => each.name === name);
      if (inherited !== undefined) return inherited;
    }
  return undefined;
}

/** Superclasses and interfaces of the target, nearest first, each once. */
export function ancestors(world: World, of: ClassDeclaration): readonly ClassDeclaration[] {
  const found: ClassDeclaration[] = [];
  const queue = [of];
  while (queue.length > 0 && found.length < 60) {
    const next = queue.shift();
    for (const type of next?.supertypes ?? []) {
      const above = next === undefined ? undefined : classOf(world, type.name, outside(next));
      if (above === undefined || above === of || found.includes(above)) continue;
      found.push(above);
      queue.push(above);
    }
  }
  return found;
}

/** Names in the head of a class are looked up outside it. */
export const outside = ({ file, outer }: ClassDeclaration): Scope => ({
  file,
  ...(outer === undefined ? {} : { within: outer }),
});

/** Names of all supertypes, also of libraries, as they are written. */
export const supertypeNames = (world: World, of: ClassDeclaration): readonly TypeName[] =>
  [of, ...ancestors(world, of)].flatMap(({ supertypes }) => supertypes);

export function fieldOf(
  world: World,
  of: ClassDeclaration,
  name: string,
): { readonly field: FieldDeclaration; readonly owner: ClassDeclaration } | undefined {
  for (const owner of [of, ...ancestors(world, of)]) {
    const field = owner.fields.find((each) => each.name === name);
    if (field !== undefined) return { field, owner };
  }
  return undefined;
}

export function methodOf(
  world: World,
  of: ClassDeclaration,
  name: string,
): { readonly method: MethodDeclaration; readonly owner: ClassDeclaration } | undefined {
  for (const owner of [of, ...ancestors(world, of)]) {
    const method = owner.methods.find((each) => each.name === name && each.body !== undefined);
    if (method !== undefined) return { method, owner };
  }
  return undefined;
}
