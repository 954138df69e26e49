import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { classOf, methodOf, propertyNamed, scopeOf } from '../names.ts';
import { block, evaluate } from './evaluate.ts';
import { fieldValue } from './fields.ts';
import type { Given, Machine } from './machine.ts';
import { mostSteps } from './machine.ts';
import { instance } from './objects.ts';
import { scopeFunction } from './scope-functions.ts';
import type { Frame, Value } from './value.ts';
import { lookUp, receiversOf, selfOf, unknownValue } from './value.ts';

const deepest = 24;

export function callValue(machine: Machine, code: Code & { readonly kind: 'call' }, frame: Frame): Value {
  const on = code.on === undefined ? undefined : evaluate(machine, code.on, frame);
  const args = code.args.map((each): Given => ({
    ...(each.name === undefined ? {} : { name: each.name }),
    value: evaluate(machine, each.value, frame),
    code: each.value,
  }));
  const call = {
    name: code.name,
    ...(on === undefined ? {} : { on }),
    args,
    types: code.types,
    frame,
    line: code.line,
  };
  const local = on === undefined ? lookUp(frame, code.name) : undefined;
  if (local !== undefined && (local.kind === 'closure' || local.kind === 'method'))
    return run(machine, local, valuesOf(args));
  // `http { … }` calls an object as a function.
  const invoked = local?.kind === 'host' ? { ...call, on: local, name: 'invoke' } : call;
  for (const library of machine.libraries) {
    const value = library.call(invoked, machine);
    if (value !== undefined) return value;
  }
  return (
    ownCall(machine, code.name, on, args, frame) ??
    scopeFunction(machine, code.name, on, args) ??
    otherCall(machine, code, frame, on, args)
  );
}

const valuesOf = (args: readonly Given[]): readonly Value[] => args.map(({ value }) => value);

/** Calls of what the target declares itself: methods, functions, extension functions, constructors of Kotlin. */
function ownCall(
  machine: Machine,
  name: string,
  on: Value | undefined,
  args: readonly Given[],
  frame: Frame,
): Value | undefined {
  const { world } = machine;
  if (on === undefined) {
    const self = selfOf(frame);
    for (const receiver of [...receiversOf(frame), ...(self === undefined ? [] : [self])]) {
      const found =
        receiver.kind === 'instance' ? method(machine, receiver.of, name, args.length) : undefined;
      if (found !== undefined)
        return invoke(machine, found.method, args, { self: receiver, owner: found.owner });
    }
    for (let at = frame.scope.within; at !== undefined; at = at.outer) {
      const found = method(machine, at, name, args.length);
      if (found !== undefined) return invoke(machine, found.method, args, { owner: found.owner });
    }
    const made = /^[A-Z]/.test(name) ? classOf(world, name, frame.scope) : undefined;
    if (made !== undefined) return instance(machine, made, args);
    const [receiver] = receiversOf(frame);
    return functionCall(machine, name, args, receiver);
  }
  if (on.kind === 'instance') {
    const found = method(machine, on.of, name, args.length);
    if (found !== undefined) return invoke(machine, found.method, args, { self: on, owner: found.owner });
  }
  if (on.kind === 'static') {
    const of = classOf(world, on.name.replace(/\.Companion$/, ''), on.frame.scope);
    const found = of === undefined ? undefined : method(machine, of, name, args.length);
    if (of !== undefined && found !== undefined) {
      const self: Value | undefined =
        of.kind === 'object' ? { kind: 'instance', of, fields: new Map() } : undefined;
      return invoke(machine, found.method, args, {
        owner: found.owner,
        ...(self === undefined ? {} : { self }),
      });
    }
    if (of !== undefined && name === 'getInstance') return instance(machine, of, []);
  }
  return functionCall(machine, name, args, on);
}

function functionCall(
  machine: Machine,
  name: string,
  args: readonly Given[],
  receiver: Value | undefined,
): Value | undefined {
  const functions = machine.world.functions(name);
  const fits = functions.filter(
    (each) =>
      (each.receiver === undefined ? true : receiver !== undefined) && each.parameters.length >= args.length,
  );
  const found = fits.find((each) => each.receiver !== undefined) ?? fits[0];
  if (found === undefined) return undefined;
  return invoke(
    machine,
    found,
    args,
    found.receiver === undefined || receiver === undefined ? {} : { receiver },
  );
}

function method(
  machine: Machine,
  of: ClassDeclaration,
  name: string,
  count: number,
): ReturnType<typeof methodOf> {
  const own = of.methods.filter((each) => each.name === name && each.body !== undefined);
  const fits = own.find(({ parameters }) => parameters.length === count) ?? own[0];
  return fits === undefined ? methodOf(machine.world, of, name) : { method: fits, owner: of };
}

