import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { narrowTo, subjectOf } from './conditions.ts';
import { keptTest } from './kept-tests.ts';
import type { Frame, Machine } from './machine.ts';
import { anyPath, anyUrl } from './marks.ts';

/** Equal to something that nobody outside decides: of a URL, the part that is compared. */
export function narrowEqual(machine: Machine, node: Node, frame: Frame): void {
  narrowTo(machine, node, frame, 0);
  const url = urlOf(subjectOf(node), frame);
  for (const each of url) narrowTo(machine, each, frame, ~anyUrl);
  const inside = folderOf(node);
  if (inside !== undefined) narrowTo(machine, inside, frame, ~anyPath);
}

/** `dirname(path)`: the path. */
function folderOf(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  return plainKey(node.callee.property, node.callee.computed) === 'dirname' ? node.arguments[0] : undefined;
}

/** Of `url.hostname`: the URL, and the text it was made of. */
export function urlOf(node: Node, frame: Frame): readonly Node[] {
  if (node.type !== 'MemberExpression') return [];
  if (!/^(host|hostname|origin)$/.test(plainKey(node.property, node.computed) ?? '')) return [];
  const { object } = node;
  const made = object.type === 'Identifier' ? keptTest(object.name, frame)?.test : object;
  const [first] = made?.type === 'NewExpression' ? made.arguments : [];
  return first === undefined ? [object] : [object, first];
}
