import type { ClassDeclaration, FieldDeclaration } from './classes.ts';
import type { Code } from './code.ts';
import { dotted } from './code.ts';
import type { Scope } from './names.ts';
import { classOf, fieldOf, scopeOf } from './names.ts';
import type { World } from './world.ts';

/** What a name or a member stands for, with the place that gives its own names a meaning. */
export interface Definition {
  readonly code: Code;
  readonly scope: ValueScope;
  /** The text of a `@Value` on the field. */
  readonly injected?: string;
}

export interface ValueScope extends Scope {
  /** Names that a running method knows: parameters that were bound, locals, fields of its object. */
  readonly lookup?: (code: Code) => Definition | undefined;
}

/** What a name or a member stands for: a local, a constant of this or another class, a top-level property. */
export function definition(world: World, code: Code, scope: ValueScope): Definition | undefined {
  const running = scope.lookup?.(code);
  if (running !== undefined) return running;
  if (code.kind === 'name') return constant(world, code.name, scope);
  if (code.kind !== 'member') return undefined;
  if (code.on.kind === 'this') return constant(world, code.name, scope);
  const owner = ownerOf(world, code.on, scope);
  return owner === undefined ? undefined : ofClass(world, owner, code.name);
}

export function ownerOf(world: World, on: Code, scope: ValueScope): ClassDeclaration | undefined {
  const name = dotted(on)?.replace(/\.Companion$/, '');
  return name === undefined ? undefined : classOf(world, name, scope);
}

function constant(world: World, name: string, scope: ValueScope): Definition | undefined {
  for (let at = scope.within; at !== undefined; at = at.outer) {
    const found = ofClass(world, at, name);
    if (found !== undefined) return found;
  }
  const own = scope.file.fields.find((field) => field.name === name);
  if (own !== undefined) return fromField(own, scope);
  for (const each of scope.file.imports) {
    const full = each.wildcard ? `${each.name}.${name}` : each.name;
    if (!each.wildcard && (each.alias ?? full.slice(full.lastIndexOf('.') + 1)) !== name) continue;
    const found = qualifiedConstant(world, full, scope.file.path);
    if (found !== undefined) return found;
  }
  return topLevel(world, scope.file.package, name);
}

function qualifiedConstant(world: World, full: string, near: string): Definition | undefined {
  const dot = full.lastIndexOf('.');
  if (dot < 0) return undefined;
  const [owner, name] = [full.slice(0, dot).replace(/\.Companion$/, ''), full.slice(dot + 1)];
  const found = world.qualified(owner, near);
  return found === undefined ? topLevel(world, owner, name) : ofClass(world, found, name);
}

function topLevel(world: World, inPackage: string, name: string): Definition | undefined {
  for (const file of world.packageFiles(inPackage)) {
    const field = file.fields.find((each) => each.name === name);
    if (field !== undefined) return fromField(field, { file });
  }
  return undefined;
}

function ofClass(world: World, of: ClassDeclaration, name: string): Definition | undefined {
  if (of.constants.some((each) => each.name === name))
    return { code: { kind: 'text', value: name, line: of.line }, scope: scopeOf(of) };
  const found = fieldOf(world, of, name);
  return found === undefined ? undefined : fromField(found.field, scopeOf(found.owner));
}

function fromField(field: FieldDeclaration, scope: Scope): Definition | undefined {
  const injected = field.annotations.find(({ name }) => /(^|\.)(Value|ConfigProperty)$/.test(name));
  const key = injected?.args[0]?.value;
  const code = field.value?.();
  if (key?.kind === 'text' && key.value.includes('${')) return { code: key, scope, injected: key.value };
  return code === undefined ? undefined : { code, scope };
}
