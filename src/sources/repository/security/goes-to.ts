import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';

/** How a language writes what a value goes to. */
export interface Naming {
  /** Functions with a name. */
  readonly functions: RegExp;
  /** Functions without one: what stands outside of them is another matter. */
  readonly closures: RegExp;
  /** The node that names what the value of another one goes to. */
  readonly targetOf: (node: SyntaxNode) => SyntaxNode | undefined;
}

/** Names that a value goes to, the nearest first, then that of the function around it. */
export function goesTo(
  { functions, closures, targetOf }: Naming,
  above: readonly SyntaxNode[],
): readonly string[] {
  const names: string[] = [];
  for (const node of above.toReversed()) {
    if (functions.test(node.type)) {
      names.push(inField(node, 'name')?.text ?? '');
      break;
    }
    if (closures.test(node.type)) break;
    const name = targetOf(node)?.text.match(/\w+/g)?.at(-1);
    if (name !== undefined) names.push(name);
  }
  return names.filter((name) => name !== '');
}
