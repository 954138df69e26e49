import type { Expression, Statement } from '../anonymous/language.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { callTypes, memberName, plainString, receiverOf, writtenArguments } from './syntax.ts';

export const listOf = (node: SyntaxNode | undefined): readonly SyntaxNode[] =>
  node === undefined
    ? []
    : node.type === 'compound_statement' || node.type === 'colon_block'
      ? node.children.filter(({ type }) => type !== 'comment')
      : [node];

export function statement(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'if_statement':
    case 'else_if_clause':
      return branchOf(
        node,
        node.children.filter(({ field }) => field === 'alternative'),
      );
    case 'else_clause':
      return { kind: 'block', statements: listOf(inField(node, 'body')) };
    case 'compound_statement':
      return { kind: 'block', statements: listOf(node) };
    case 'return_statement':
      return { kind: 'return', value: node.children[0] };
    case 'throw_statement':
      return { kind: 'throw' };
    case 'try_statement':
      return {
        kind: 'try',
        body: listOf(inField(node, 'body')),
        catches: node.children
          .filter(({ type }) => type === 'catch_clause')
          .map((each) => listOf(inField(each, 'body'))),
      };
    case 'foreach_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return { kind: 'loop', body: listOf(inField(node, 'body')) };
    case 'switch_statement':
      return {
        kind: 'switch',
        on: inField(node, 'condition'),
        ways: (inField(node, 'body')?.children ?? []).map((each) =>
          each.children.filter(({ field }) => field !== 'value'),
        ),
      };
    case 'expression_statement': {
      const [inner] = node.children;
      if (inner === undefined) return { kind: 'nothing' };
      const told = inner.type === 'function_call_expression' ? memberName(inner) : undefined;
      if (told !== undefined && /^\\?(abort|throw)_(if|unless)$/.test(told)) return endsWhen(inner, told);
      return inner.type === 'throw_expression'
        ? { kind: 'throw' }
        : { kind: 'expression', expression: inner };
    }
    case 'exit_statement':
      return { kind: 'return', value: node };
    default:
      return { kind: 'nothing' };
  }
}

/** `abort_unless($user, 403)` as a branch that throws. */
function endsWhen(node: SyntaxNode, name: string): Statement {
  const condition = writtenArguments(node)[0]?.node;
  const leaves = [{ ...node, type: 'throw_statement' }];
  return name.endsWith('if')
    ? { kind: 'branch', condition, positive: leaves, negative: [] }
    : { kind: 'branch', condition, positive: [], negative: leaves };
}

/** `if … elseif … else …` as branches inside each other. */
function branchOf(node: SyntaxNode, alternatives: readonly SyntaxNode[]): Statement {
  const [next, ...rest] = alternatives;
  const chained =
    next === undefined ? [] : [rest.length === 0 ? next : { ...next, children: [...next.children, ...rest] }];
  return {
    kind: 'branch',
    condition: inField(node, 'condition'),
    positive: listOf(inField(node, 'body')),
    negative: chained,
  };
}

function assigned(node: SyntaxNode): Expression {
  const [left, value] = [inField(node, 'left'), inField(node, 'right')];
  return left === undefined || value === undefined
    ? { kind: 'other' }
    : { kind: 'assign', targets: [left.text], value };
}

export function expression(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'cast_expression':
    case 'error_suppression_expression': {
      const inner = node.children.at(-1);
      return inner === undefined ? { kind: 'other' } : { kind: 'inside', of: inner };
    }
    case 'unary_op_expression': {
      const of = inField(node, 'argument') ?? node.children.at(-1);
      return of !== undefined && node.text.startsWith('!') ? { kind: 'not', of } : { kind: 'other' };
    }
    case 'binary_expression':
      return binary(node);
    case 'conditional_expression': {
      const [condition, otherwise] = [inField(node, 'condition'), inField(node, 'alternative')];
      if (inField(node, 'body') === undefined && condition !== undefined && otherwise !== undefined)
        return { kind: 'or', left: condition, right: otherwise };
      return condition === undefined || otherwise === undefined
        ? { kind: 'other' }
        : { kind: 'choose', condition, positive: inField(node, 'body'), negative: otherwise };
    }
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return assigned(node);
    case 'variable_name':
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      return { kind: 'name', name: node.text };
    case 'array_creation_expression':
    case 'encapsed_string':
    case 'object_creation_expression':
      return partsOf(node);
    case 'throw_expression':
      return { kind: 'throw' };
    case 'boolean':
      return { kind: node.text.toLowerCase() === 'true' ? 'true' : 'nothing' };
    case 'null':
      return { kind: 'nothing' };
    case 'string':
    case 'integer':
      return { kind: /^(''|""|0)$/.test(node.text) ? 'nothing' : 'literal' };
    default:
      if (callTypes.has(node.type) && /^(isset|empty)$/i.test(memberName(node) ?? '')) {
        const of = writtenArguments(node)[0]?.node;
        if (of !== undefined) return { kind: /^empty/i.test(node.text) ? 'not' : 'inside', of };
      }
      return callTypes.has(node.type)
        ? {
            kind: 'call',
            name: memberName(node) ?? '',
            receiver: receiverOf(node),
            args: writtenArguments(node).map((each) => each.node),
          }
        : { kind: 'other' };
  }
}

function partsOf(node: SyntaxNode): Expression {
  if (node.type === 'encapsed_string')
    return node.text === '""'
      ? { kind: 'nothing' }
      : plainString(node) === undefined
        ? { kind: 'parts', of: node.children }
        : { kind: 'literal' };
  if (node.type === 'object_creation_expression')
    return { kind: 'parts', of: writtenArguments(node).map((each) => each.node) };
  return { kind: 'parts', of: node.children.flatMap((each) => each.children.at(-1) ?? []) };
}

function binary(node: SyntaxNode): Expression {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return { kind: 'other' };
  switch (inField(node, 'operator')?.text.toLowerCase()) {
    case '&&':
    case 'and':
      return { kind: 'and', left, right };
    case '||':
    case 'or':
    case '??':
      return { kind: 'or', left, right };
    case '==':
    case '===':
      return { kind: 'compare', equal: true, left, right };
    case '!=':
    case '!==':
    case '<>':
      return { kind: 'compare', equal: false, left, right };
    case '.':
      return { kind: 'parts', of: [left, right] };
    // Nobody is an object of no class.
    case 'instanceof':
      return { kind: 'inside', of: left };
    default:
      return { kind: 'other' };
  }
}
