import type { CallExpression, Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { keptTest } from './kept-tests.ts';
import { narrowFoundIn } from './text-tests.ts';
import { narrowTo } from './conditions.ts';
import type { Frame, Machine } from './machine.ts';
import { can, everything } from './marks.ts';

/** A name that an object has can be no more than that, and what all objects have. */
const isName = ~everything | can.proto | can.unseen | can.linked;

const isGet = ({ callee }: CallExpression): boolean =>
  callee.type === 'MemberExpression' && plainKey(callee.property, callee.computed) === 'get';

/** `if (table[key])`, `table[key] !== undefined`: the key is one of the names that the code gave the object. */
export function narrowName(machine: Machine, node: Node, frame: Frame): void {
  const kept = node.type === 'Identifier' ? keptTest(node.name, frame) : undefined;
  if (kept?.part === undefined && kept?.test.type === 'MemberExpression')
    return narrowName(machine, kept.test, kept.frame);
  if (kept?.part === undefined && kept?.test.type === 'CallExpression' && isGet(kept.test))
    return void narrowFoundIn(machine, kept.test, kept.frame);
  if (node.type !== 'MemberExpression' || !node.computed) return;
  if (machine.evaluate(node.property, frame).taints.length === 0) return;
  const { taints, things, traces } = machine.evaluate(node.object, frame);
  if (taints.length > 0 || traces.some(({ name }) => name.startsWith('@'))) return;
  const isFilled = things.some(({ rest }) => rest.taints.length > 0);
  if (!isFilled) narrowTo(machine, node.property, frame, things.length > 0 ? isName : ~can.unseen);
}
