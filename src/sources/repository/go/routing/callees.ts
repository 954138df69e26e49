import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType, walkSyntax } from '../../languages/syntax.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { fieldsOf, typeOf, underlying } from '../machine/types.ts';

/** Types of the names in a body: its parameters, its receiver, and what is declared in it. */
export type LocalTypes = ReadonlyMap<string, GoTypeRef>;

const typesOf = new WeakMap<SyntaxNode, LocalTypes>();

export function localTypes(program: GoProgram, node: SyntaxNode, file: GoFile): LocalTypes {
  const before = typesOf.get(node);
  if (before !== undefined) return before;
  const found = typesIn(program, node, file, new Map());
  typesOf.set(node, found);
  return found;
}

/** The same where a call tells types of parameters that the declaration leaves open, or of type parameters. */
export function typesIn(program: GoProgram, node: SyntaxNode, file: GoFile, given: LocalTypes): LocalTypes {
  const found = new Map<string, GoTypeRef>(given);
  const tell = (name: string | undefined, type: GoTypeRef | undefined): void => {
    if (name !== undefined && type !== undefined && !found.has(name)) found.set(name, type);
  };
  walkSyntax(node, (at) => {
    if (/^(variadic_)?parameter_declaration$/.test(at.type)) {
      const type = typeOf(inField(at, 'type'), file);
      for (const child of at.children) if (child.field === 'name') tell(child.text, type);
    } else if (at.type === 'var_spec') {
      const declared = typeOf(inField(at, 'type'), file);
      const type = declared?.kind === 'own' ? (given.get(declared.name) ?? declared) : declared;
      for (const child of at.children) if (child.field === 'name') tell(child.text, type);
    } else if (at.type === 'short_var_declaration') {
      const names = inField(at, 'left')?.children ?? [];
      for (const [place, value] of (inField(at, 'right')?.children ?? []).entries())
        tell(names[place]?.text, typeOfValue(program, value, file, found));
    }
  });
  return found;
}

export function typeOfValue(
  program: GoProgram,
  value: SyntaxNode,
  file: GoFile,
  known: LocalTypes,
): GoTypeRef | undefined {
  switch (value.type) {
    case 'composite_literal':
      return typeOf(inField(value, 'type'), file);
    case 'unary_expression': {
      const inner = inField(value, 'operand');
      return inner === undefined ? undefined : typeOfValue(program, inner, file, known);
    }
    case 'type_assertion_expression':
      return typeOf(inField(value, 'type'), file);
    case 'call_expression': {
      const callee = inField(value, 'function');
      const [first] = ofType(value, 'argument_list')?.children ?? [];
      if (callee?.text === 'new') return typeOf(first, file);
      const fn = calleeOf(program, value, file, known);
      if (fn === undefined) return undefined;
      const result = inField(fn.node, 'result');
      const node =
        result?.type === 'parameter_list'
          ? inField(allOfType(result, 'parameter_declaration')[0], 'type')
          : result;
      return typeOf(node, fn.file);
    }
    case 'identifier':
      return known.get(value.text);
    case 'selector_expression':
      return typeOfSelector(program, value, known);
    default:
      return undefined;
  }
}

function typeOfSelector(
  program: GoProgram,
  node: SyntaxNode,
  known: LocalTypes,
  depth = 0,
): GoTypeRef | undefined {
  const operand = inField(node, 'operand');
  if (operand === undefined || depth > 6) return undefined;
  const owner =
    operand.type === 'identifier'
      ? known.get(operand.text)
      : operand.type === 'selector_expression'
        ? typeOfSelector(program, operand, known, depth + 1)
        : undefined;
  return fieldType(program, owner, inField(node, 'field')?.text ?? '');
}

/** The type of a field, its own or one of an embedded struct. */
export function fieldType(
  program: GoProgram,
  owner: GoTypeRef | undefined,
  name: string,
  depth = 0,
): GoTypeRef | undefined {
  if (owner === undefined || depth > 4) return undefined;
  const fields = fieldsOf(program, owner);
  const own = fields.find((each) => each.name === name);
  if (own !== undefined) return own.type;
  for (const { embedded, type } of fields) {
    const found = embedded ? fieldType(program, type, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The function of the target that a call runs, as far as names and types tell. */
export function calleeOf(
  program: GoProgram,
  call: SyntaxNode,
  file: GoFile,
  known: LocalTypes,
): GoFunction | undefined {
  const callee = inField(call, 'function');
  if (callee?.type === 'identifier') return file.package.functions.get(callee.text);
  if (callee?.type !== 'selector_expression') return undefined;
  const operand = inField(callee, 'operand');
  const name = inField(callee, 'field')?.text ?? '';
  if (operand?.type === 'identifier' && !known.has(operand.text)) {
    const from = file.imports.get(operand.text);
    if (from?.folder !== undefined) return program.packageIn(from.folder)?.functions.get(name);
    if (from !== undefined) return undefined;
    const global = typeOf(file.package.values.get(operand.text)?.type, file);
    return global === undefined ? undefined : methodIn(program, global, name);
  }
  const owner = ownerOf(program, callee, known);
  return owner === undefined ? undefined : methodIn(program, owner, name);
}

/** The type of what a method is called on. */
export function ownerOf(
  program: GoProgram,
  callee: SyntaxNode | undefined,
  known: LocalTypes,
): GoTypeRef | undefined {
  const operand = inField(callee, 'operand');
  if (operand?.type === 'identifier') return known.get(operand.text);
  return operand?.type === 'selector_expression' ? typeOfSelector(program, operand, known) : undefined;
}

/** A method of a type or of what it embeds; of an interface that of the only type that has it. */
export function methodIn(
  program: GoProgram,
  type: GoTypeRef,
  name: string,
  depth = 0,
): GoFunction | undefined {
  if (type.kind !== 'own' || depth > 4) return undefined;
  const own = program.packageIn(type.folder);
  const found = own?.methods.get(type.name)?.get(name);
  if (found !== undefined) return found;
  if (underlying(program, type)?.kind === 'basic') {
    const all = [...(own?.methods.values() ?? [])].flatMap((methods) => methods.get(name) ?? []);
    return all.length === 1 ? all[0] : undefined;
  }
  for (const field of fieldsOf(program, type)) {
    if (!field.embedded || field.type === undefined) continue;
    const inner = methodIn(program, field.type, name, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
