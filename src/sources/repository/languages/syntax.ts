import type { Origin } from '../../../model/origin.ts';

/**
 * A node of a syntax tree as plain data: named nodes, and those unnamed ones that stand in a field (operators). The
 * names of types and fields are those of the tree-sitter grammar of the language.
 */
export interface SyntaxNode {
  readonly type: string;
  /** The field of its parent it stands in. */
  readonly field?: string;
  readonly text: string;
  /** Offset in UTF-16 units. */
  readonly start: number;
  /** 1-based. */
  readonly line: number;
  readonly children: readonly SyntaxNode[];
}

/** Where something stands in a file of the target. */
export const originIn = (
  file: string,
  { line }: { readonly line: number },
): Origin & { readonly kind: 'read' } => ({ kind: 'read', file, line });

/** The first child in a field. */
export function inField(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  // Asked for so often that a function for each child would tell.
  if (node !== undefined) for (const child of node.children) if (child.field === field) return child;
  return undefined;
}

/** The first child of a type. */
export const ofType = (node: SyntaxNode | undefined, ...types: readonly string[]): SyntaxNode | undefined =>
  node?.children.find((child) => types.includes(child.type));

export const allOfType = (node: SyntaxNode | undefined, ...types: readonly string[]): readonly SyntaxNode[] =>
  node?.children.filter((child) => types.includes(child.type)) ?? [];

/** Every node below, parents first, in the order of the text; `false` from `see` leaves out what is below a node. */
export function walkSyntax(
  node: SyntaxNode,
  see: (node: SyntaxNode, above: readonly SyntaxNode[]) => boolean | void,
): void {
  const above: SyntaxNode[] = [];
  const visit = (at: SyntaxNode): void => {
    if (see(at, above) === false) return;
    above.push(at);
    for (const child of at.children) visit(child);
    above.pop();
  };
  visit(node);
}
