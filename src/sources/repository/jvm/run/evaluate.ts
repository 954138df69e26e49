import type { Code } from '../code.ts';
import { dotted } from '../code.ts';
import { classOf, methodOf } from '../names.ts';
import type { Definition } from '../definitions.ts';
import { definition } from '../definitions.ts';
import { callValue } from './calls.ts';
import { fieldValue } from './fields.ts';
import type { Machine } from './machine.ts';
import { mostSteps } from './machine.ts';
import { createValue } from './objects.ts';
import type { Frame, Value } from './value.ts';
import { isSetting, lookUp, receiversOf, selfOf, unknownValue } from './value.ts';

/** The value of an expression; statements are run for what they register. */
export function evaluate(machine: Machine, code: Code, frame: Frame): Value {
  machine.steps += 1;
  if (machine.steps > mostSteps) return unknownValue;
  switch (code.kind) {
    case 'name':
      return nameValue(machine, code, frame);
    case 'this':
      return selfOf(frame) ?? receiversOf(frame)[0] ?? unknownValue;
    case 'member':
      return memberValue(machine, code, frame);
    case 'call':
      return callValue(machine, code, frame);
    case 'new':
      return createValue(machine, code, frame);
    case 'lambda':
      return { kind: 'closure', parameters: code.parameters, body: code.body, frame, line: code.line };
    case 'reference':
      return referenceValue(machine, code, frame);
    case 'list':
      return { kind: 'list', items: code.items.map((item) => evaluate(machine, item, frame)) };
    case 'binary': {
      if (code.operator !== '+') return { kind: 'code', code, frame };
      const [left, right] = [evaluate(machine, code.left, frame), evaluate(machine, code.right, frame)];
      const isList = left.kind === 'list' || right.kind === 'list';
      return isList
        ? { kind: 'list', items: [...itemsOf(left), ...itemsOf(right)] }
        : { kind: 'code', code, frame };
    }
    case 'branch':
      return branchValue(machine, code, frame);
    default:
      return statement(machine, code, frame) ?? { kind: 'code', code, frame };
  }
}

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : [value]);

function statement(machine: Machine, code: Code, frame: Frame): Value | undefined {
  switch (code.kind) {
    case 'local': {
      const value = code.value === undefined ? unknownValue : evaluate(machine, code.value, frame);
      frame.names.set(code.name, value);
      return unknownValue;
    }
    case 'assign':
      assign(machine, code, frame);
      return unknownValue;
    case 'loop':
      return loop(machine, code, frame);
    case 'return':
      return code.value === undefined ? unknownValue : evaluate(machine, code.value, frame);
    case 'throw':
      return unknownValue;
    case 'other':
      return block(machine, code.parts, frame);
    default:
      return undefined;
  }
}

/** Runs statements; the value is that of the last `return`, or of the last expression. */
export function block(machine: Machine, codes: readonly Code[], frame: Frame): Value {
  let value: Value = unknownValue;
  for (const code of codes) {
    const next = evaluate(machine, code, frame);
    if (code.kind === 'return' || next.kind !== 'unknown') value = next;
  }
  return value;
}

/** Every case is walked: which one runs is not known. The last that gives something is the value. */
function branchValue(machine: Machine, code: Code & { readonly kind: 'branch' }, frame: Frame): Value {
  if (code.test !== undefined) evaluate(machine, code.test, frame);
  const values = code.cases.map(({ body }) => block(machine, body, frame));
  return (
    values.find(({ kind }) => kind === 'host') ??
    (values.length === 1 ? values[0] : undefined) ?? { kind: 'code', code, frame }
  );
}

function loop(machine: Machine, code: Code & { readonly kind: 'loop' }, frame: Frame): Value {
  const over = code.over === undefined ? undefined : evaluate(machine, code.over, frame);
  const items = over?.kind === 'list' ? over.items.slice(0, 200) : [isSetting(over) ? over : unknownValue];
  for (const item of items) {
    if (code.name !== undefined) frame.names.set(code.name, item);
    block(machine, code.body, frame);
  }
  return unknownValue;
}

