import type { Argument, Code, LambdaMethod, Role, TypeName } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';
import { statementOf } from './statements.ts';
import { textOf } from './strings.ts';
import { comments, typeOf, typesOf } from './types.ts';

/** Kotlin's expressions and statements in the form both languages share. */
export function codeOf(node: SyntaxNode): Code {
  const { line } = node;
  switch (node.type) {
    case 'string_literal':
    case 'multiline_string_literal':
      return textOf(node, codeOf);
    case 'character_literal':
      return { kind: 'text', value: node.text.slice(1, -1), line };
    case 'number_literal':
    case 'long_literal':
    case 'float_literal':
      return { kind: 'number', value: node.text.replaceAll('_', '').replace(/[lLfF]$/, ''), line };
    case 'identifier':
      return constantOf(node);
    case 'this_expression':
    case 'super_expression':
      return { kind: 'this', line };
    case 'navigation_expression':
      return memberOf(node);
    case 'call_expression':
      return callOf(node);
    case 'index_expression':
      return indexOf(node);
    case 'infix_expression':
      return infixOf(node);
    case 'callable_reference':
      return { kind: 'reference', name: node.children.at(-1)?.text ?? '', line };
    case 'lambda_literal':
    case 'anonymous_function':
      return lambdaOf(node);
    case 'object_literal':
      return objectOf(node);
    case 'collection_literal':
      return { kind: 'list', items: codesOf(node.children), line };
    case 'binary_expression':
      return binaryOf(node);
    case 'as_expression':
    case 'parenthesized_expression':
    case 'annotated_lambda':
    case 'spread_expression':
    case 'labeled_expression':
      return firstOf(node);
    case 'unary_expression':
      return /^!(?!!)/.test(node.text)
        ? { kind: 'other', parts: [firstOf(node)], role: 'not', line }
        : firstOf(node);
    default:
      return statementOf(node);
  }
}

export const codesOf = (nodes: readonly SyntaxNode[]): readonly Code[] =>
  nodes.filter((node) => !comments.has(node.type) && node.field !== 'operator').map(codeOf);

const roles: Readonly<Record<string, Role>> = { try_expression: 'try', catch_block: 'catch' };

export function other(node: SyntaxNode): Code {
  const role = roles[node.type];
  return {
    kind: 'other',
    parts: codesOf(node.children),
    ...(role === undefined ? {} : { role }),
    line: node.line,
  };
}

export const firstOf = (node: SyntaxNode): Code => {
  const child = node.children.find(({ type, field }) => !comments.has(type) && field !== 'operator');
  return child === undefined ? other(node) : codeOf(child);
};

export const lastOf = (node: SyntaxNode): Code => {
  const child = node.children.at(-1);
  return child === undefined ? other(node) : codeOf(child);
};

function constantOf(node: SyntaxNode): Code {
  const { text, line } = node;
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', line };
  return text === 'null' ? { kind: 'null', line } : { kind: 'name', name: text.replaceAll('`', ''), line };
}

/** `a.b`, `a?.b`, `a::b` and `A::class` are one node of the grammar; the text between tells them apart. */
function memberOf(node: SyntaxNode): Code {
  const [left, right] = node.children.filter(({ type }) => !comments.has(type));
  if (left === undefined || right === undefined) return firstOf(node);
  const between = node.text.slice(left.text.length, right.start - node.start);
  const { line } = right;
  const name = right.text.replaceAll('`', '');
  if (between.includes('::')) {
    if (name === 'class') return { kind: 'class', type: { name: left.text, args: [] }, line };
    return { kind: 'reference', on: codeOf(left), name, line };
  }
  const on = codeOf(left);
  if (on.kind === 'class' && (name === 'java' || name === 'javaObjectType')) return on;
  return { kind: 'member', on, name, line };
}

function callOf(node: SyntaxNode): Code {
  const [target, ...rest] = node.children.filter(({ type }) => !comments.has(type));
  if (target === undefined) return other(node);
  const args = rest.flatMap((part): readonly Argument[] => {
    if (part.type === 'value_arguments') return argsOf(part);
    return part.type === 'annotated_lambda' ? [{ value: codeOf(part) }] : [];
  });
  const types = rest.flatMap((part) => (part.type === 'type_arguments' ? typesOf(part) : []));
  return called(codeOf(target), args, types, node.line);
}

