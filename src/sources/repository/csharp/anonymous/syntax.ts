import type { Expression, Statement } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import { bodyOf, nameOf } from '../syntax.ts';
import { called, plain } from './expressions.ts';

const nothing: Statement = { kind: 'nothing' };
const lists = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();

/** Statements of a method or a lambda: the same list each time. */
export function statementsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const known = lists.get(node);
  if (known !== undefined) return known;
  const body = bodyOf(node);
  const found = body === undefined ? [] : body.type === 'block' ? within(body) : [resultOf(body)];
  lists.set(node, found);
  return found;
}

/** `=> x` gives back `x`. */
function resultOf(body: SyntaxNode): SyntaxNode {
  const value = body.type === 'arrow_expression_clause' ? body.children[0] : body;
  return { ...body, type: 'return_statement', children: value === undefined ? [] : [value] };
}

const within = (node: SyntaxNode | undefined): readonly SyntaxNode[] =>
  node === undefined
    ? []
    : node.type === 'block'
      ? node.children.filter(({ type }) => type !== 'comment')
      : [node];

export function statement(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'if_statement':
      return {
        kind: 'branch',
        condition: inField(node, 'condition'),
        positive: within(inField(node, 'consequence')),
        negative: within(inField(node, 'alternative')),
      };
    case 'block':
      return { kind: 'block', statements: within(node) };
    case 'return_statement':
      return returnOf(node);
    case 'throw_statement':
      return { kind: 'throw' };
    case 'try_statement':
      return {
        kind: 'try',
        body: within(inField(node, 'body')),
        catches: allOfType(node, 'catch_clause').map((each) => within(inField(each, 'body'))),
      };
    case 'foreach_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return { kind: 'loop', body: within(inField(node, 'body')) };
    case 'using_statement':
    case 'lock_statement':
      return {
        kind: 'block',
        statements: [
          ...allOfType(ofType(node, 'variable_declaration'), 'variable_declarator'),
          ...within(inField(node, 'body') ?? ofType(node, 'block')),
        ],
      };
    case 'switch_statement':
      return {
        kind: 'switch',
        on: inField(node, 'value'),
        ways: allOfType(inField(node, 'body'), 'switch_section').map(({ children }) =>
          children.filter(({ type }) => /_statement$|^block$/.test(type)),
        ),
      };
    default:
      return simple(node);
  }
}

function simple(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'local_declaration_statement':
      return {
        kind: 'block',
        statements: allOfType(ofType(node, 'variable_declaration'), 'variable_declarator'),
      };
    case 'variable_declarator':
      return { kind: 'expression', expression: node };
    case 'expression_statement': {
      const inner = node.children.find(({ type }) => type !== 'comment');
      return inner === undefined ? nothing : { kind: 'expression', expression: inner };
    }
    default:
      return nothing;
  }
}

/** `return c ? a : b` and `return a ?? b` give back one of two: each of them is an answer of its own. */
function returnOf(node: SyntaxNode): Statement {
  const value = plain(node.children.find(({ type }) => type !== 'comment'));
  if (value === undefined) return { kind: 'return', value: undefined };
  const back = (of: SyntaxNode | undefined): readonly SyntaxNode[] =>
    of === undefined
      ? []
      : [
          {
            ...of,
            type: of.type === 'throw_expression' ? 'throw_statement' : 'return_statement',
            children: [of],
          },
        ];
  if (value.type === 'conditional_expression')
    return {
      kind: 'branch',
      condition: inField(value, 'condition'),
      positive: back(inField(value, 'consequence')),
      negative: back(inField(value, 'alternative')),
    };
  if (value.type === 'binary_expression' && inField(value, 'operator')?.text === '??') {
    const left = inField(value, 'left');
    return { kind: 'branch', condition: left, positive: back(left), negative: back(inField(value, 'right')) };
  }
  return { kind: 'return', value };
}

export function expression(given: SyntaxNode): Expression {
  switch (given.type) {
    case 'await_expression':
    case 'parenthesized_expression':
    case 'postfix_unary_expression':
    case 'cast_expression': {
      const inner = plain(given);
      return inner === undefined || inner === given ? { kind: 'other' } : { kind: 'inside', of: inner };
    }
    case 'prefix_unary_expression': {
      const of = given.children.at(-1);
      return of !== undefined && given.text.startsWith('!') ? { kind: 'not', of } : { kind: 'other' };
    }
    case 'conditional_expression': {
      const [condition, positive] = [inField(given, 'condition'), inField(given, 'consequence')];
      const negative = inField(given, 'alternative');
      if (condition === undefined || negative === undefined) return { kind: 'other' };
      return { kind: 'choose', condition, positive, negative };
    }
    case 'variable_declarator': {
      const value = given.children.find(({ field, type }) => field !== 'name' && type !== 'comment');
      return value === undefined ? { kind: 'other' } : { kind: 'assign', targets: [nameOf(given)], value };
    }
    case 'assignment_expression': {
      const [target, value] = [inField(given, 'left'), inField(given, 'right')];
      return target === undefined || value === undefined
        ? { kind: 'other' }
        : { kind: 'assign', targets: [target.text], value };
    }
    case 'throw_expression':
      return { kind: 'throw' };
    default:
      return called(given);
  }
}
