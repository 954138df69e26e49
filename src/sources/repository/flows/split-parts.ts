import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { anyPath, surviving } from './marks.ts';
import type { Value } from './value.ts';
import { masked } from './taints.ts';

/** `text.split('/')[0]`, `text.split('/').pop()`: what one part of a text can do still. */
export function partOfSplit(node: Node, value: Value): Value {
  const taken = takenPart(node);
  if (taken === undefined || value.taints.length === 0) return value;
  const { separator, at } = taken;
  const left = surviving((text) => text.split(separator).at(at) ?? '');
  // At most it is the folder above, as a last part of a path may be.
  const mask = /^[\\/]$/.test(separator) ? left & ~anyPath : left;
  return { ...value, taints: masked(value.taints, mask) };
}

function takenPart(node: Node): { readonly separator: string; readonly at: number } | undefined {
  if (node.type === 'MemberExpression') {
    const isFirst = node.computed && node.property.type === 'Literal' && node.property.value === 0;
    const separator = isFirst ? separatorOf(node.object) : undefined;
    return separator === undefined ? undefined : { separator, at: 0 };
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(node.callee.property, node.callee.computed);
  const separator = key === 'pop' || key === 'shift' ? separatorOf(node.callee.object) : undefined;
  return separator === undefined ? undefined : { separator, at: key === 'pop' ? -1 : 0 };
}

const separatorOf = (node: Node): string | undefined => splitOf(node)?.separator;

/** `text.split('/')`: the text and what it is split at. */
export function splitOf(node: Node): { readonly text: Node; readonly separator: string } | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  if (plainKey(node.callee.property, node.callee.computed) !== 'split') return undefined;
  const [first] = node.arguments;
  const separator = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : '';
  return separator === '' ? undefined : { text: node.callee.object, separator };
}
