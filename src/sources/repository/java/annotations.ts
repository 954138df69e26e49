import type { Annotation, Argument } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, ofType } from '../languages/syntax.ts';
import { codeOf } from './expressions.ts';

/** Annotations of a declaration's modifiers. */
export const annotationsOf = (node: SyntaxNode | undefined): readonly Annotation[] =>
  (ofType(node, 'modifiers')?.children ?? [])
    .filter(({ type }) => type === 'annotation' || type === 'marker_annotation')
    .map(annotationOf);

export function annotationOf(node: SyntaxNode): Annotation {
  const args = (inField(node, 'arguments')?.children ?? []).flatMap((child): Argument[] => {
    if (child.type.endsWith('comment')) return [];
    if (child.type === 'ERROR') return child.children.map((each) => ({ value: codeOf(each) }));
    if (child.type !== 'element_value_pair') return [{ value: codeOf(child) }];
    const value = inField(child, 'value');
    const name = inField(child, 'key')?.text;
    return value === undefined || name === undefined ? [] : [{ name, value: codeOf(value) }];
  });
  return { name: inField(node, 'name')?.text ?? '', args, line: node.line };
}
