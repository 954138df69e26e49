import type { BranchCase, Code } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';
import { codeOf, codesOf, firstOf, lastOf, other } from './expressions.ts';
import { comments, typeNodes, typeOf } from './types.ts';

/** Kotlin's statements, and what is no expression of its own. */
export function statementOf(node: SyntaxNode): Code {
  const { line } = node;
  switch (node.type) {
    case 'assignment': {
      const [target, value] = [inField(node, 'left'), inField(node, 'right')];
      const operator = inField(node, 'operator')?.text ?? '=';
      if (target === undefined || value === undefined) return other(node);
      return { kind: 'assign', target: codeOf(target), value: codeOf(value), operator, line };
    }
    case 'property_declaration':
      return localOf(node);
    case 'return_expression':
      return { kind: 'return', ...(node.children.length === 0 ? {} : { value: lastOf(node) }), line };
    case 'throw_expression':
      return { kind: 'throw', value: firstOf(node), line };
    case 'if_expression':
      return ifOf(node);
    case 'when_expression':
      return whenOf(node);
    case 'for_statement':
      return loopOf(node);
    case 'while_statement':
    case 'do_while_statement':
      return { kind: 'loop', body: codesOf(node.children), line };
    case 'function_declaration':
    case 'class_declaration':
    case 'user_type':
      return { kind: 'other', parts: [], line };
    default:
      return other(node);
  }
}

function localOf(node: SyntaxNode): Code {
  const variable = ofType(node, 'variable_declaration');
  const delegate = ofType(node, 'property_delegate');
  const value = delegate?.children[0] ?? valueOf(node);
  if (variable === undefined) return other(node);
  const type = variable.children.find((child) => typeNodes.includes(child.type));
  return {
    kind: 'local',
    name: ofType(variable, 'identifier')?.text.replaceAll('`', '') ?? '',
    ...(type === undefined ? {} : { type: typeOf(type) }),
    ...(value === undefined ? {} : { value: codeOf(value) }),
    line: node.line,
  };
}

const notValues: ReadonlySet<string> = new Set([
  'modifiers',
  'variable_declaration',
  'multi_variable_declaration',
  'getter',
  'setter',
  'property_delegate',
  'type_parameters',
  'type_constraints',
  'receiver_type',
  ...typeNodes,
  ...comments,
]);

export const valueOf = (node: SyntaxNode): SyntaxNode | undefined =>
  node.children.find(({ type }) => !notValues.has(type));

function ifOf(node: SyntaxNode): Code {
  const test = inField(node, 'condition');
  const branches = node.children.filter((child) => child !== test && !comments.has(child.type));
  const cases = branches.map((branch): BranchCase => ({ tests: [], body: [codeOf(branch)] }));
  return { kind: 'branch', ...(test === undefined ? {} : { test: codeOf(test) }), cases, line: node.line };
}

function whenOf(node: SyntaxNode): Code {
  const test = ofType(node, 'when_subject')?.children.at(-1);
  const cases = allOfType(node, 'when_entry').map((entry): BranchCase => ({
    tests: codesOf(entry.children.filter(({ field }) => field === 'condition')),
    body: codesOf(entry.children.filter(({ field }) => field !== 'condition')),
  }));
  return { kind: 'branch', ...(test === undefined ? {} : { test: codeOf(test) }), cases, line: node.line };
}

function loopOf(node: SyntaxNode): Code {
  const [variable, over, ...body] = node.children.filter(({ type }) => !comments.has(type));
  const name = variable?.type === 'variable_declaration' ? ofType(variable, 'identifier')?.text : undefined;
  return {
    kind: 'loop',
    ...(name === undefined ? {} : { name }),
    ...(over === undefined ? {} : { over: codeOf(over) }),
    body: codesOf(body),
    line: node.line,
  };
}
