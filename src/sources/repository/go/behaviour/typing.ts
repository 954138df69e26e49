import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType, walkSyntax } from '../../languages/syntax.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { typeOf, underlying } from '../machine/types.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { fieldType, methodIn } from '../routing/callees.ts';
import { implementationOf } from './implementations.ts';
import { engineAnswer, engineOf } from './engines.ts';

/** A function with the types of its names, found on the way through it. */
export interface Body {
  readonly program: GoProgram;
  readonly file: GoFile;
  readonly node: SyntaxNode;
  readonly locals: ReadonlyMap<string, GoTypeRef>;
  /** Types that were asked for, once all names are known. */
  readonly known?: Map<SyntaxNode, GoTypeRef | undefined>;
}

const bodies = new WeakMap<SyntaxNode, Body>();

export function bodyOf(program: GoProgram, { node, file }: Pick<GoFunction, 'node' | 'file'>): Body {
  const known = bodies.get(node);
  if (known !== undefined) return known;
  const locals = new Map<string, GoTypeRef>();
  const body: Body = { program, file, node, locals };
  bodies.set(node, body);
  const tell = (name: string | undefined, type: GoTypeRef | undefined): void => {
    if (name !== undefined && name !== '_' && type !== undefined && !locals.has(name)) locals.set(name, type);
  };
  walkSyntax(node, (at) => {
    if (/^((variadic_)?parameter_declaration|var_spec)$/.test(at.type)) {
      const type = typeOf(inField(at, 'type'), file);
      const [value] = inField(at, 'value')?.children ?? [];
      const given = type ?? (value === undefined ? undefined : typeOfNode(body, value));
      const isMany = at.type === 'variadic_parameter_declaration' && given !== undefined;
      for (const child of at.children)
        if (child.field === 'name') tell(child.text, isMany ? { kind: 'list', of: given } : given);
    } else if (at.type === 'short_var_declaration' || at.type === 'assignment_statement')
      noteAssigned(body, at, tell);
    else if (at.type === 'range_clause') {
      const over = typeOfNode(body, inField(at, 'right'));
      const element = over === undefined ? undefined : underlying(program, over);
      const names = inField(at, 'left')?.children ?? [];
      if (element?.kind === 'list' || element?.kind === 'map') tell(names[1]?.text, element.of);
    }
  });
  const done: Body = { ...body, known: new Map() };
  bodies.set(node, done);
  return done;
}

function noteAssigned(
  body: Body,
  at: SyntaxNode,
  tell: (name: string | undefined, type: GoTypeRef | undefined) => void,
): void {
  const names = inField(at, 'left')?.children ?? [];
  const values = inField(at, 'right')?.children ?? [];
  for (const [place, name] of names.entries()) {
    if (name.type !== 'identifier') continue;
    const value = values.length === names.length ? values[place] : values[0];
    tell(name.text, typeOfNode(body, value, values.length === names.length ? 0 : place));
  }
}

/** The type of an expression; of a call with several answers the one at a place. */
export function typeOfNode(
  body: Body,
  node: SyntaxNode | undefined,
  place = 0,
  depth = 0,
): GoTypeRef | undefined {
  if (node === undefined || depth > 14) return undefined;
  if (place > 0 || body.known === undefined) return freshType(body, node, place, depth);
  if (body.known.has(node)) return body.known.get(node);
  const found = freshType(body, node, place, depth);
  body.known.set(node, found);
  return found;
}

function freshType(body: Body, node: SyntaxNode, place: number, depth: number): GoTypeRef | undefined {
  const inner = (of: SyntaxNode | undefined): GoTypeRef | undefined => typeOfNode(body, of, 0, depth + 1);
  switch (node.type) {
    case 'composite_literal':
      return typeOf(inField(node, 'type'), body.file);
    case 'unary_expression':
      return inner(inField(node, 'operand'));
    case 'parenthesized_expression':
      return inner(node.children[0]);
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return typeOf(inField(node, 'type'), body.file);
    case 'index_expression': {
      const of = inner(inField(node, 'operand'));
      const list = of === undefined ? undefined : underlying(body.program, of);
      return list?.kind === 'list' || list?.kind === 'map' ? list.of : undefined;
    }
    case 'slice_expression':
      return inner(inField(node, 'operand'));
    case 'identifier':
      return body.locals.get(node.text) ?? globalType(body, body.file, node.text, depth);
    case 'selector_expression':
      return selectedType(body, node, depth);
    case 'call_expression':
      return answerType(body, node, place, depth);
    default:
      return undefined;
  }
}

