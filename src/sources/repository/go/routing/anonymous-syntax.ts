import type { Expression, Statement } from '../../anonymous/language.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

export const listOf = (node: SyntaxNode | undefined): readonly SyntaxNode[] =>
  node === undefined
    ? []
    : node.type === 'block'
      ? (ofType(node, 'statement_list') ?? node).children.filter(({ type }) => type !== 'comment')
      : [node];

export function statement(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'if_statement': {
      const initializer = inField(node, 'initializer');
      const branch: Statement = {
        kind: 'branch',
        condition: inField(node, 'condition'),
        positive: listOf(inField(node, 'consequence')),
        negative: listOf(inField(node, 'alternative')),
      };
      if (initializer === undefined) return branch;
      const rest = { ...node, children: node.children.filter((each) => each !== initializer) };
      return { kind: 'block', statements: [initializer, rest] };
    }
    case 'block':
      return { kind: 'block', statements: listOf(node) };
    case 'return_statement':
      return { kind: 'return', value: ofType(node, 'expression_list')?.children[0] };
    case 'for_statement':
      return { kind: 'loop', body: listOf(inField(node, 'body')) };
    case 'expression_switch_statement':
      return switched(node);
    case 'type_switch_statement':
      return {
        kind: 'switch',
        on: undefined,
        ways: node.children
          .filter(({ type }) => type.endsWith('_case'))
          .map((each) =>
            each.children.flatMap((child) => (child.type === 'statement_list' ? child.children : [])),
          ),
      };
    case 'expression_statement': {
      const [inner] = node.children;
      return inner === undefined ? { kind: 'nothing' } : { kind: 'expression', expression: inner };
    }
    case 'short_var_declaration':
    case 'assignment_statement':
      return assigned(node);
    case 'var_declaration':
    case 'var_spec_list':
      return { kind: 'block', statements: node.children };
    case 'var_spec':
      return inField(node, 'value') === undefined
        ? { kind: 'nothing' }
        : { kind: 'expression', expression: node };
    default:
      return { kind: 'nothing' };
  }
}

/** A node that is not written but stands for what is. */
const made = (like: SyntaxNode, type: string, children: readonly SyntaxNode[]): SyntaxNode => ({
  type,
  text: like.text,
  start: like.start,
  line: like.line,
  children,
});
const as = (node: SyntaxNode, field: string): SyntaxNode => ({ ...node, field });

/** `a, b := f(), g()` one by one. */
function assigned(node: SyntaxNode): Statement {
  const names = inField(node, 'left')?.children ?? [];
  const values = inField(node, 'right')?.children ?? [];
  if (values.length < 2 || values.length !== names.length) return { kind: 'expression', expression: node };
  return {
    kind: 'block',
    statements: names.flatMap((name, place) => {
      const value = values[place];
      if (value === undefined) return [];
      const parts = [
        as(made(name, 'expression_list', [name]), 'left'),
        as(made(value, 'expression_list', [value]), 'right'),
      ];
      return [made(value, 'short_var_declaration', parts)];
    }),
  };
}

/** One case after the other, as it is decided. */
function switched(node: SyntaxNode): Statement {
  const on = inField(node, 'value');
  const initializer = inField(node, 'initializer');
  const cases = node.children.filter(({ type }) => type === 'expression_case');
  const bodyOf = (each: SyntaxNode | undefined): readonly SyntaxNode[] =>
    each?.children.flatMap((child) => (child.type === 'statement_list' ? child.children : [])) ?? [];
  const block = (each: SyntaxNode): SyntaxNode =>
    made(each, 'block', [made(each, 'statement_list', bodyOf(each))]);
  const otherwise = ofType(node, 'default_case');
  let rest = otherwise === undefined ? undefined : block(otherwise);
  for (const each of cases.toReversed()) {
    const condition = (inField(each, 'value')?.children ?? [])
      .map((value) => (on === undefined || on.type === 'true' ? value : binary('==', on, value)))
      .reduce<SyntaxNode | undefined>(
        (all, one) => (all === undefined ? one : binary('||', all, one)),
        undefined,
      );
    if (condition === undefined) continue;
    rest = made(each, 'if_statement', [
      as(condition, 'condition'),
      as(block(each), 'consequence'),
      ...(rest === undefined ? [] : [as(rest, 'alternative')]),
    ]);
  }
  const all = [initializer, rest].flatMap((each) => (each === undefined ? [] : [each]));
  return { kind: 'block', statements: all };
}