/** A lambda after the parentheses is one more argument of the same call. */
function called(target: Code, args: readonly Argument[], types: readonly TypeName[], line: number): Code {
  switch (target.kind) {
    case 'name':
      return { kind: 'call', name: target.name, args, types, line: target.line };
    case 'member':
      return { kind: 'call', on: target.on, name: target.name, args, types, line: target.line };
    case 'call': {
      const trailing = args.length === 1 && args[0]?.value.kind === 'lambda' && args[0].name === undefined;
      if (trailing) return { ...target, args: [...target.args, ...args] };
      return { kind: 'call', on: target, name: 'invoke', args, types, line };
    }
    default:
      return { kind: 'call', on: target, name: 'invoke', args, types, line };
  }
}

export const argsOf = (node: SyntaxNode | undefined): readonly Argument[] =>
  allOfType(node, 'value_argument').map((argument): Argument => {
    const [first, second] = argument.children.filter(({ type }) => !comments.has(type));
    if (first === undefined) return { value: other(argument) };
    const isNamed = second !== undefined && first.type === 'identifier';
    return isNamed ? { name: first.text, value: codeOf(second) } : { value: codeOf(second ?? first) };
  });

function indexOf(node: SyntaxNode): Code {
  const [on, at] = node.children.filter(({ type }) => !comments.has(type));
  if (on === undefined || at === undefined) return other(node);
  const inner = at.type === 'value_arguments' ? (argsOf(at)[0]?.value ?? other(at)) : codeOf(at);
  return { kind: 'index', on: codeOf(on), at: inner, line: node.line };
}

/** `a to b`: a call of `to` on `a`. */
function infixOf(node: SyntaxNode): Code {
  const [left, name, right] = node.children.filter(({ type }) => !comments.has(type));
  if (left === undefined || name === undefined || right === undefined) return other(node);
  return {
    kind: 'call',
    on: codeOf(left),
    name: name.text,
    args: [{ value: codeOf(right) }],
    types: [],
    line: name.line,
  };
}

function lambdaOf(node: SyntaxNode): Code {
  const named = ofType(node, 'lambda_parameters') ?? ofType(node, 'function_value_parameters');
  const parameters = (named?.children ?? []).flatMap((each) =>
    each.type === 'variable_declaration' || each.type === 'parameter'
      ? [ofType(each, 'identifier')?.text ?? '']
      : [],
  );
  const body =
    node.type === 'lambda_literal' ? node.children : (ofType(node, 'function_body')?.children ?? []);
  return {
    kind: 'lambda',
    parameters: named === undefined ? ['it'] : parameters,
    body: codesOf(body.filter(({ type }) => type !== 'lambda_parameters')),
    line: node.line,
  };
}

function objectOf(node: SyntaxNode): Code {
  const specifier = ofType(ofType(node, 'delegation_specifiers'), 'delegation_specifier');
  const made = ofType(specifier, 'constructor_invocation');
  const methods = allOfType(ofType(node, 'class_body'), 'function_declaration').map(
    (method): LambdaMethod => ({
      name: inField(method, 'name')?.text ?? '',
      parameters: allOfType(ofType(method, 'function_value_parameters'), 'parameter').map(
        (each) => ofType(each, 'identifier')?.text ?? '',
      ),
      body: codesOf(ofType(method, 'function_body')?.children ?? []),
      line: method.line,
    }),
  );
  return {
    kind: 'new',
    type: typeOf(ofType(made ?? specifier, 'user_type')),
    args: argsOf(ofType(made, 'value_arguments')),
    methods,
    line: node.line,
  };
}

/** The grammar reads `get<Article> { … }` as two comparisons. */
function binaryOf(node: SyntaxNode): Code {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return other(node);
  const operator = inField(node, 'operator')?.text ?? '';
  const inner = operator === '>' && left.type === 'binary_expression' ? left : undefined;
  const name = inField(inner, 'left');
  const type = inField(inner, 'right');
  const isGeneric = inField(inner, 'operator')?.text === '<' && /^[A-Z][\w.]*$/.test(type?.text ?? '');
  if (isGeneric && name !== undefined && type !== undefined) {
    const args = right.type === 'parenthesized_expression' ? codesOf(right.children) : [codeOf(right)];
    const types = [{ name: type.text, args: [] }];
    return called(
      codeOf(name),
      args.map((value) => ({ value })),
      types,
      node.line,
    );
  }
  return { kind: 'binary', operator, left: codeOf(left), right: codeOf(right), line: node.line };
}
