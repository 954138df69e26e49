import type { Node } from 'oxc-parser';
import { isFunctionNode } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';

const names = new WeakMap<FunctionNode, string>();

/** A function without a name of its own goes by the one it is kept under. */
export function nameFunction(node: Node | null, name: string | undefined): void {
  if (node !== null && name !== undefined && isFunctionNode(node) && !names.has(node)) names.set(node, name);
}

export const functionName = (node: FunctionNode): string | undefined => node.id?.name ?? names.get(node);
