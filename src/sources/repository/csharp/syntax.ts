import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';

/** `Foo`, `Ns.Foo`, `Foo<T>`, `global::Ns.Foo`, `Foo?` and `Foo[]` are all `Foo`. */
export function lastName(node: SyntaxNode | undefined): string {
  if (node === undefined) return '';
  switch (node.type) {
    case 'qualified_name':
    case 'member_access_expression':
    case 'alias_qualified_name':
    case 'member_binding_expression':
      return lastName(inField(node, 'name'));
    case 'generic_name':
    case 'nullable_type':
    case 'array_type':
    case 'ref_type':
    case 'primary_constructor_base_type':
      return lastName(node.children[0]);
    default:
      return /^[\w@]+$/.test(node.text) ? node.text.replace(/^@/, '') : '';
  }
}

/** `List<int>` gives the node of `int`. */
export function typeArguments(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  if (node.type === 'generic_name') return ofType(node, 'type_argument_list')?.children ?? [];
  if (node.type === 'qualified_name' || node.type === 'member_access_expression')
    return typeArguments(inField(node, 'name'));
  if (node.type === 'nullable_type' || node.type === 'primary_constructor_base_type')
    return typeArguments(node.children[0]);
  return [];
}

export interface Argument {
  readonly name?: string;
  readonly value: SyntaxNode;
}

/** Arguments of an invocation, an object creation or an attribute, with their names. */
export function argumentsOf(node: SyntaxNode | undefined): readonly Argument[] {
  const list =
    node?.type === 'argument_list' || node?.type === 'attribute_argument_list'
      ? node
      : (inField(node, 'arguments') ?? ofType(node, 'argument_list', 'attribute_argument_list'));
  return allOfType(list, 'argument', 'attribute_argument').flatMap((argument): readonly Argument[] => {
    const value = argument.children.findLast((child) => child.field !== 'name');
    if (value === undefined) return [];
    if (argument.type === 'attribute_argument' && value.type === 'assignment_expression') {
      const [name, right] = [inField(value, 'left')?.text, inField(value, 'right')];
      return right === undefined || name === undefined ? [] : [{ name, value: right }];
    }
    const name = inField(argument, 'name');
    return [name !== undefined && name !== value ? { name: name.text, value } : { value }];
  });
}

/** The argument of that name, else the one at that place among those without a name. */
export const argumentAt = (
  given: readonly Argument[],
  at: number,
  ...names: readonly string[]
): SyntaxNode | undefined =>
  given.find(({ name }) => name !== undefined && names.includes(name))?.value ??
  (given[at]?.name === undefined ? given[at]?.value : undefined);

export const modifiers = (node: SyntaxNode): readonly string[] =>
  allOfType(node, 'modifier').map(({ text }) => text);

export const nameOf = (node: SyntaxNode): string => (inField(node, 'name')?.text ?? '').replace(/^@/, '');

export interface ParameterNode {
  readonly name: string;
  /** Absent where a lambda does not tell it. */
  readonly type?: SyntaxNode;
  readonly node: SyntaxNode;
  readonly hasDefault: boolean;
  readonly isReceiver: boolean;
}

/** Parameters of a method, a constructor, a record, a primary constructor or a lambda. */
export function parametersOf(owner: SyntaxNode): readonly ParameterNode[] {
  const field = inField(owner, 'parameters');
  if (field?.type === 'identifier' || field?.type === 'implicit_parameter')
    return [{ name: field.text, node: field, hasDefault: false, isReceiver: false }];
  const list = field ?? ofType(owner, 'parameter_list');
  const plain = allOfType(list, 'parameter').map((node): ParameterNode => {
    const [type, name] = [inField(node, 'type'), inField(node, 'name')];
    return {
      name: (name?.text ?? '').replace(/^@/, ''),
      ...(type === undefined ? {} : { type }),
      node,
      hasDefault: node.children.at(-1) !== name,
      isReceiver: modifiers(node).includes('this'),
    };
  });
  // `params int[] ids` stands in the list without a node of its own.
  const [type, name] = [inField(list, 'type'), inField(list, 'name')];
  if (list === undefined || type === undefined || name === undefined) return plain;
  return [...plain, { name: name.text, type, node: name, hasDefault: true, isReceiver: false }];
}

/** The called member and what it is called on: `a.B<C>(…)` gives `a`, `B` and `C`. */
export interface Called {
  readonly receiver?: SyntaxNode;
  readonly name: string;
  readonly generics: readonly SyntaxNode[];
  readonly arguments: readonly Argument[];
}

const calls = new WeakMap<SyntaxNode, Called>();

export function calledIn(node: SyntaxNode): Called | undefined {
  if (node.type !== 'invocation_expression') return undefined;
  const known = calls.get(node);
  if (known !== undefined) return known;
  const found = freshCall(node);
  if (found !== undefined) calls.set(node, found);
  return found;
}

function freshCall(node: SyntaxNode): Called | undefined {
  const target = inField(node, 'function');
  if (target === undefined) return undefined;
  const given = argumentsOf(node);
  if (target.type === 'member_access_expression') {
    const receiver = inField(target, 'expression');
    const name = inField(target, 'name');
    return {
      ...(receiver === undefined ? {} : { receiver }),
      name: lastName(name),
      generics: typeArguments(name),
      arguments: given,
    };
  }
  if (target.type === 'conditional_access_expression') {
    const name = inField(ofType(target, 'member_binding_expression'), 'name');
    const receiver = inField(target, 'condition');
    return {
      ...(receiver === undefined ? {} : { receiver }),
      name: lastName(name),
      generics: typeArguments(name),
      arguments: given,
    };
  }
  return { name: lastName(target), generics: typeArguments(target), arguments: given };
}

/** The block or the expression of a method or a lambda. */
export const bodyOf = (node: SyntaxNode): SyntaxNode | undefined =>
  inField(node, 'body') ?? ofType(node, 'block', 'arrow_expression_clause');
