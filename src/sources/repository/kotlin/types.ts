import type { TypeName } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, ofType } from '../languages/syntax.ts';

export const comments: ReadonlySet<string> = new Set(['line_comment', 'block_comment', 'multiline_comment']);

export const typeNodes = [
  'user_type',
  'nullable_type',
  'function_type',
  'parenthesized_type',
  'non_nullable_type',
];

export function typeOf(node: SyntaxNode | undefined): TypeName {
  if (node === undefined) return { name: '', args: [] };
  switch (node.type) {
    case 'nullable_type':
      return { ...typeOf(node.children.at(-1)), nullable: true };
    case 'parenthesized_type':
    case 'non_nullable_type':
    case 'type_projection':
      return typeOf(node.children.at(-1));
    case 'user_type': {
      const name = allOfType(node, 'identifier')
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join('.');
      return { name, args: typesOf(ofType(node, 'type_arguments')) };
    }
    default:
      return { name: node.text, args: [] };
  }
}

export const typesOf = (node: SyntaxNode | undefined): readonly TypeName[] =>
  (node?.children ?? []).map(typeOf);
