import type { CallExpression, Node } from 'oxc-parser';
import { isFunctionNode, plainKey, walk } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { narrowBy, narrowTo } from './conditions.ts';
import { urlOf } from './equal-parts.ts';
import type { KeptTest } from './kept-tests.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';
import { schemaLibraries } from './schemas.ts';

function calledName({ callee }: Pick<CallExpression, 'callee'>): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (plainKey(callee.property, callee.computed) ?? '') : '';
}

/** Tests that tell nothing of what a text may do. */
const tellsNothing =
  /empty|nil|null|undefined|defined|exists|array|object|function|length|has|debug|log|dev/i;

/** After a check that could not be understood it is told with less certainty. */
export function weaken(machine: Machine, node: CallExpression, frame: Frame): void {
  if (tellsNothing.test(calledName(node))) return;
  for (const argument of node.arguments) weakenAll(machine, argument, frame);
}

/** Every name and member in an expression; of a URL, the URL. */
function weakenAll(machine: Machine, node: Node, frame: Frame): void {
  walk(node, (each) => {
    if (isFunctionNode(each)) return false;
    if (accessKey(each, frame) === undefined) return true;
    narrowTo(machine, each, frame, ~can.unseen);
    for (const url of urlOf(each, frame)) narrowTo(machine, url, frame, ~can.unseen);
    return false;
  });
}

/** `const row = await rows.find(id); if (!row) return`: what was found by a value is one of those that are kept. */
export function weakenFound(machine: Machine, kept: KeptTest): void {
  if (kept.test.type !== 'CallExpression') return;
  if (seeks(calledName(kept.test)))
    for (const argument of kept.test.arguments) weakenAll(machine, argument, kept.frame);
}

const seeks = (name: string): boolean =>
  /^(find|get|load|fetch|query|select|lookup|read|one|resolve|from|by)/i.test(name) &&
  !/^(findOneAnd|getHeader)/.test(name);

/** `schema.parse(value)`, `Joi.assert(value, schema)`: it throws where the value is not of the form. */
function isEnforced(machine: Machine, { callee }: CallExpression, frame: Frame): boolean {
  if (!/^(parse|parseAsync|assert|attempt|validateAsync|validateSync)$/.test(calledName({ callee })))
    return false;
  return machine.evaluate(callee, frame).traces.some(({ name }) => schemaLibraries.test(name));
}

/** `assert(test)`: it throws where the test does not hold. */
const isAssertion = (machine: Machine, { callee }: CallExpression, frame: Frame): boolean =>
  machine
    .evaluate(callee, frame)
    .traces.some(({ name }) =>
      /^((node:)?assert(\/strict)?|tiny-invariant|invariant|ts-invariant)#((strict\.)?ok|strict|default|assert|invariant)?$/.test(
        name,
      ),
    );

/** `await assertAllowed(url)`: what comes back from it was checked. */
export function weakenChecked(machine: Machine, node: Node, frame: Frame): void {
  if (node.type === 'AwaitExpression') return weakenChecked(machine, node.argument, frame);
  const [first] = node.type === 'CallExpression' ? node.arguments : [];
  if (node.type === 'CallExpression' && first !== undefined && isEnforced(machine, node, frame))
    return narrowTo(machine, first, frame, ~can.object);
  if (node.type === 'CallExpression' && first !== undefined && isAssertion(machine, node, frame))
    return narrowBy(machine, first, true, frame);
  if (
    node.type === 'CallExpression' &&
    /^(assert|validate|check|ensure|verify|require|resolve|guard)[A-Z]/.test(calledName(node))
  )
    weaken(machine, node, frame);
}

/** `const row = await load(id)` of a function that throws where it finds nothing. */
export function weakenSought(machine: Machine, node: Node, frame: Frame): void {
  if (node.type === 'AwaitExpression') return weakenSought(machine, node.argument, frame);
  if (node.type !== 'CallExpression') return;
  const [first] = node.arguments;
  if (calledName(node) === 'all' && first?.type === 'ArrayExpression')
    for (const each of first.elements) if (each !== null) weakenSought(machine, each, frame);
  if (!seeks(calledName(node))) return;
  const isStrict = machine
    .evaluate(node.callee, frame)
    .callables.some((each) => each.kind === 'closure' && throws(each.node));
  if (isStrict) for (const argument of node.arguments) weakenAll(machine, argument, frame);
}

const throwing = new WeakMap<FunctionNode, boolean>();

function throws(node: FunctionNode): boolean {
  const known = throwing.get(node);
  if (known !== undefined) return known;
  let found = false;
  walk(node, (each) => {
    if (each.type === 'ThrowStatement') found = true;
    return !found;
  });
  throwing.set(node, found);
  return found;
}
