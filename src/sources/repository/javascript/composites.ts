import type { CallExpression, Expression, MemberExpression, NewExpression, Node } from 'oxc-parser';
import { findMethod, functionValue } from './definitions.ts';
import type { Frame, Machine } from './machine.ts';
import { siteOf } from './machine.ts';
import { anyMember } from './objects.ts';
import { plainKey, unwrap } from './syntax.ts';
import type { ObjectValue, Value } from './value.ts';
import { arrayOf, isMissing, nothing, objectOf, optionsOf, skipped, unknown } from './value.ts';

export function evaluateObject(
  machine: Machine,
  node: Extract<Expression, { type: 'ObjectExpression' }>,
  frame: Frame,
): Value {
  const object = objectOf([], machine.level);
  const inside: Frame = { ...frame, self: frame.self };
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') copyInto(object, machine.evaluate(property.argument, frame));
    else {
      const key = keyOf(machine, property.key, property.computed, frame);
      if (key === undefined) {
        object.open = true;
        continue;
      }
      const value =
        property.value.type === 'FunctionExpression'
          ? functionValue(property.value, inside, key)
          : named(machine.evaluate(property.value, inside), key);
      if (property.kind === 'get' && value.kind === 'function')
        object.fields.set(key, machine.call(value, [], siteOf(frame.file, property), object));
      else if (property.kind !== 'set') object.fields.set(key, value);
    }
  }
  return object;
}

/** Gives an anonymous function the name of what it is stored in, as the language does. */
export const named = (value: Value, name: string): Value =>
  value.kind === 'function' && value.name === undefined ? { ...value, name } : value;

function copyInto(object: ObjectValue, source: Value): void {
  if (source.kind === 'object') {
    for (const [key, value] of source.fields) object.fields.set(key, value);
    object.open ||= source.open;
  } else if (source.kind !== 'primitive') object.open = true;
}

export function evaluateArray(
  machine: Machine,
  node: Extract<Expression, { type: 'ArrayExpression' }>,
  frame: Frame,
): Value {
  const array = arrayOf([]);
  for (const element of node.elements) {
    if (element === null) array.items.push(nothing);
    else if (element.type === 'SpreadElement') {
      const value = machine.evaluate(element.argument, frame);
      for (const option of optionsOf(value))
        if (option.kind === 'array') {
          array.items.push(...option.items);
          array.open ||= option.open;
        } else array.open = true;
    } else array.items.push(machine.evaluate(element, frame));
  }
  return array;
}

function keyOf(machine: Machine, key: Node, computed: boolean, frame: Frame): string | undefined {
  const plain = plainKey(key, computed);
  if (plain !== undefined || !computed) return plain;
  return isExpression(key) ? keyText(machine.evaluate(key, frame)) : undefined;
}

/** Keys in brackets are expressions; the type of the tree does not say so. */
const isExpression = (node: Node): node is Expression =>
  node.type === 'Identifier' ||
  node.type === 'MemberExpression' ||
  node.type === 'TemplateLiteral' ||
  node.type === 'CallExpression' ||
  node.type === 'BinaryExpression' ||
  node.type === 'TSAsExpression';

const keyText = (value: Value): string | undefined =>
  value.kind === 'primitive' && value.value !== undefined ? String(value.value) : undefined;

export function memberKey(machine: Machine, node: MemberExpression, frame: Frame): string | undefined {
  const plain = plainKey(node.property, node.computed);
  if (plain !== undefined || !node.computed) return plain;
  return keyText(machine.evaluate(node.property, frame));
}

export function evaluateArguments(
  machine: Machine,
  nodes: CallExpression['arguments'],
  frame: Frame,
): readonly Value[] {
  const args: Value[] = [];
  for (const node of nodes) {
    if (node.type !== 'SpreadElement') {
      args.push(machine.evaluate(node, frame));
      continue;
    }
    const value = machine.evaluate(node.argument, frame);
    if (value.kind === 'array' && !value.open) args.push(...value.items);
    else args.push(unknown('arguments spread from a list that is not known'));
  }
  return args;
}

export function evaluateCall(machine: Machine, node: CallExpression, frame: Frame): Value {
  const site = siteOf(frame.file, node);
  const callee = unwrap(node.callee);
  if (callee.type === 'Super') {
    const args = evaluateArguments(machine, node.arguments, frame);
    if (frame.home?.parent !== undefined) machine.initialise(frame.home.parent, frame.self, args, site);
    return nothing;
  }
  if (callee.type !== 'MemberExpression') {
    const value = machine.evaluate(callee, frame);
    return machine.call(value, evaluateArguments(machine, node.arguments, frame), site);
  }
  const key = memberKey(machine, callee, frame);
  if (callee.object.type === 'Super') {
    const args = evaluateArguments(machine, node.arguments, frame);
    return machine.call(superMethod(frame, key), args, site, frame.self);
  }
  const self = machine.evaluate(callee.object, frame);
  if (self === skipped || (callee.optional && isMissing(self))) return skipped;
  const args = evaluateArguments(machine, node.arguments, frame);
  if (key === undefined)
    return machine.call(anyMember(self) ?? unknown('a computed method'), args, site, self);
  return machine.call(machine.member(self, key, site), args, site, self);
}

function superMethod(frame: Frame, key: string | undefined): Value {
  const parent = frame.home?.parent;
  const method =
    parent?.kind === 'class' && key !== undefined ? findMethod(parent, key, 'method') : undefined;
  return method ?? unknown('a method of the class above');
}

export function evaluateNew(machine: Machine, node: NewExpression, frame: Frame): Value {
  const callee = machine.evaluate(node.callee, frame);
  const args = evaluateArguments(machine, node.arguments, frame);
  return machine.construct(callee, args, siteOf(frame.file, node));
}
