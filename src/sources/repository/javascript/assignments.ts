import type { Expression, Node } from 'oxc-parser';
import { isShared } from './globals.ts';
import { binary } from './operators.ts';
import type { Frame, Machine } from './machine.ts';
import { memberKey, named } from './composites.ts';
import { arrayItem, restOfArray, restOfObject } from './patterns.ts';
import { assign, declare } from './scope.ts';
import type { Value } from './value.ts';
import { choice, unknown } from './value.ts';
import { siteOf, perhaps } from './machine.ts';

export function assignTo(
  machine: Machine,
  node: Extract<Expression, { type: 'AssignmentExpression' }>,
  frame: Frame,
): Value {
  const { left, operator } = node;
  const next = (): Value => machine.evaluate(node.right, frame);
  if (operator === '=') {
    const value = next();
    store(machine, left, value, frame);
    return value;
  }
  const before = isReadable(left) ? machine.evaluate(left, frame) : unknown('a compound assignment');
  if (operator === '||=' || operator === '??=' || operator === '&&=') {
    const value = perhaps(machine, next);
    const isFirst =
      (before.kind === 'primitive' && before.value === undefined) ||
      isKeptFirst(machine, left, before, frame);
    const settled = isFirst && operator !== '&&=' ? value : choice([before, value]);
    store(machine, left, settled, frame);
    return settled;
  }
  const value = binary(operator.slice(0, -1), before, next());
  store(machine, left, value, frame);
  return value;
}

/** `globalThis.cache ??= make()`: what all files share holds nothing of it before. */
const isKeptFirst = (machine: Machine, left: Node, before: Value, frame: Frame): boolean =>
  left.type === 'MemberExpression' &&
  before.kind === 'unknown' &&
  left.object.type !== 'Super' &&
  isShared(machine, machine.evaluate(left.object, frame));

const isReadable = (node: Node): node is Extract<Expression, { type: 'Identifier' | 'MemberExpression' }> =>
  node.type === 'Identifier' || node.type === 'MemberExpression';

/** Writes to an existing name, a property or a pattern of them; a function is known by the property it is kept in. */
function store(machine: Machine, target: Node, value: Value, frame: Frame): void {
  switch (target.type) {
    case 'Identifier':
      return assign(frame.scope, target.name, value, machine.level, (old, next) => choice([old, next]));
    case 'MemberExpression': {
      if (target.object.type === 'Super') return;
      const key = memberKey(machine, target, frame);
      const object = machine.evaluate(target.object, frame);
      if (key !== undefined) machine.setMember(object, key, key === 'exports' ? value : named(value, key));
      else if (object.kind === 'object') object.open = true;
      return;
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
      return store(machine, target.expression, value, frame);
    default:
      return spread(machine, target, value, frame, (part, item) => store(machine, part, item, frame));
  }
}

/** Declares the names of a pattern in the frame's scope. */
export function bindPattern(machine: Machine, pattern: Node, value: Value, frame: Frame): void {
  if (pattern.type === 'Identifier') return declare(frame.scope, pattern.name, value, machine.level);
  spread(machine, pattern, value, frame, (part, item) => bindPattern(machine, part, item, frame));
}

function spread(
  machine: Machine,
  pattern: Node,
  value: Value,
  frame: Frame,
  each: (part: Node, value: Value) => void,
): void {
  const site = siteOf(frame.file, pattern);
  switch (pattern.type) {
    case 'AssignmentPattern': {
      const missing = value.kind === 'primitive' && value.value === undefined;
      return each(pattern.left, missing ? machine.evaluate(pattern.right, frame) : value);
    }
    case 'TSParameterProperty':
      return each(pattern.parameter, value);
    case 'RestElement':
      return each(pattern.argument, value);
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        if (element === null) continue;
        const rest = element.type === 'RestElement';
        each(element, rest ? restOfArray(value, index) : arrayItem(value, index));
      }
      return;
    case 'ObjectPattern': {
      const taken: string[] = [];
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') {
          each(property.argument, restOfObject(value, taken));
          continue;
        }
        const key = property.key.type === 'Identifier' && !property.computed ? property.key.name : undefined;
        const name = key ?? (property.key.type === 'Literal' ? String(property.key.value) : undefined);
        if (name === undefined) each(property.value, unknown('a computed property'));
        else {
          taken.push(name);
          each(property.value, machine.member(value, name, site));
        }
      }
      return;
    }
    default:
      return;
  }
}
