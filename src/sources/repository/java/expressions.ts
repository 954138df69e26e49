import type { Argument, BranchCase, Code, LambdaMethod, Role, TypeName } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';
import { annotationOf } from './annotations.ts';

const comments = new Set(['line_comment', 'block_comment']);

/** Java's expressions and statements in the form both languages share. */
export function codeOf(node: SyntaxNode): Code {
  const { line } = node;
  switch (node.type) {
    case 'string_literal':
      return { kind: 'text', value: textOf(node), line };
    case 'character_literal':
      return { kind: 'text', value: node.text.slice(1, -1), line };
    case 'true':
    case 'false':
      return { kind: 'boolean', value: node.type === 'true', line };
    case 'null_literal':
      return { kind: 'null', line };
    case 'decimal_integer_literal':
    case 'decimal_floating_point_literal':
    case 'hex_integer_literal':
      return { kind: 'number', value: node.text.replaceAll('_', '').replace(/[lLfFdD]$/, ''), line };
    case 'identifier':
    case 'type_identifier':
      return { kind: 'name', name: node.text, line };
    case 'scoped_identifier':
    case 'scoped_type_identifier':
      return dottedName(node);
    case 'this':
    case 'super':
      return { kind: 'this', line };
    case 'field_access':
      return memberOf(node);
    case 'method_invocation':
      return callOf(node);
    case 'object_creation_expression':
      return creationOf(node);
    case 'array_access':
      return indexOf(node);
    case 'class_literal':
      return { kind: 'class', type: typeOf(node.children[0]), line };
    case 'lambda_expression':
      return lambdaOf(node);
    case 'method_reference':
      return referenceOf(node);
    case 'binary_expression':
      return binaryOf(node);
    case 'array_initializer':
    case 'element_value_array_initializer':
      return { kind: 'list', items: codesOf(node.children), line };
    case 'array_creation_expression':
      return codeOf(inField(node, 'value') ?? { ...node, type: 'other' });
    case 'marker_annotation':
    case 'annotation':
      return { kind: 'annotation', annotation: annotationOf(node), line };
    case 'parenthesized_expression':
    case 'expression_statement':
    case 'yield_statement':
      return node.children.length === 1 ? first(node) : other(node);
    case 'cast_expression':
      return codeOf(inField(node, 'value') ?? { ...node, type: 'other', children: [] });
    default:
      return statementOf(node);
  }
}

function statementOf(node: SyntaxNode): Code {
  const { line } = node;
  switch (node.type) {
    case 'assignment_expression': {
      const [target, value] = [inField(node, 'left'), inField(node, 'right')];
      const operator = inField(node, 'operator')?.text ?? '=';
      if (target === undefined || value === undefined) return other(node);
      return { kind: 'assign', target: codeOf(target), value: codeOf(value), operator, line };
    }
    case 'local_variable_declaration':
      return { kind: 'other', parts: localsOf(node), line };
    case 'resource': {
      const value = inField(node, 'value');
      const name = inField(node, 'name')?.text;
      if (name === undefined) return other(node);
      return { kind: 'local', name, ...(value === undefined ? {} : { value: codeOf(value) }), line };
    }
    case 'return_statement':
      return { kind: 'return', ...(node.children.length === 0 ? {} : { value: first(node) }), line };
    case 'throw_statement':
      return { kind: 'throw', value: first(node), line };
    case 'if_statement':
    case 'ternary_expression':
      return ifOf(node);
    case 'switch_expression':
    case 'switch_statement':
      return switchOf(node);
    case 'enhanced_for_statement':
      return loopOf(node);
    case 'for_statement':
      return { kind: 'loop', counted: true, body: codesOf(node.children), line };
    case 'while_statement':
    case 'do_statement':
      return { kind: 'loop', body: codesOf(node.children), line };
    case 'method_declaration':
    case 'class_declaration':
      return { kind: 'other', parts: [], line };
    default:
      return other(node);
  }
}

export const codesOf = (nodes: readonly SyntaxNode[]): readonly Code[] =>
  nodes.filter((node) => !comments.has(node.type) && node.field !== 'operator').map(codeOf);

const roles: Readonly<Record<string, Role>> = {
  try_statement: 'try',
  try_with_resources_statement: 'try',
  catch_clause: 'catch',
};

function other(node: SyntaxNode): Code {
  const isNot = node.type === 'unary_expression' && inField(node, 'operator')?.text === '!';
  const role = isNot ? 'not' : roles[node.type];
  const parts = codesOf(node.children);
  return { kind: 'other', parts, ...(role === undefined ? {} : { role }), line: node.line };
}

const first = (node: SyntaxNode): Code => {
  const child = node.children.find(({ type }) => !comments.has(type));
  return child === undefined ? other(node) : codeOf(child);
};