interface Target {
  readonly self?: Value;
  readonly owner?: ClassDeclaration;
  readonly receiver?: Value;
}

export function invoke(
  machine: Machine,
  of: MethodDeclaration,
  args: readonly Given[],
  target: Target,
): Value {
  if (
    machine.running.length > deepest ||
    machine.running.filter((each) => each === of).length > 1 ||
    machine.steps > mostSteps
  )
    return unknownValue;
  const scope = target.owner === undefined ? { file: of.file } : scopeOf(target.owner);
  const frame: Frame = {
    scope,
    names: new Map(),
    ...(target.self === undefined ? {} : { self: target.self }),
    ...(target.receiver === undefined ? {} : { receiver: target.receiver }),
  };
  const unnamed = args.filter(({ name }) => name === undefined);
  of.parameters.forEach((parameter, at) => {
    const isRest =
      parameter.type?.name === '[]' && at === of.parameters.length - 1 && unnamed.length > at + 1;
    const trailing = at === of.parameters.length - 1 && unnamed.length <= at ? unnamed.at(-1) : undefined;
    const closure =
      trailing?.value.kind === 'closure' &&
      unnamed.length - 1 !== at &&
      args.some(({ name }) => name !== undefined)
        ? trailing
        : undefined;
    const given = args.find(({ name }) => name === parameter.name) ?? unnamed[at] ?? closure;
    const value: Value = isRest
      ? { kind: 'list', items: valuesOf(unnamed.slice(at)) }
      : (given?.value ??
        (parameter.default === undefined ? unknownValue : evaluate(machine, parameter.default, frame)));
    frame.names.set(parameter.name, value);
  });
  // Without the object it extends it registers nothing yet: it may still be started with a stand-in.
  if (of.receiver === undefined || target.receiver !== undefined) machine.ran.add(of);
  machine.running.push(of);
  const value = block(machine, of.body?.() ?? [], frame);
  machine.running.pop();
  return value;
}

/** Runs a function value with arguments; a lambda of Kotlin may be given a receiver. */
export function run(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  receiver?: Value,
  closed = false,
): Value {
  if (machine.running.length > deepest || machine.steps > mostSteps) return unknownValue;
  machine.steps += 1;
  switch (callee.kind) {
    case 'closure': {
      const names = new Map(
        callee.parameters.map(
          (name, at) =>
            [
              name,
              args[at] ?? (callee.parameters.length === 1 ? (receiver ?? unknownValue) : unknownValue),
            ] as const,
        ),
      );
      const frame: Frame = {
        scope: callee.frame.scope,
        names,
        above: callee.frame,
        ...(receiver === undefined ? {} : { receiver }),
        ...(closed && { closed }),
      };
      machine.depth += 1;
      const value = machine.depth > 60 ? unknownValue : block(machine, callee.body, frame);
      machine.depth -= 1;
      return value;
    }
    case 'method': {
      const given = args.map((value): Given => ({ value, code: { kind: 'null', line: 0 } }));
      return invoke(machine, callee.method, given, {
        ...(callee.self === undefined ? {} : { self: callee.self }),
        ...(callee.owner === undefined ? {} : { owner: callee.owner }),
        ...(receiver === undefined && callee.method.receiver !== undefined && args[0] !== undefined
          ? { receiver: args[0] }
          : receiver === undefined
            ? {}
            : { receiver }),
      });
    }
    case 'instance': {
      const only = callee.of.methods.filter(
        ({ body, isStatic, isConstructor }) => body !== undefined && !isStatic && !isConstructor,
      );
      const [found] = only;
      if (only.length !== 1 || found === undefined) return unknownValue;
      return run(machine, { kind: 'method', method: found, owner: callee.of, self: callee }, args);
    }
    default:
      return unknownValue;
  }
}

/** A call that nobody knows: what it is given to run is run, for what it registers. */
function otherCall(
  machine: Machine,
  code: Code & { readonly kind: 'call' },
  frame: Frame,
  on: Value | undefined,
  args: readonly Given[],
): Value {
  for (const { value } of args)
    if (value.kind === 'closure') run(machine, value, [], undefined, on !== undefined);
  if (on?.kind === 'instance' && args.length === 0) {
    const name = code.name.replace(/^get(?=[A-Z])/, '');
    const field = fieldValue(machine, on, propertyNamed(name));
    if (field !== undefined) return field;
  }
  return { kind: 'code', code, frame };
}
