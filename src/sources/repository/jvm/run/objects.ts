import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { classOf } from '../names.ts';
import { invoke } from './calls.ts';
import { evaluate } from './evaluate.ts';
import type { Given, Machine } from './machine.ts';
import type { Frame, Value } from './value.ts';

export function createValue(machine: Machine, code: Code & { readonly kind: 'new' }, frame: Frame): Value {
  const args = code.args.map((each): Given => ({
    value: evaluate(machine, each.value, frame),
    code: each.value,
  }));
  for (const library of machine.libraries) {
    const value = library.create?.(code.type, args, frame, code.line);
    if (value !== undefined) return value;
  }
  if (code.methods.length > 0)
    return { kind: 'anonymous', type: lastName(code.type.name), methods: code.methods, frame };
  const of = classOf(machine.world, code.type.name, frame.scope);
  return of === undefined ? { kind: 'code', code, frame } : instance(machine, of, args);
}

/** A new object: its fields from the primary constructor or from what the constructor assigns. */
export function instance(machine: Machine, of: ClassDeclaration, args: readonly Given[]): Value {
  const made: Value = { kind: 'instance', of, fields: new Map() };
  const components = of.fields.filter(({ component }) => component);
  components.forEach(({ name }, at) => {
    const given =
      args.find((each) => each.name === name) ?? args.filter((each) => each.name === undefined)[at];
    if (given !== undefined) made.fields.set(name, given.value);
  });
  const constructors = of.methods.filter(({ isConstructor }) => isConstructor);
  const fits = constructors.find(({ parameters }) => parameters.length === args.length) ?? constructors[0];
  if (fits !== undefined) invoke(machine, fits, args, { self: made, owner: of });
  return made;
}