/** A variable of a package, by its type or by what it is made of. */
function globalType(body: Body, file: GoFile, name: string, depth: number): GoTypeRef | undefined {
  const value = file.package.values.get(name);
  if (value === undefined) return undefined;
  const declared = typeOf(value.type, value.file);
  if (declared !== undefined || value.value === undefined) return declared;
  const alone: Body = { program: body.program, file: value.file, node: value.value, locals: new Map() };
  return typeOfNode(alone, value.value, value.place, depth + 1);
}

function selectedType(body: Body, node: SyntaxNode, depth: number): GoTypeRef | undefined {
  const operand = inField(node, 'operand');
  const name = inField(node, 'field')?.text ?? '';
  const from = importOf(body, operand);
  if (from !== undefined) {
    const library = { kind: 'library', package: from.path, name: 'DB' } as const;
    if (engineOf(library) === 'squirrel') return library;
    const own = from.folder === undefined ? undefined : body.program.packageIn(from.folder);
    const [file] = own?.files ?? [];
    return file === undefined ? undefined : globalType(body, file, name, depth);
  }
  const owner = typeOfNode(body, operand, 0, depth + 1);
  return fieldType(body.program, owner, name);
}

/** The package a name stands for, unless a local hides it. */
const importOf = (body: Body, node: SyntaxNode | undefined): ReturnType<GoFile['imports']['get']> =>
  node?.type === 'identifier' && !body.locals.has(node.text) ? body.file.imports.get(node.text) : undefined;

function answerType(body: Body, call: SyntaxNode, place: number, depth: number): GoTypeRef | undefined {
  const callee = inField(call, 'function');
  const args = ofType(call, 'argument_list')?.children ?? [];
  if (callee?.text === 'new' || callee?.text === 'make') return typeOf(args[0], body.file);
  if (callee?.text === 'append') return typeOfNode(body, args[0], 0, depth + 1);
  const fn = calledFunction(body, call, depth + 1);
  if (fn === undefined) return engineAnswer(body, call, (node) => typeOfNode(body, node, 0, depth + 1));
  const result = inField(fn.node, 'result');
  const declared =
    result?.type === 'parameter_list'
      ? allOfType(result, 'parameter_declaration').flatMap((each) => {
          const names = each.children.filter((child) => child.field === 'name');
          const type = inField(each, 'type');
          return names.length === 0 ? [type] : names.map(() => type);
        })[place]
      : result;
  const type = typeOf(declared, fn.file);
  const generic = type?.kind === 'own' ? typeArgument(call, fn, type.name) : undefined;
  return generic === undefined ? type : typeOf(generic, body.file);
}

/** `Find[Order](…)` answers what its type argument says. */
function typeArgument(call: SyntaxNode, fn: GoFunction, name: string): SyntaxNode | undefined {
  const names = (inField(fn.node, 'type_parameters')?.children ?? []).flatMap((each) =>
    each.children.flatMap((child) => (child.field === 'name' && child.type !== ',' ? [child.text] : [])),
  );
  const given = inField(call, 'type_arguments')?.children[names.indexOf(name)];
  return given?.type === 'type_elem' ? given.children[0] : given;
}

/** The function of the target that a call or a value of a function means: of an interface its only implementation. */
export function calledFunction(body: Body, call: SyntaxNode, depth = 0): GoFunction | undefined {
  return functionOf(body, inField(call, 'function'), depth);
}

export function functionOf(body: Body, callee: SyntaxNode | undefined, depth = 0): GoFunction | undefined {
  if (callee?.type === 'identifier')
    return body.locals.has(callee.text) ? undefined : body.file.package.functions.get(callee.text);
  if (callee?.type === 'index_expression' || callee?.type === 'type_instantiation_expression')
    return functionOf(body, inField(callee, 'operand') ?? callee.children[0], depth);
  if (callee?.type !== 'selector_expression') return undefined;
  const operand = inField(callee, 'operand');
  const name = inField(callee, 'field')?.text ?? '';
  const from = importOf(body, operand);
  if (from !== undefined)
    return from.folder === undefined ? undefined : body.program.packageIn(from.folder)?.functions.get(name);
  const owner = typeOfNode(body, operand, 0, depth + 1);
  if (owner === undefined) return undefined;
  return implementationOf(body.program, owner, name) ?? methodIn(body.program, owner, name);
}
