import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import { initialise } from './classes.ts';
import { elementOf } from './literals.ts';
import type { Frame, Machine, Site } from './machine.ts';
import { partOfSplit } from './split-parts.ts';
import type { Value } from './value.ts';
import { join, nothing, wholeText, written } from './value.ts';

type AnyCall = Extract<Node, { type: 'CallExpression' | 'TaggedTemplateExpression' | 'ImportExpression' }>;

export function evaluateCall(machine: Machine, node: AnyCall, frame: Frame): Value {
  if (!machine.spend()) return nothing;
  switch (node.type) {
    case 'ImportExpression': {
      const specifier = machine.evaluate(node.source, frame);
      const name = wholeText(specifier);
      return name === undefined
        ? machine.invoke(importCall, [specifier], siteOf(node, frame, 'import', undefined, ''))
        : machine.importFrom(name, frame.file);
    }
    case 'TaggedTemplateExpression': {
      const { callee, site } = calleeOf(machine, node, node.tag, frame);
      const parts = node.quasi.expressions.map((part) => machine.evaluate(part, frame));
      return machine.invoke(callee, [written(node.quasi.quasis[0]?.value.raw ?? ''), ...parts], site);
    }
    case 'CallExpression':
      return plainCall(machine, node, frame);
  }
}

const importCall: Value = { ...nothing, traces: [{ name: '#import' }] };

function siteOf(
  node: Node,
  frame: Frame,
  key: string | undefined,
  receiver: Value | undefined,
  written: string,
): Site {
  return { node, frame, key, receiver, written, isNew: false };
}

function calleeOf(machine: Machine, node: Node, callee: Node, frame: Frame): { callee: Value; site: Site } {
  if (callee.type !== 'MemberExpression') {
    const key = callee.type === 'Identifier' ? callee.name : undefined;
    return { callee: machine.evaluate(callee, frame), site: siteOf(node, frame, key, undefined, '') };
  }
  const written = dottedName(callee.object) ?? '';
  if (callee.object.type === 'Super') {
    const key = plainKey(callee.property, callee.computed);
    const method = superMethod(machine, key, callee, frame);
    return { callee: method, site: siteOf(node, frame, key, frame.self, 'super') };
  }
  const receiver = machine.evaluate(callee.object, frame);
  const plain = plainKey(callee.property, callee.computed);
  const place = plain === undefined ? machine.evaluate(callee.property, frame) : nothing;
  const key = plain ?? wholeText(place);
  const value = machine.member(receiver, key, callee, frame);
  return { callee: value, site: siteOf(node, frame, key, receiver, written) };
}

function superMethod(machine: Machine, key: string | undefined, node: Node, frame: Frame): Value {
  const parent = frame.home?.parent;
  if (parent === undefined || key === undefined) return nothing;
  const made = parent.callables.flatMap((each) =>
    each.kind === 'class'
      ? [machine.member(machine.construct(each.shape, [], undefined), key, node, frame)]
      : [],
  );
  const traces = parent.traces.map(({ name }) => ({ name: `${name}().${key}` }));
  return made.reduce(join, { ...nothing, traces });
}

function plainCall(machine: Machine, node: CallExpression, frame: Frame): Value {
  if (node.callee.type === 'Super') {
    const args = spreadArguments(machine, node, frame);
    for (const above of frame.home?.parent.callables ?? [])
      if (above.kind === 'class' && frame.self !== undefined)
        initialise(machine, above.shape, frame.self, args, undefined, 1);
    return nothing;
  }
  const called = calleeOf(machine, node, node.callee, frame);
  const args = spreadArguments(machine, node, frame);
  return partOfSplit(node, through(machine, called.callee, args, called.site, node, frame));
}

/** `f.call(self, …)`, `f.apply(self, […])`, `f.bind(self, …)`. */
function through(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  site: Site,
  node: CallExpression,
  frame: Frame,
): Value {
  const { receiver, key } = site;
  const isFunction =
    receiver !== undefined &&
    (receiver.callables.length > 0 || receiver.traces.some(({ name }) => !name.startsWith('@')));
  if (!isFunction || !/^(call|apply|bind)$/.test(key ?? '') || callee.callables.length > 0)
    return machine.invoke(callee, args, site);
  const [self, ...rest] = args;
  const inner = node.callee.type === 'MemberExpression' ? node.callee.object : node.callee;
  const innerKey =
    inner.type === 'MemberExpression'
      ? plainKey(inner.property, inner.computed)
      : inner.type === 'Identifier'
        ? inner.name
        : undefined;
  const next: Site = { ...site, key: innerKey, receiver: self, written: '' };
  if (key === 'bind')
    return rest.length === 0 ? receiver : { ...receiver, callables: bound(machine, receiver, rest, next) };
  const list = rest[0];
  const given =
    key === 'apply' && list !== undefined
      ? [0, 1, 2, 3].map((at) => machine.member(list, String(at), node, frame))
      : rest;
  return machine.invoke(receiver, given, next);
}

const bound = (machine: Machine, callee: Value, first: readonly Value[], site: Site): Value['callables'] => [
  { kind: 'native', run: (args) => machine.invoke(callee, [...first, ...args], site) },
];

/** Arguments, those of a spread list taken apart as far as they are known. */
function spreadArguments(
  machine: Machine,
  node: CallExpression | NewExpression,
  frame: Frame,
): readonly Value[] {
  return node.arguments.flatMap((argument) => {
    if (argument.type !== 'SpreadElement') return [machine.evaluate(argument, frame)];
    const list = machine.evaluate(argument.argument, frame);
    const known = list.things.find(({ kind, fields }) => kind === 'array' && fields.size > 0);
    return known === undefined ? [elementOf(list), elementOf(list)] : [...known.fields.values()];
  });
}

export function evaluateNew(machine: Machine, node: NewExpression, frame: Frame): Value {
  const callee = machine.evaluate(node.callee, frame);
  const args = spreadArguments(machine, node, frame);
  const key =
    node.callee.type === 'Identifier'
      ? node.callee.name
      : node.callee.type === 'MemberExpression'
        ? plainKey(node.callee.property, node.callee.computed)
        : undefined;
  const site: Site = { node, frame, key, receiver: undefined, written: '', isNew: true };
  if (callee.callables.length === 0) return machine.invoke(callee, args, site);
  return callee.callables.reduce((all: Value, each) => {
    if (each.kind === 'class') return join(all, machine.construct(each.shape, args, site));
    if (each.kind === 'native') return join(all, each.run(args));
    const self = { ...nothing, things: [newThing(machine)] };
    return join(all, join(self, machine.enter({ ...each, self }, args, site)));
  }, nothing);
}

const newThing = (machine: Machine) => ({
  kind: 'object' as const,
  fields: new Map<string, Value>(),
  rest: nothing,
  depth: machine.state.depth,
});
