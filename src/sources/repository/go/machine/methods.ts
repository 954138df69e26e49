import { inField } from '../../languages/syntax.ts';
import { ownRouterCall } from '../frameworks/own-router.ts';
import type { Call } from './calls.ts';
import { callFunction, callValue } from './calls.ts';
import { libraryCall } from './library.ts';
import type { Machine } from './machine.ts';
import { memberOf, methodOf } from './members.ts';
import { runRelevant } from './relevant.ts';
import { standInOf } from './stand-ins.ts';
import { declaredType, fieldsOf, keyOf } from './types.ts';
import type { GoTypeRef } from './types.ts';
import type { ObjectValue, Value } from './value.ts';
import { either, nil, unknown } from './value.ts';

/** `receiver.name(…)`. */
export function callMethod(machine: Machine, receiver: Value, name: string, call: Call, depth = 0): Value {
  if (depth > 8) return unknown('too deep');
  switch (receiver.kind) {
    case 'router':
    case 'route': {
      const { technology } = receiver.router;
      const framework = machine.frameworks.find((each) => each.technology === technology);
      return framework?.method(machine, receiver, name, call) ?? unknown(`what \`${name}\` answers`);
    }
    case 'object':
      return callOnObject(machine, receiver, name, call, depth);
    case 'unknown':
      return callOnUnknown(machine, receiver, name, call, depth);
    case 'choice': {
      const able = receiver.options.filter(({ kind }) => kind !== 'nil');
      return able.map((option) => callMethod(machine, option, name, call, depth + 1)).reduce(either, nil);
    }
    case 'tuple':
      return callMethod(machine, receiver.items[0] ?? nil, name, call, depth + 1);
    case 'library':
      return libraryCall(machine, { ...receiver, path: `${receiver.path}.${name}` }, call, receiver);
    case 'result': {
      const field = receiver.fields?.get(name);
      if (field !== undefined) return callValue(machine, field, call);
      const path = `${receiver.path}.${name}`;
      return libraryCall(machine, { kind: 'library', package: receiver.package, path }, call, receiver);
    }
    case 'type': {
      const method = memberOf(machine, receiver, name);
      const [self, ...args] = call.args;
      if (method.kind !== 'function' || self === undefined) return unknown('a member of a type');
      return callFunction(machine, { ...method, self }, { ...call, args });
    }
    case 'wrapped':
    case 'function':
      return unknown(`what \`${name}\` answers`);
    case 'text':
    case 'number':
    case 'boolean':
    case 'list':
    case 'map':
    case 'nil':
      for (const arg of call.args) runRelevant(machine, arg);
      return unknown(`what \`${name}\` answers`);
  }
}

function callOnObject(machine: Machine, object: ObjectValue, name: string, call: Call, depth: number): Value {
  const method = object.type === undefined ? undefined : methodOf(machine, object.type, name);
  if (method !== undefined) {
    const before = countOf(machine);
    const fn = { kind: 'function' as const, node: method.node, file: method.file, name, self: object };
    const answer = callFunction(machine, fn, call);
    if (countOf(machine) === before) ownRouterCall(machine, object, method, call);
    return answer;
  }
  const set = object.fields.get(name);
  if (set !== undefined && set.kind !== 'unknown') return callValue(machine, set, call);
  for (const field of fieldsOf(machine.program, object.type)) {
    if (!field.embedded) continue;
    const inner = memberOf(machine, object, field.name);
    if (inner.kind === 'unknown' && inner.type === undefined) continue;
    const answer = callMethod(machine, inner, name, call, depth + 1);
    if (answer.kind !== 'unknown' || inner.kind === 'router' || inner.kind === 'route') return answer;
  }
  const member = memberOf(machine, object, name);
  return member.kind === 'function' ? callFunction(machine, member, call) : callValue(machine, member, call);
}

const countOf = ({ routers }: Machine): number =>
  routers.reduce((sum, { entries }) => sum + entries.length, 0) + routers.length;

function callOnUnknown(
  machine: Machine,
  receiver: Value & { readonly kind: 'unknown' },
  name: string,
  call: Call,
  depth: number,
): Value {
  const { type } = receiver;
  if (type !== undefined) {
    const stand = standInOf(machine, type);
    if (stand.kind !== 'unknown') return callMethod(machine, stand, name, call, depth + 1);
    const found = implementation(machine, type, name);
    if (found !== undefined) return callMethod(machine, found, name, call, depth + 1);
    if (type.kind === 'library') {
      const path = `${type.name}{}.${name}`;
      return libraryCall(machine, { kind: 'library', package: type.package, path }, call, receiver);
    }
  }
  for (const arg of call.args) runRelevant(machine, arg);
  return unknown(`what \`${name}\` answers is not known`, undefined, name);
}

/** The only struct of the target's relevant code that has a method an interface names. */
function implementation(machine: Machine, type: GoTypeRef, name: string): Value | undefined {
  const declared = declaredType(machine.program, type);
  if (inField(declared?.node, 'type')?.type !== 'interface_type') return undefined;
  const found: ObjectValue[] = [];
  for (const [key, objects] of machine.instances) {
    const last = objects.at(-1);
    if (last?.type === undefined || keyOf(last.type) !== key) continue;
    if (methodOf(machine, last.type, name) !== undefined) found.push(last);
  }
  return found.length === 1 ? found[0] : undefined;
}
