import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import type { ClassNode, FunctionNode } from '../javascript/syntax.ts';
import { plainKey } from '../javascript/syntax.ts';
import { fieldOf } from './class-fields.ts';
import { functionCalled, resolvedClass, resultOf, returnedBy } from './functions-called.ts';
import type { Finder } from './functions-called.ts';
import type { Binding } from './names.ts';
import { namesOf, required } from './names.ts';

/** The library a value comes from, and the way from its import to the value. */
export interface Trace {
  readonly package: string;
  /** Dotted, `()` for a call or construction: `create().get`, `PrismaClient().user`; empty for the import itself. */
  readonly path: string;
  /** The innermost call or construction on the way; its arguments configure the value. */
  readonly made?: { readonly node: CallExpression | NewExpression; readonly where: Where };
}

/** Where an expression stands. */
export interface Where {
  readonly file: ParsedFile;
  /** Innermost class around it, for `this`. */
  readonly class?: ClassNode;
}

/** A declaration together with the file in which its names count. */
export interface Found extends Where {
  readonly binding: Binding;
}

/** Follows names through declarations, imports, class fields and types; nothing is evaluated. */
export interface Tracer {
  readonly trace: (node: Node, where: Where) => Trace | undefined;
  readonly find: (name: string, where: Where) => Found | undefined;
  readonly field: (name: string, where: Where) => Found | undefined;
  /** What `object.key` stands for: a property of a literal, or what a file exports under that name. */
  readonly member: (object: Node, key: string, where: Where) => Found | undefined;
}

const deepest = 16;

/** Longest chain of re-exports that is followed. */
const mostHops = 60;

export function createTracer(codebase: Codebase): Tracer {
  const context: Context = { codebase, returned: new Map(), exports: new Map() };
  return {
    trace: (node, where) => trace(context, node, where, 0),
    find: (name, where) => resolve(context, name, where),
    field: (name, where) => fieldOf(name, where),
    member: (object, key, where) => memberOf(context, object, key, where, 0),
  };
}

interface Context {
  readonly codebase: Codebase;
  /** What functions of the target return, each asked once; those that are being asked return nothing. */
  readonly returned: Map<FunctionNode, Trace | undefined>;
  /** What the exports of a file stand for, by name; the same ones are asked for very often. */
  readonly exports: Map<ParsedFile, Map<string, Found | undefined>>;
}

function trace(context: Context, node: Node, where: Where, depth: number): Trace | undefined {
  if (depth > deepest) return undefined;
  switch (node.type) {
    case 'Identifier':
      return traceName(context, node.name, where, depth);
    case 'MemberExpression': {
      const key = plainKey(node.property, node.computed);
      if (key === undefined) return undefined;
      if (node.object.type === 'ThisExpression') {
        const found = fieldOf(key, where);
        return found === undefined
          ? inherited(context, key, where, depth)
          : traceBinding(context, found, depth);
      }
      return (
        step(trace(context, node.object, where, depth + 1), key) ??
        traceMember(context, node.object, key, where, depth)
      );
    }
    case 'CallExpression':
    case 'NewExpression': {
      const library = required(node);
      if (library !== undefined) return libraryTrace(context, library, where.file);
      const resolved = resolve(context, resolvedClass(node) ?? '', where);
      if (resolved?.binding.kind === 'class') return traceBinding(context, resolved, depth);
      const callee = trace(context, node.callee, where, depth + 1);
      if (callee !== undefined) return { ...callee, path: `${callee.path}()`, made: { node, where } };
      return node.type === 'NewExpression'
        ? traceConstruction(context, node, where, depth)
        : traceReturned(context, node, where, depth);
    }
    case 'AwaitExpression':
      return trace(context, node.argument, where, depth + 1);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ChainExpression':
    case 'TSTypeAssertion':
      return trace(context, node.expression, where, depth + 1);
    case 'LogicalExpression':
      return trace(context, node.right, where, depth + 1) ?? trace(context, node.left, where, depth + 1);
    case 'ConditionalExpression':
      return (
        trace(context, node.consequent, where, depth + 1) ?? trace(context, node.alternate, where, depth + 1)
      );
    case 'AssignmentExpression':
      return trace(context, node.right, where, depth + 1);
    default:
      return undefined;
  }
}

const step = (from: Trace | undefined, key: string): Trace | undefined =>
  from === undefined ? undefined : { ...from, path: from.path === '' ? key : `${from.path}.${key}` };

function traceName(context: Context, name: string, where: Where, depth: number): Trace | undefined {
  const found = resolve(context, name, where);
  return found === undefined ? undefined : traceBinding(context, found, depth);
}

/** `name` in a file, imports followed to the declaration or to the library (then the binding is the import). */
function resolve(context: Context, name: string, where: Where): Found | undefined {
  const binding = namesOf(where.file).bindings.get(name);
  return binding === undefined ? undefined : follow(context, { ...where, binding });
}

function follow(context: Context, found: Found, hops = 0): Found | undefined {
  const { binding, file } = found;
  if (binding.kind !== 'import') return found;
  const resolved = context.codebase.resolver.resolve(binding.specifier, file.path);
  if (resolved.kind !== 'file') return found;
  const target = context.codebase.tree(resolved.path);
  return target === undefined ? found : exported(context, target, binding.name, hops);
}

/** The declaration behind an export, through re-exports. A circle of them leads nowhere. */
function exported(context: Context, file: ParsedFile, name: string, hops: number): Found | undefined {
  let table = context.exports.get(file);
  if (table === undefined) context.exports.set(file, (table = new Map<string, Found | undefined>()));
  if (table.has(name) || hops > mostHops) return table.get(name);
  table.set(name, undefined);
  const found = findExport(context, file, name, hops + 1);
  table.set(name, found);
  return found;
}