function textOf(node: SyntaxNode): string {
  return node.children
    .map((part) => (part.type === 'escape_sequence' ? unescape(part.text) : part.text))
    .join('');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ' };

const unescape = (text: string): string => escapes[text.slice(1)] ?? text.slice(1);

function dottedName(node: SyntaxNode): Code {
  const parts = node.text.split('.').map((part) => part.trim());
  const start: Code = { kind: 'name', name: parts[0] ?? '', line: node.line };
  return parts.slice(1).reduce<Code>((on, name) => ({ kind: 'member', on, name, line: node.line }), start);
}

function indexOf(node: SyntaxNode): Code {
  const [on, at] = [inField(node, 'array'), inField(node, 'index')];
  if (on === undefined || at === undefined) return other(node);
  return { kind: 'index', on: codeOf(on), at: codeOf(at), line: node.line };
}

function memberOf(node: SyntaxNode): Code {
  const on = inField(node, 'object');
  const name = inField(node, 'field')?.text;
  if (on === undefined || name === undefined) return other(node);
  return { kind: 'member', on: codeOf(on), name, line: node.line };
}

function callOf(node: SyntaxNode): Code {
  const on = inField(node, 'object');
  const name = inField(node, 'name');
  return {
    kind: 'call',
    ...(on === undefined ? {} : { on: codeOf(on) }),
    name: name?.text ?? '',
    args: argsOf(inField(node, 'arguments')),
    types: typesOf(inField(node, 'type_arguments')),
    line: name?.line ?? node.line,
  };
}

export const argsOf = (node: SyntaxNode | undefined): readonly Argument[] =>
  codesOf(node?.children ?? []).map((value) => ({ value }));

function creationOf(node: SyntaxNode): Code {
  const methods = allOfType(ofType(node, 'class_body'), 'method_declaration').map((method): LambdaMethod => ({
    name: inField(method, 'name')?.text ?? '',
    parameters: parameterNames(inField(method, 'parameters')),
    body: codesOf(inField(method, 'body')?.children ?? []),
    line: method.line,
  }));
  const args = argsOf(inField(node, 'arguments'));
  return { kind: 'new', type: typeOf(inField(node, 'type')), args, methods, line: node.line };
}

const parameterNames = (node: SyntaxNode | undefined): readonly string[] => {
  if (node === undefined) return [];
  if (node.type === 'identifier') return [node.text];
  return node.children.flatMap((child) =>
    child.type === 'identifier' ? [child.text] : [inField(child, 'name')?.text ?? ''],
  );
};

function lambdaOf(node: SyntaxNode): Code {
  const body = inField(node, 'body');
  return {
    kind: 'lambda',
    parameters: parameterNames(inField(node, 'parameters')),
    body: body === undefined ? [] : body.type === 'block' ? codesOf(body.children) : [codeOf(body)],
    line: node.line,
  };
}

function referenceOf(node: SyntaxNode): Code {
  const [on, name] = node.children;
  if (on === undefined) return other(node);
  return { kind: 'reference', on: codeOf(on), name: name?.text ?? 'new', line: node.line };
}

/** Long sums nest to the left: they are folded from the inside out without recursion along them. */
function binaryOf(node: SyntaxNode): Code {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return other(node);
  const operator = inField(node, 'operator')?.text ?? '';
  return { kind: 'binary', operator, left: codeOf(left), right: codeOf(right), line: node.line };
}

function localsOf(node: SyntaxNode): readonly Code[] {
  const type = inField(node, 'type');
  return allOfType(node, 'variable_declarator').map((declarator): Code => {
    const value = inField(declarator, 'value');
    return {
      kind: 'local',
      name: inField(declarator, 'name')?.text ?? '',
      ...(type === undefined || type.text === 'var' ? {} : { type: typeOf(type) }),
      ...(value === undefined ? {} : { value: codeOf(value) }),
      line: declarator.line,
    };
  });
}

function ifOf(node: SyntaxNode): Code {
  const test = inField(node, 'condition');
  const cases = [inField(node, 'consequence'), inField(node, 'alternative')].flatMap((branch): BranchCase[] =>
    branch === undefined ? [] : [{ tests: [], body: [codeOf(branch)] }],
  );
  return { kind: 'branch', ...(test === undefined ? {} : { test: codeOf(test) }), cases, line: node.line };
}

function switchOf(node: SyntaxNode): Code {
  const test = inField(node, 'condition');
  const cases = (inField(node, 'body')?.children ?? []).map((each): BranchCase => ({
    tests: codesOf(allOfType(each, 'switch_label').flatMap((label) => label.children)),
    body: codesOf(each.children.filter(({ type }) => type !== 'switch_label')),
  }));
  return { kind: 'branch', ...(test === undefined ? {} : { test: codeOf(test) }), cases, line: node.line };
}

function loopOf(node: SyntaxNode): Code {
  const [name, over, body] = [inField(node, 'name'), inField(node, 'value'), inField(node, 'body')];
  return {
    kind: 'loop',
    ...(name === undefined ? {} : { name: name.text }),
    ...(over === undefined ? {} : { over: codeOf(over) }),
    body: body === undefined ? [] : [codeOf(body)],
    line: node.line,
  };
}

export function typeOf(node: SyntaxNode | undefined): TypeName {
  if (node === undefined) return { name: '', args: [] };
  switch (node.type) {
    case 'generic_type':
      return { name: node.children[0]?.text ?? '', args: typesOf(ofType(node, 'type_arguments')) };
    case 'array_type':
      return { name: '[]', args: [typeOf(inField(node, 'element'))] };
    case 'annotated_type':
      return typeOf(node.children.at(-1));
    case 'wildcard':
      return node.children.length === 0 ? { name: '?', args: [] } : typeOf(node.children.at(-1));
    default:
      return { name: node.text, args: [] };
  }
}

const typesOf = (node: SyntaxNode | undefined): readonly TypeName[] => (node?.children ?? []).map(typeOf);