function assign(machine: Machine, code: Code & { readonly kind: 'assign' }, frame: Frame): void {
  const value = evaluate(machine, code.value, frame);
  const { target, operator } = code;
  const isMember = target.kind === 'member';
  const on = isMember ? evaluate(machine, target.on, frame) : undefined;
  const name = isMember || target.kind === 'name' ? target.name : undefined;
  if (name === undefined) return;
  const owners = on === undefined ? receiversOf(frame) : [on];
  for (const owner of owners)
    if (machine.libraries.some((library) => library.assign?.(owner, name, value, operator, machine) === true))
      return;
  if (operator !== '=') return;
  if (on?.kind === 'instance') on.fields.set(name, value);
  else if (on === undefined) setName(frame, name, value);
}

function setName(frame: Frame, name: string, value: Value): void {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.above)
    if (at.names.has(name)) {
      at.names.set(name, value);
      return;
    }
  const self = selfOf(frame);
  if (self?.kind === 'instance') self.fields.set(name, value);
  else frame.names.set(name, value);
}

function nameValue(machine: Machine, code: Code & { readonly kind: 'name' }, frame: Frame): Value {
  const local = lookUp(frame, code.name);
  if (local !== undefined) return local;
  const self = selfOf(frame);
  const field = self?.kind === 'instance' ? fieldValue(machine, self, code.name) : undefined;
  if (field !== undefined) return field;
  for (const receiver of receiversOf(frame)) {
    const member = libraryMember(machine, receiver, code.name);
    if (member !== undefined) return member;
  }
  const constant = definition(machine.world, code, frame.scope);
  if (constant !== undefined) return constantValue(machine, constant);
  return { kind: 'static', name: code.name, frame, line: code.line };
}

/** A top-level or static value is evaluated where it is written. */
function constantValue(machine: Machine, { code, scope }: Definition): Value {
  const isPlain =
    code.kind === 'text' || code.kind === 'number' || code.kind === 'binary' || code.kind === 'template';
  const frame: Frame = { scope, names: new Map() };
  if (isPlain || machine.steps > mostSteps || depthOf(machine) > 30) return { kind: 'code', code, frame };
  const key = code;
  const known = constants.get(key);
  if (known !== undefined) return known;
  constants.set(key, unknownValue);
  const value = evaluate(machine, code, frame);
  constants.set(key, value);
  return value;
}

const constants = new WeakMap<Code, Value>();

const depthOf = (machine: Machine): number => machine.running.length;

function memberValue(machine: Machine, code: Code & { readonly kind: 'member' }, frame: Frame): Value {
  const name = dotted(code);
  const constant =
    name === undefined || lookUp(frame, name.split('.')[0] ?? '') !== undefined
      ? undefined
      : definition(machine.world, code, frame.scope);
  if (constant !== undefined) return constantValue(machine, constant);
  const on = evaluate(machine, code.on, frame);
  const member = libraryMember(machine, on, code.name);
  if (member !== undefined) return member;
  if (on.kind === 'instance') return fieldValue(machine, on, code.name) ?? unknownValue;
  if (on.kind === 'static')
    return { kind: 'static', name: `${on.name}.${code.name}`, frame, line: code.line };
  return { kind: 'code', code, frame };
}

function libraryMember(machine: Machine, on: Value, name: string): Value | undefined {
  for (const library of machine.libraries) {
    const found = library.member?.(on, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function referenceValue(machine: Machine, code: Code & { readonly kind: 'reference' }, frame: Frame): Value {
  const { world } = machine;
  const isOwn = code.on === undefined || code.on.kind === 'this';
  const on = code.on === undefined || isOwn ? selfOf(frame) : evaluate(machine, code.on, frame);
  const owner =
    on?.kind === 'instance'
      ? on.of
      : on?.kind === 'static'
        ? classOf(world, on.name, frame.scope)
        : undefined;
  const found = owner === undefined ? undefined : methodOf(world, owner, code.name);
  if (found !== undefined)
    return {
      kind: 'method',
      method: found.method,
      owner: found.owner,
      ...(on?.kind === 'instance' ? { self: on } : {}),
    };
  const within =
    isOwn && frame.scope.within !== undefined ? methodOf(world, frame.scope.within, code.name) : undefined;
  if (within !== undefined) return { kind: 'method', method: within.method, owner: within.owner };
  if (code.on === undefined || on?.kind === 'static') {
    const [method] = world.functions(code.name);
    if (method !== undefined) return { kind: 'method', method };
  }
  return { kind: 'code', code, frame };
}