function findExport(context: Context, file: ParsedFile, name: string, hops: number): Found | undefined {
  const names = namesOf(file);
  const own = names.exports.get(name) ?? (name === '*' ? names.exports.get('default') : undefined);
  if (own !== undefined) return follow(context, { file, binding: own }, hops);
  for (const specifier of names.stars) {
    const resolved = context.codebase.resolver.resolve(specifier, file.path);
    const next = resolved.kind === 'file' ? context.codebase.tree(resolved.path) : undefined;
    const found = next === undefined ? undefined : exported(context, next, name, hops);
    if (found !== undefined) return found;
  }
  return undefined;
}

function traceBinding(context: Context, found: Found, depth: number): Trace | undefined {
  const { binding } = found;
  switch (binding.kind) {
    case 'import':
      return libraryTrace(context, binding, found.file);
    case 'value':
      return trace(context, binding.node, found, depth + 1);
    case 'part':
      return (
        step(trace(context, binding.node, found, depth + 1), binding.key) ??
        traceMember(context, binding.node, binding.key, found, depth)
      );
    case 'type':
      return traceType(context, binding.node, found, depth + 1);
    case 'class':
      return traceClass(context, { ...found, class: binding.node }, depth + 1);
  }
}

function libraryTrace(
  { codebase }: Context,
  binding: Extract<Binding, { kind: 'import' }>,
  file: ParsedFile,
): Trace | undefined {
  const resolved = codebase.resolver.resolve(binding.specifier, file.path);
  const path = binding.name === 'default' || binding.name === '*' ? '' : binding.name;
  // Prisma generates its client into a folder of the user's choice, which is rarely committed.
  if (path === 'PrismaClient') return { package: '@prisma/client', path };
  return resolved.kind === 'library' ? { package: resolved.name, path } : undefined;
}

/** A property of an object literal that a name stands for, also across files (`* as`). */
function traceMember(
  context: Context,
  object: Node,
  key: string,
  where: Where,
  depth: number,
): Trace | undefined {
  const found = memberOf(context, object, key, where, depth);
  return found === undefined ? undefined : traceBinding(context, found, depth + 1);
}

function memberOf(
  context: Context,
  object: Node,
  key: string,
  where: Where,
  depth: number,
): Found | undefined {
  if (object.type !== 'Identifier' || depth > deepest) return undefined;
  const own = namesOf(where.file).bindings.get(object.name);
  if (own?.kind === 'import') {
    const resolved = context.codebase.resolver.resolve(own.specifier, where.file.path);
    const target = resolved.kind === 'file' ? context.codebase.tree(resolved.path) : undefined;
    const whole = own.name === '*' || own.name === 'default';
    if (target !== undefined && whole) {
      const member = exported(context, target, key, 0);
      if (member !== undefined) return member;
    }
  }
  const found = resolve(context, object.name, where);
  if (found?.binding.kind !== 'value' || found.binding.node.type !== 'ObjectExpression') return undefined;
  for (const property of found.binding.node.properties)
    if (property.type === 'Property' && plainKey(property.key, property.computed) === key)
      return { file: found.file, binding: { kind: 'value', node: property.value } };
  return undefined;
}

/** The type reference's own declaration; a class leads to the library class it extends. */
function traceType(context: Context, node: Node, where: Where, depth: number): Trace | undefined {
  if (node.type === 'TSTypeAnnotation') return traceType(context, node.typeAnnotation, where, depth);
  if (node.type === 'TSUnionType') {
    for (const type of node.types) {
      const found = traceType(context, type, where, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (node.type !== 'TSTypeReference' || depth > deepest) return undefined;
  if (node.typeName.type === 'Identifier') return traceName(context, node.typeName.name, where, depth);
  if (node.typeName.type !== 'TSQualifiedName' || node.typeName.left.type !== 'Identifier') return undefined;
  return step(traceName(context, node.typeName.left.name, where, depth), node.typeName.right.name);
}

function traceClass(context: Context, where: Where, depth: number): Trace | undefined {
  const parent = where.class?.superClass;
  if (parent === undefined || parent === null) return undefined;
  return trace(context, parent, { file: where.file }, depth + 1);
}

const finderOf = (context: Context): Finder => ({
  find: (name, where) => resolve(context, name, where),
  member: (object, key, where) => memberOf(context, object, key, where, 0),
});

/** What a function of the target returns: a client that it makes, or the type it says. */
function traceReturned(
  context: Context,
  { callee }: CallExpression,
  where: Where,
  depth: number,
): Trace | undefined {
  const called = functionCalled(finderOf(context), callee, where);
  if (called === undefined) return undefined;
  const { node } = called;
  if (context.returned.has(node)) return context.returned.get(node);
  context.returned.set(node, undefined);
  const found =
    (node.returnType ? traceType(context, resultOf(node.returnType), called, depth + 1) : undefined) ??
    returnedBy(node).reduce<Trace | undefined>(
      (known, each) => known ?? trace(context, each, called, depth + 1),
      undefined,
    );
  context.returned.set(node, found);
  return found;
}

const traceConstruction = (
  context: Context,
  node: NewExpression,
  where: Where,
  depth: number,
): Trace | undefined =>
  node.callee.type === 'Identifier' ? traceName(context, node.callee.name, where, depth + 1) : undefined;

/** A member that the class inherits from a library's class. */
function inherited(context: Context, key: string, where: Where, depth: number): Trace | undefined {
  return step(traceClass(context, where, depth + 1), key);
}
