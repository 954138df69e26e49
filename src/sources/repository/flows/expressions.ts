import type { Node, ObjectExpression } from 'oxc-parser';
import { isClassNode, isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { evaluateCall, evaluateNew } from './call-sites.ts';
import { provesCaller, withCaller } from './caller.ts';
import { makeClass } from './classes.ts';
import { narrowBy } from './conditions.ts';
import { nameFunction } from './function-names.ts';
import type { Frame, Machine } from './machine.ts';
import { sharedPrototype } from './keys.ts';
import { inBranch } from './machine.ts';
import { can, lasting } from './marks.ts';
import { lookup, merge, read, readMember } from './scope.ts';
import { partOfSplit } from './split-parts.ts';
import { settleByComparison, settleByTest } from './settling.ts';
import { concat, template } from './texts.ts';
import { markResolvers } from './resolvers.ts';
import type { Closure, Place, Thing, Value } from './value.ts';
import { callable, join, joinAll, nothing, tainted, things, traced, written } from './value.ts';
import { masked } from './taints.ts';

/** The value of an expression. */
export function evaluate(machine: Machine, node: Node, frame: Frame): Value {
  switch (node.type) {
    case 'Identifier':
      return evaluateName(machine, node.name, frame);
    case 'ThisExpression':
      return frame.self ?? nothing;
    case 'Literal':
      return evaluateLiteral(node);
    case 'TemplateLiteral':
      return template(
        node.quasis.map(({ value }) => value.cooked ?? value.raw),
        node.expressions.map((part) => machine.evaluate(part, frame)),
      );
    case 'MemberExpression':
      return evaluateMember(machine, node, frame);
    case 'CallExpression':
    case 'TaggedTemplateExpression':
    case 'ImportExpression':
      return evaluateCall(machine, node, frame);
    case 'NewExpression':
      return evaluateNew(machine, node, frame);
    case 'ObjectExpression':
      return things(makeObject(machine, node.properties, frame));
    case 'ArrayExpression':
      return things(makeArray(machine, node.elements, frame));
    case 'AssignmentExpression':
      return evaluateAssignment(machine, node, frame);
    default:
      return isFunctionNode(node)
        ? callable(closureOf(machine, node, frame))
        : evaluateOther(machine, node, frame);
  }
}

function evaluateOther(machine: Machine, node: Node, frame: Frame): Value {
  if (isClassNode(node)) return makeClass(machine, node, frame);
  switch (node.type) {
    case 'BinaryExpression': {
      const [left, right] = [machine.evaluate(node.left, frame), machine.evaluate(node.right, frame)];
      settleByComparison(machine, node, left, right);
      return node.operator === '+' ? concat(left, right) : nothing;
    }
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return evaluateChoice(machine, node, frame);
    case 'SequenceExpression':
      return node.expressions.map((each) => machine.evaluate(each, frame)).at(-1) ?? nothing;
    case 'AwaitExpression':
      return machine.evaluate(node.argument, frame);
    case 'YieldExpression': {
      const value = node.argument === null ? nothing : machine.evaluate(node.argument, frame);
      frame.answer.value = join(frame.answer.value, value);
      return value;
    }
    case 'UnaryExpression': {
      const value = machine.evaluate(node.argument, frame);
      return node.operator === '+' ? tainted(masked(value.taints, lasting)) : nothing;
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return machine.evaluate(node.expression, frame);
    case 'SpreadElement':
      return machine.evaluate(node.argument, frame);
    case 'JSXElement':
    case 'JSXFragment':
      return nothing;
    default:
      return nothing;
  }
}

function evaluateLiteral(node: Extract<Node, { type: 'Literal' }>): Value {
  if ('regex' in node) return traced(`/${node.regex.pattern}/${node.regex.flags}`);
  return typeof node.value === 'string' ? written(node.value) : nothing;
}

function evaluateName(machine: Machine, name: string, frame: Frame): Value {
  if (name === 'undefined') return nothing;
  const cell = lookup(frame.scope, name);
  return cell === undefined ? traced(`#${name}`) : read(machine.state, cell);
}

function evaluateMember(
  machine: Machine,
  node: Extract<Node, { type: 'MemberExpression' }>,
  frame: Frame,
): Value {
  const known = accessKey(node, frame);
  if (known !== undefined) {
    const narrowed = readMember(machine.state, known.cell, known.key);
    if (narrowed !== undefined) return narrowed;
  }
  if (node.object.type === 'Super') return nothing;
  const object = machine.evaluate(node.object, frame);
  const key = plainKey(node.property, node.computed);
  if (key !== undefined) return partOfSplit(node, machine.member(object, key, node, frame));
  const place = machine.evaluate(node.property, frame);
  const isNamed = place.text?.whole === true;
  const member = machine.member(object, isNamed ? place.text?.prefix : undefined, node, frame);
  const found = isNamed ? member : join(member, sharedPrototype(object, place));
  return provesCaller(place) ? withCaller(machine, found, frame.file, node) : found;
}

/** Both sides, each where the condition holds under which it is evaluated. */
function evaluateChoice(
  machine: Machine,
  node: Extract<Node, { type: 'LogicalExpression' | 'ConditionalExpression' }>,
  frame: Frame,
): Value {
  const side = (part: Node, test: Node, holds: boolean | undefined) => {
    let value = nothing;
    const branch = inBranch(machine, () => {
      if (holds !== undefined) narrowBy(machine, test, holds, frame);
      value = machine.evaluate(part, frame);
      return 'on';
    });
    return { value, branch };
  };
  if (node.type === 'ConditionalExpression') {
    machine.evaluate(node.test, frame);
    settleByTest(machine, node.test, frame);
    const [yes, no] = [side(node.consequent, node.test, true), side(node.alternate, node.test, false)];
    merge(machine.state, [yes.branch, no.branch]);
    return join(yes.value, no.value);
  }
  const left = machine.evaluate(node.left, frame);
  if (node.operator === '&&') settleByTest(machine, node.left, frame);
  const holds = node.operator === '&&' ? true : node.operator === '||' ? false : undefined;
  const right = side(node.right, node.left, holds);
  merge(machine.state, [right.branch, inBranch(machine, () => 'on')]);
  // What stands left of `&&` is the answer only where it is empty.
  return node.operator === '&&' ? right.value : join(left, right.value);
}

function evaluateAssignment(
  machine: Machine,
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  frame: Frame,
): Value {
  if (node.left.type === 'MemberExpression')
    nameFunction(node.right, plainKey(node.left.property, node.left.computed));
  const right = machine.evaluate(node.right, frame);
  if (node.operator === '=') {
    machine.assign(node.left, right, frame);
    return right;
  }
  const left = machine.evaluate(node.left, frame);
  const value =
    node.operator === '+='
      ? concat(left, right)
      : /^(\|\||&&|\?\?)=$/.test(node.operator)
        ? join(left, right)
        : nothing;
  machine.assign(node.left, value, frame);
  return value;
}

export function closureOf(machine: Machine, node: Closure['node'], frame: Frame): Closure {
  const isArrow = node.type === 'ArrowFunctionExpression';
  const closure: Closure = {
    kind: 'closure',
    node,
    file: frame.file,
    scope: frame.scope,
    self: isArrow ? frame.self : undefined,
    home: frame.home,
  };
  machine.closures.push(closure);
  return closure;
}

function makeObject(machine: Machine, properties: ObjectExpression['properties'], frame: Frame): Thing {
  const places = new Map<string, Place>();
  const thing: Thing = {
    kind: 'object',
    fields: new Map(),
    rest: nothing,
    places,
    depth: machine.state.depth,
  };
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      spreadInto(thing, machine.evaluate(property.argument, frame));
      continue;
    }
    nameFunction(property.value, plainKey(property.key, property.computed));
    const place = property.computed ? machine.evaluate(property.key, frame) : nothing;
    const key =
      plainKey(property.key, property.computed) ??
      (place.text?.whole === true ? place.text.prefix : undefined);
    const value =
      isFunctionNode(property.value) && property.value.type !== 'ArrowFunctionExpression'
        ? callable({ ...closureOf(machine, property.value, frame), self: things(thing) })
        : machine.evaluate(property.value, frame);
    if (key === undefined) thing.rest = join(thing.rest, join(value, { ...nothing, taints: place.taints }));
    else {
      thing.fields.set(key, value);
      places.set(key, { file: frame.file, node: property });
      if (/^(Query|Mutation|Subscription)$/.test(key)) markResolvers(value);
    }
  }
  return thing;
}

