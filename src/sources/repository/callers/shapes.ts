import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';

/**
 * The few shapes of code that following a caller needs, for the grammars of Python, Java and Go at once: these name their
 * nodes differently and their fields alike.
 */

export interface Argument {
  /** Of a keyword argument or a keyed element. */
  readonly name?: string;
  /** `**value`: all its fields. */
  readonly isSpread: boolean;
  readonly value: SyntaxNode;
}

export interface CallShape {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly receiver?: SyntaxNode;
  readonly args: readonly Argument[];
  /** `new Order(…)`, `Order{…}`. */
  readonly isNew: boolean;
}

export interface Parameter {
  readonly name: string;
  /** With its annotations, type and default. */
  readonly text: string;
  readonly node: SyntaxNode;
}

export interface Binding {
  readonly target: SyntaxNode;
  readonly value: SyntaxNode;
  /** One element after the other of the value. */
  readonly isElement: boolean;
}

const functionTypes = new Set([
  'function_definition',
  'method_declaration',
  'constructor_declaration',
  'function_declaration',
  'func_literal',
  'lambda_expression',
]);

export const isFunction = ({ type }: SyntaxNode): boolean => functionTypes.has(type);

export function parametersOf(node: SyntaxNode): readonly Parameter[] {
  const list = inField(node, 'parameters');
  if (list === undefined) return [];
  if (list.type === 'identifier') return [{ name: list.text, text: list.text, node: list }];
  return list.children.flatMap((each): readonly Parameter[] => {
    if (each.type === 'identifier') return [{ name: each.text, text: each.text, node: each }];
    const named = each.children.filter(({ field }) => field === 'name');
    const own = named.length > 0 ? named : allOfType(each, 'identifier').slice(0, 1);
    return own.map(({ text }) => ({ name: text, text: each.text, node: each }));
  });
}

/** Object and name of `object.name`. */
export function memberOf(
  node: SyntaxNode,
): { readonly object: SyntaxNode; readonly name: string } | undefined {
  const [of, key] =
    node.type === 'attribute'
      ? ['object', 'attribute']
      : node.type === 'selector_expression'
        ? ['operand', 'field']
        : node.type === 'field_access'
          ? ['object', 'field']
          : [];
  if (of === undefined || key === undefined) return undefined;
  const object = inField(node, of);
  return object === undefined ? undefined : { object, name: inField(node, key)?.text ?? '' };
}

const argumentsOf = (node: SyntaxNode): readonly Argument[] =>
  (inField(node, 'arguments')?.children ?? []).map((each): Argument => {
    const value = inField(each, 'value');
    if (each.type === 'keyword_argument' && value !== undefined)
      return { name: inField(each, 'name')?.text ?? '', isSpread: false, value };
    return { isSpread: each.type === 'dictionary_splat', value: each };
  });

const keyedElements = (node: SyntaxNode): readonly Argument[] =>
  (inField(node, 'body')?.children ?? []).map((each): Argument => {
    const value = inField(each, 'value') ?? each;
    const name = inField(each, 'key')?.text;
    return { ...(name === undefined ? {} : { name }), isSpread: false, value };
  });

export function callOf(node: SyntaxNode): CallShape | undefined {
  if (node.type === 'call' || node.type === 'call_expression') {
    const callee = inField(node, 'function');
    if (callee === undefined) return undefined;
    const member = memberOf(callee);
    const args = argumentsOf(node);
    return member === undefined
      ? { node, name: callee.type === 'identifier' ? callee.text : '', args, isNew: false }
      : { node, name: member.name, receiver: member.object, args, isNew: false };
  }
  if (node.type === 'method_invocation') {
    const receiver = inField(node, 'object');
    const name = inField(node, 'name')?.text ?? '';
    return {
      node,
      name,
      ...(receiver === undefined ? {} : { receiver }),
      args: argumentsOf(node),
      isNew: false,
    };
  }
  if (node.type === 'object_creation_expression')
    return { node, name: inField(node, 'type')?.text ?? '', args: argumentsOf(node), isNew: true };
  if (node.type === 'composite_literal') {
    const name = inField(node, 'type')?.text.split('.').at(-1) ?? '';
    return { node, name, args: keyedElements(node), isNew: true };
  }
  return undefined;
}

const pairs = (left: SyntaxNode, right: SyntaxNode, isElement: boolean): readonly Binding[] => {
  const isList = ({ type }: SyntaxNode): boolean =>
    /^(pattern_list|expression_list|tuple_pattern)$/.test(type);
  const targets = isList(left) ? left.children : [left];
  const values = right.type === 'expression_list' ? right.children : [right];
  const isPaired = targets.length === values.length;
  return targets.flatMap((target, at) => {
    const value = isPaired ? values[at] : values[0];
    return value === undefined || /^(err|ok|_)$/.test(target.text) ? [] : [{ target, value, isElement }];
  });
};

const iterating = new Set(['for_statement', 'for_in_clause', 'range_clause', 'enhanced_for_statement']);

/** Names that a node gives values to. */
export function bindingsOf(node: SyntaxNode): readonly Binding[] {
  const left = inField(node, 'left') ?? inField(node, 'name');
  const right = inField(node, 'right') ?? inField(node, 'value');
  if (left === undefined || right === undefined) return [];
  switch (node.type) {
    case 'assignment':
    case 'augmented_assignment':
    case 'named_expression':
    case 'variable_declarator':
    case 'assignment_expression':
    case 'short_var_declaration':
    case 'assignment_statement':
    case 'var_spec':
    case 'resource':
      return pairs(left, right, false);
    default:
      return iterating.has(node.type) ? pairs(left, right, true) : [];
  }
}

/** What decides which way the code goes on. */
export function conditionOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'assert_statement') return node.children[0];
  if (node.type === 'conditional_expression') return node.children[1];
  if (node.type === 'if_clause') return node.children[0];
  return inField(node, 'condition') ?? (node.type === 'expression_case' ? inField(node, 'value') : undefined);
}

/** Ways of which only one is gone. */
export const branchesOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  node.type === 'if_statement'
    ? node.children.filter(({ field }) => field === 'consequence' || field === 'alternative')
    : [];

/** Two sides that are compared, and with what. */
export function comparedIn(
  node: SyntaxNode,
): { readonly sides: readonly SyntaxNode[]; readonly operator: string } | undefined {
  if (node.type === 'comparison_operator') {
    const sides = node.children.filter(({ field }) => field !== 'operators');
    const operator = node.children.find(({ field }) => field === 'operators')?.text ?? '';
    return { sides, operator };
  }
  if (node.type !== 'binary_expression') return undefined;
  const operator = ofType(node, '==', '!=', '<', '>', '<=', '>=')?.text;
  const sides = node.children.filter(({ field }) => field === 'left' || field === 'right');
  return operator === undefined ? undefined : { sides, operator };
}

/** The last line on which something of it stands. */
export const lastLineOf = ({ line, text }: SyntaxNode): number => {
  let last = line;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) last += 1;
  return last;
};
