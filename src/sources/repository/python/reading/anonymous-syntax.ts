import type { Expression, Statement } from '../../anonymous/language.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

const listOf = (node: SyntaxNode | undefined): readonly SyntaxNode[] =>
  node === undefined
    ? []
    : node.type === 'block'
      ? node.children.filter(({ type }) => type !== 'comment')
      : [node];

export function statement(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'if_statement':
    case 'elif_clause':
      return branchOf(node);
    case 'else_clause':
    case 'with_statement':
      return { kind: 'block', statements: listOf(inField(node, 'body')) };
    case 'return_statement':
      return { kind: 'return', value: node.children[0] };
    case 'raise_statement':
      return { kind: 'throw' };
    case 'try_statement':
      return {
        kind: 'try',
        body: [...listOf(inField(node, 'body')), ...listOf(inField(ofType(node, 'else_clause'), 'body'))],
        catches: node.children
          .filter(({ type }) => type === 'except_clause')
          .map((each) => listOf(ofType(each, 'block'))),
      };
    case 'for_statement':
    case 'while_statement':
      return { kind: 'loop', body: listOf(inField(node, 'body')) };
    case 'match_statement':
      return {
        kind: 'switch',
        on: inField(node, 'subject'),
        ways: (inField(node, 'body')?.children ?? []).map((each) => listOf(inField(each, 'consequence'))),
      };
    case 'expression_statement': {
      const [inner] = node.children;
      return inner === undefined ? { kind: 'nothing' } : { kind: 'expression', expression: inner };
    }
    default:
      return { kind: 'nothing' };
  }
}

function branchOf(node: SyntaxNode): Statement {
  const [next, ...rest] = node.children.filter(({ field }) => field === 'alternative');
  return {
    kind: 'branch',
    condition: inField(node, 'condition'),
    positive: listOf(inField(node, 'consequence')),
    negative:
      next === undefined
        ? []
        : [rest.length === 0 ? next : { ...next, children: [...next.children, ...rest] }],
  };
}

export function expression(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'await':
    case 'yield': {
      const inner = node.children.at(-1);
      return inner === undefined ? { kind: 'other' } : { kind: 'inside', of: inner };
    }
    case 'not_operator': {
      const of = inField(node, 'argument');
      return of === undefined ? { kind: 'other' } : { kind: 'not', of };
    }
    case 'boolean_operator': {
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      return left === undefined || right === undefined
        ? { kind: 'other' }
        : { kind: inField(node, 'operator')?.text === 'and' ? 'and' : 'or', left, right };
    }
    case 'comparison_operator':
      return comparison(node);
    case 'conditional_expression': {
      const [positive, condition, negative] = node.children;
      return condition === undefined || negative === undefined
        ? { kind: 'other' }
        : { kind: 'choose', condition, positive, negative };
    }
    case 'named_expression':
    case 'assignment': {
      const target = inField(node, 'left') ?? inField(node, 'name');
      const value = inField(node, 'right') ?? inField(node, 'value');
      return target === undefined || value === undefined
        ? { kind: 'other' }
        : { kind: 'assign', targets: target.text.split(/\s*,\s*/), value };
    }
    case 'identifier':
    case 'attribute':
      return { kind: 'name', name: node.text };
    case 'subscript': {
      const of = inField(node, 'value');
      return of === undefined ? { kind: 'other' } : { kind: 'call', name: 'get', receiver: of, args: [] };
    }
    case 'none':
    case 'false':
      return { kind: 'nothing' };
    case 'true':
      return { kind: 'true' };
    case 'string':
      return { kind: /^(""|'')$/.test(node.text) ? 'nothing' : 'literal' };
    case 'call':
      return call(node);
    case 'binary_operator':
    case 'list':
    case 'tuple':
    case 'set':
    case 'dictionary':
      return made(node);
    default:
      return { kind: 'other' };
  }
}

function call(node: SyntaxNode): Expression {
  const callee = inField(node, 'function');
  const args = (inField(node, 'arguments')?.children ?? []).flatMap((each) =>
    each.type === 'keyword_argument' ? (inField(each, 'value') ?? []) : each,
  );
  const isMethod = callee?.type === 'attribute';
  return {
    kind: 'call',
    name: (isMethod ? inField(callee, 'attribute')?.text : callee?.text) ?? '',
    receiver: isMethod ? inField(callee, 'object') : undefined,
    args,
  };
}

/** What is made of several values depends on each of them. */
const made = (node: SyntaxNode): Expression => ({
  kind: 'call',
  name: 'make',
  receiver: undefined,
  args: node.children.flatMap((each) => (each.type === 'pair' ? (inField(each, 'value') ?? []) : each)),
});

function comparison(node: SyntaxNode): Expression {
  const [left, right, more] = node.children.filter(({ field }) => field !== 'operators');
  const operator = inField(node, 'operators')?.text ?? '';
  if (left === undefined || right === undefined || more !== undefined) return { kind: 'other' };
  if (/^(==|is)$/.test(operator)) return { kind: 'compare', equal: true, left, right };
  if (/^(!=|is not)$/.test(operator)) return { kind: 'compare', equal: false, left, right };
  return { kind: 'other' };
}
