import type { Annotation } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { ofType } from '../languages/syntax.ts';
import { argsOf } from './expressions.ts';
import { typeOf } from './types.ts';

/** Annotations among modifiers; `@field:`, `@get:` and the like are left out of the name. */
export const annotationsIn = (modifiers: SyntaxNode | undefined): readonly Annotation[] =>
  (modifiers?.children ?? []).filter(({ type }) => type === 'annotation').map(annotationOf);

export const annotationsOf = (node: SyntaxNode | undefined): readonly Annotation[] =>
  annotationsIn(ofType(node, 'modifiers'));

export function annotationOf(node: SyntaxNode): Annotation {
  const made = ofType(node, 'constructor_invocation');
  const type = ofType(made ?? node, 'user_type');
  return {
    name: typeOf(type).name,
    args: argsOf(ofType(made, 'value_arguments')),
    line: node.line,
  };
}
