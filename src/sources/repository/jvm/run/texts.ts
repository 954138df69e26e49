import type { Code } from '../code.ts';
import type { TextValue } from '../values.ts';
import type { ValueScope } from '../definitions.ts';
import { textOf } from '../values.ts';
import { fieldValue } from './fields.ts';
import type { Machine } from './machine.ts';
import type { Frame, Value } from './value.ts';
import { lookUp, selfOf } from './value.ts';

/** The text of a value: constants, sums with names the frame knows. */
export function textIn(machine: Machine, value: Value | undefined): TextValue {
  if (value === undefined) return { why: 'nothing is given' };
  if (value.kind === 'static')
    return textOf(machine.world, staticCode(value.name, value.line), scopeFor(machine, value.frame));
  if (value.kind !== 'code')
    return { why: `the value is a ${value.kind === 'unknown' ? 'value that is not known' : value.kind}` };
  return textOf(machine.world, value.code, scopeFor(machine, value.frame));
}

function staticCode(name: string, line: number): Code {
  const [head = '', ...rest] = name.split('.');
  return rest.reduce<Code>((on, part) => ({ kind: 'member', on, name: part, line }), {
    kind: 'name',
    name: head,
    line,
  });
}

/** Names of a frame in the terms of constants. */
export function scopeFor(machine: Machine, frame: Frame): ValueScope {
  return {
    ...frame.scope,
    lookup: (code) => {
      const value =
        code.kind === 'name'
          ? (lookUp(frame, code.name) ?? fieldOfSelf(machine, frame, code.name))
          : code.kind === 'member' && code.on.kind === 'this'
            ? fieldOfSelf(machine, frame, code.name)
            : code.kind === 'member' && code.on.kind === 'name'
              ? fieldOfValue(machine, lookUp(frame, code.on.name), code.name)
              : undefined;
      if (value?.kind !== 'code' || value.code === code) return undefined;
      return { code: value.code, scope: scopeFor(machine, value.frame) };
    },
  };
}

const fieldOfSelf = (machine: Machine, frame: Frame, name: string): Value | undefined =>
  fieldOfValue(machine, selfOf(frame), name);

const fieldOfValue = (machine: Machine, value: Value | undefined, name: string): Value | undefined =>
  value?.kind === 'instance' ? fieldValue(machine, value, name) : undefined;
