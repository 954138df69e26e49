import type { SyntaxNode } from '../languages/syntax.ts';
import { ofType } from '../languages/syntax.ts';

const declarations = /^(class|object|function|property)_declaration$/;

/**
 * The grammar may read annotations before a declaration as an expression of their own, when the last of them has one
 * argument: `@RequestMapping("/x") class A`. They are given back to the declaration that follows. Between them it may take
 * the class itself for a call of `class` with a block: that is a class again.
 */
export function mended(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  if (!nodes.some(({ type }) => type === 'annotated_expression')) return nodes;
  const found: SyntaxNode[] = [];
  let loose: readonly SyntaxNode[] = [];
  for (const node of nodes) {
    if (node.type === 'annotated_expression') {
      loose = [...loose, ...annotationsOf(node)];
      const inner = declaredIn(node);
      if (inner === undefined) continue;
      found.push(annotated(inner, loose));
      loose = [];
    } else if (declarations.test(node.type)) {
      found.push(loose.length === 0 ? node : annotated(node, loose));
      loose = [];
    } else found.push(node);
  }
  return found;
}

function annotationsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const own = node.children.filter(({ type }) => type === 'annotation');
  const inner = node.children.find(({ type }) => type !== 'annotation');
  if (inner?.type === 'annotated_expression') return [...own, ...annotationsOf(inner)];
  const last = own.at(-1);
  if (inner === undefined || last === undefined || inner.type !== 'parenthesized_expression') return own;
  return [...own.slice(0, -1), withArgument(last, inner)];
}

/** `class A { … }` at the end of annotations, read as words and a lambda. */
function declaredIn(node: SyntaxNode): SyntaxNode | undefined {
  const inner = node.children.find(({ type }) => type !== 'annotation');
  if (inner?.type === 'annotated_expression') return declaredIn(inner);
  const [word, name, body] = inner?.type === 'infix_expression' ? inner.children : [];
  if (inner === undefined || name?.type !== 'identifier' || body?.type !== 'lambda_literal') return undefined;
  if (!/^(class|interface)$/.test(word?.text ?? '')) return undefined;
  return {
    ...inner,
    type: 'class_declaration',
    children: [
      { ...name, field: 'name' },
      { ...body, type: 'class_body' },
    ],
  };
}

function withArgument(annotation: SyntaxNode, inner: SyntaxNode): SyntaxNode {
  const type = ofType(annotation, 'user_type');
  const argument: SyntaxNode = { ...inner, type: 'value_argument' };
  const args: SyntaxNode = { ...inner, type: 'value_arguments', children: [argument] };
  const children = [...(type === undefined ? [] : [type]), args];
  return { ...annotation, children: [{ ...annotation, type: 'constructor_invocation', children }] };
}

function annotated(node: SyntaxNode, annotations: readonly SyntaxNode[]): SyntaxNode {
  const modifiers = ofType(node, 'modifiers');
  const rest = node.children.filter((child) => child !== modifiers);
  const all: SyntaxNode = {
    ...(modifiers ?? { ...node, type: 'modifiers', text: '' }),
    type: 'modifiers',
    children: [...annotations, ...(modifiers?.children ?? [])],
  };
  return { ...node, children: [all, ...rest] };
}