/** Known fields come along; whatever else the object may hold comes with its taints. */
export function spreadInto(thing: Thing, from: Value): void {
  for (const other of from.things) {
    for (const [key, value] of other.fields)
      thing.fields.set(key, from.things.length > 1 ? join(thing.fields.get(key) ?? nothing, value) : value);
    thing.rest = join(thing.rest, other.rest);
  }
  thing.rest = join(thing.rest, tainted(masked(from.taints, ~can.prototype)));
}

function makeArray(machine: Machine, elements: readonly (Node | null)[], frame: Frame): Thing {
  const thing: Thing = { kind: 'array', fields: new Map(), rest: nothing, depth: machine.state.depth };
  const parts = elements.map((element) => {
    if (element === null) return nothing;
    const value = machine.evaluate(element, frame);
    return element.type === 'SpreadElement' ? elementOf(value) : value;
  });
  const isSpread = elements.some((element) => element?.type === 'SpreadElement');
  if (!isSpread) for (const [at, value] of parts.entries()) thing.fields.set(String(at), value);
  else thing.rest = joinAll(parts);
  return thing;
}

/** Any element of an array, any value of an object. */
export function elementOf(value: Value): Value {
  const inside = value.things.flatMap(({ fields, rest }) => [...fields.values(), rest]);
  return joinAll([
    {
      ...nothing,
      taints: masked(value.taints, ~can.prototype),
      traces: value.traces.filter(({ name }) => name.startsWith('@')),
    },
    ...inside,
  ]);
}