const binary = (operator: string, left: SyntaxNode, right: SyntaxNode): SyntaxNode => ({
  ...made(left, 'binary_expression', [
    as(left, 'left'),
    { ...made(left, operator, []), field: 'operator', text: operator },
    as(right, 'right'),
  ]),
  text: `${left.text} ${operator} ${right.text}`,
});

export function expression(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'type_assertion_expression':
    case 'slice_expression': {
      const [of] = node.children;
      return of === undefined ? { kind: 'other' } : { kind: 'inside', of };
    }
    case 'unary_expression': {
      const of = inField(node, 'operand');
      if (of === undefined) return { kind: 'other' };
      return node.text.startsWith('!') ? { kind: 'not', of } : { kind: 'inside', of };
    }
    case 'expression_list':
      return { kind: 'parts', of: node.children };
    case 'index_expression': {
      const [receiver, ...args] = node.children;
      return receiver === undefined ? { kind: 'other' } : { kind: 'call', name: 'get', receiver, args };
    }
    case 'binary_expression':
      return operation(node);
    case 'short_var_declaration':
    case 'assignment_statement':
    case 'var_spec':
      return assignment(node);
    case 'identifier':
      return { kind: 'name', name: node.text };
    case 'selector_expression': {
      const of = inField(node, 'operand');
      return { kind: 'name', name: node.text, ...(of === undefined ? {} : { of }) };
    }
    case 'nil':
    case 'false':
      return { kind: 'nothing' };
    case 'true':
      return { kind: 'true' };
    case 'interpreted_string_literal':
    case 'int_literal':
      return { kind: /^(""|0)$/.test(node.text) ? 'nothing' : 'literal' };
    case 'call_expression':
      return called(node);
    default:
      return { kind: 'other' };
  }
}

const isLength = (node: SyntaxNode): boolean => node.text.startsWith('len(');

/** `len(found) < 1` is `len(found) == 0`. */
function counted(
  node: SyntaxNode,
  operator: string | undefined,
  left: SyntaxNode,
  right: SyntaxNode,
): Expression {
  const none = operator === '<' && right.text === '1';
  const some = (operator === '>' && right.text === '0') || (operator === '>=' && right.text === '1');
  if (!none && !some) return { kind: 'other' };
  const zero: SyntaxNode = { ...made(node, 'int_literal', []), text: '0' };
  return { kind: 'compare', equal: none, left, right: zero };
}

/** `user, err := find(r)`: where there is nobody there is an error. */
function assignment(node: SyntaxNode): Expression {
  const isSpec = node.type === 'var_spec';
  const left = isSpec
    ? node.children.filter(({ field, type }) => field === 'name' && type !== ',')
    : (inField(node, 'left')?.children ?? []);
  const targets = left.map(({ text }) => text);
  const [value] = inField(node, isSpec ? 'value' : 'right')?.children ?? [];
  if (value === undefined) return { kind: 'other' };
  const errors = targets.filter((name) => /^e(rr(or)?\d?)?$|Err(or)?$|^err[A-Z]/.test(name));
  return {
    kind: 'assign',
    targets: targets.filter((name) => !errors.includes(name)),
    inverse: errors,
    value,
  };
}

function called(node: SyntaxNode): Expression {
  const callee = inField(node, 'function');
  const [first] = inField(node, 'arguments')?.children ?? [];
  if (callee?.text === 'len' && first !== undefined) return { kind: 'inside', of: first };
  const isMethod = callee?.type === 'selector_expression';
  return {
    kind: 'call',
    name: (isMethod ? inField(callee, 'field')?.text : callee?.text) ?? '',
    receiver: isMethod ? inField(callee, 'operand') : undefined,
    args: inField(node, 'arguments')?.children ?? [],
  };
}

function operation(node: SyntaxNode): Expression {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text;
  if (left === undefined || right === undefined) return { kind: 'other' };
  if (operator === '&&' || operator === '||') return { kind: operator === '&&' ? 'and' : 'or', left, right };
  if (operator === '==' || operator === '!=')
    return isLength(left) && !/^0$/.test(right.text)
      ? { kind: 'other' }
      : { kind: 'compare', equal: operator === '==', left, right };
  return counted(node, operator, left, right);
}
