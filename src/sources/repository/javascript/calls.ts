import { findMethod, initialiseFields } from './definitions.ts';
import type { Frame, Machine } from './machine.ts';
import { perhaps } from './machine.ts';
import { arrayItem } from './patterns.ts';
import { prototypeOf } from './prototypes.ts';
import { innerScope } from './scope.ts';
import type { FunctionValue, LibraryValue, Site, Value } from './value.ts';
import { arrayOf, choice, nothing, objectOf, optionsOf, unknown } from './value.ts';

const deepest = 60;

/** How often one function may stand on the stack: recursion is cut. */
const recursion = 2;

export interface CallStack {
  readonly active: FunctionValue['node'][];
  /** What functions took which registered nothing; those that did are not held to any bound. */
  readonly spent: Map<FunctionValue['node'], Spent>;
}

/** All calls of one function together; without the callbacks that it hands to libraries. */
interface Spent {
  readonly calls: number;
  readonly steps: number;
}

/** Steps after which a function that registers nothing is not walked again: sooner where each call takes long. */
const mostSpent = 1_000_000;
const mostSpentSlowly = 200_000;
const slow = 2_000;

const isSpent = ({ calls, steps }: Spent): boolean =>
  steps > mostSpent || (steps > mostSpentSlowly && steps > slow * calls);

export function callValue(
  machine: Machine,
  stack: CallStack,
  callee: Value,
  args: readonly Value[],
  site: Site,
  self: Value,
): Value {
  switch (callee.kind) {
    case 'function':
      return enter(machine, stack, callee, args, self);
    case 'native':
      if (self.kind === 'host') machine.tally.registered += 1;
      return callee.run(args, site, self);
    case 'library':
      return callLibrary(machine, callee, args, site);
    case 'result': {
      const { callee: maker } = callee;
      const called = { ...maker, path: `${maker.path}()`, made: callee };
      return callLibrary(machine, called, args, site);
    }
    case 'choice': {
      const callable = optionsOf(callee);
      return perhaps(machine, () =>
        choice(callable.map((option) => callValue(machine, stack, option, args, site, self))),
      );
    }
    case 'class':
      return machine.construct(callee, args, site);
    case 'host':
      machine.called.push(callee);
      return unknown('a framework object is called');
    default:
      return callUnknown(machine, callee, args, site);
  }
}

function enter(
  machine: Machine,
  stack: CallStack,
  callee: FunctionValue,
  args: readonly Value[],
  self: Value,
): Value {
  const { node } = callee;
  if (node.body === null) return unknown('a function without a body');
  const same = stack.active.filter((active) => active === node).length;
  if (stack.active.length >= deepest || same >= recursion || !machine.spend())
    return unknown('calls are nested too deep');
  const spent = stack.spent.get(node) ?? { calls: 0, steps: 0 };
  if (isSpent(spent)) return unknown('a function that takes long and registers nothing');
  machine.entered.add(node);
  stack.active.push(node);
  const { registered, steps, apart } = machine.tally;
  const frame: Frame = {
    file: callee.file,
    scope: innerScope(callee.scope),
    self: callee.self ?? self,
    ...(callee.home === undefined ? {} : { home: callee.home }),
    level: machine.level,
    returns: [],
    stop: 'no',
  };
  try {
    frame.scope.bindings.set('arguments', { value: arrayOf(args), level: machine.level });
    for (const [index, param] of node.params.entries()) {
      const rest = param.type === 'RestElement';
      machine.bind(param, rest ? arrayOf(args.slice(index)) : arrayItem(arrayOf(args), index), frame);
    }
    if (node.body.type !== 'BlockStatement') return made(machine.evaluate(node.body, frame), callee, args);
    machine.execute(node.body.body, frame);
    return frame.returns.length === 0 ? nothing : made(choice(frame.returns), callee, args);
  } finally {
    stack.active.pop();
    const productive = machine.tally.registered > registered;
    const own = machine.tally.steps - steps - (machine.tally.apart - apart);
    stack.spent.set(node, { calls: spent.calls + 1, steps: productive ? -Infinity : spent.steps + own });
  }
}

/** A function that a named one returned remembers its maker; a nameless one is known by it. */
function made(value: Value, maker: FunctionValue, args: readonly Value[]): Value {
  if (maker.name === undefined) return value;
  if (value.kind === 'choice')
    return { kind: 'choice', options: value.options.map((option) => made(option, maker, args)) };
  if (value.kind !== 'function') return value;
  return value.maker === undefined ? { ...value, maker: { name: maker.name, args } } : value;
}

function callLibrary(machine: Machine, callee: LibraryValue, args: readonly Value[], site: Site): Value {
  for (const library of machine.libraries) {
    if (!library.packages.includes(callee.package)) continue;
    const modelled = library.call?.(callee, args, site, machine);
    if (modelled !== undefined) return modelled;
  }
  machine.tally.unresolved += 1;
  const answers = enterCallbacks(machine, args, site);
  return { kind: 'result', callee, args, site, ...(answers.size > 0 && { answers }) };
}

/** A method of something unknown: the callbacks it is given may run, and a promise's or builder's value flows on. */
function callUnknown(machine: Machine, callee: Value, args: readonly Value[], site: Site): Value {
  machine.tally.unresolved += 1;
  enterCallbacks(machine, args, site);
  if (callee.kind === 'unknown')
    return callee.configured ? callee : unknown('the result of an unknown call', { site });
  return unknown('the result of an unknown call', { site });
}

function enterCallbacks(machine: Machine, args: readonly Value[], site: Site): ReadonlyMap<Value, Value> {
  const answers = new Map<Value, Value>();
  for (const arg of args) {
    if (arg.kind !== 'function' || machine.entered.has(arg.node)) continue;
    if (arg.node.type === 'FunctionDeclaration') continue;
    const parameters = arg.node.params.map(() => unknown('an argument given by a library', { site }));
    const { steps, apart } = machine.tally;
    answers.set(
      arg,
      perhaps(machine, () => machine.call(arg, parameters, site)),
    );
    // The library runs it at its own time: it does not count for the function that hands it over.
    machine.tally.apart = apart + machine.tally.steps - steps;
  }
  return answers;
}

export function constructValue(machine: Machine, callee: Value, args: readonly Value[], site: Site): Value {
  if (callee.kind === 'choice')
    return choice(callee.options.map((option) => machine.construct(option, args, site)));
  if (callee.kind === 'library') return machine.call(callee, args, site);
  if (callee.kind === 'native') return callee.run(args, site, nothing);
  if (callee.kind === 'function') {
    const self: Value = { ...objectOf([], machine.level), prototype: prototypeOf(callee) };
    const result = machine.call(callee, args, site, self);
    return result.kind === 'object' || result.kind === 'host' ? result : self;
  }
  if (callee.kind !== 'class') return callUnknown(machine, callee, args, site);
  const self: Value = { kind: 'object', fields: new Map(), shape: callee, level: machine.level, open: false };
  machine.initialise(callee, self, args, site);
  return self;
}

/** Field initialisers and constructors, the class above first where the own constructor does not call it. */
export function initialiseObject(
  machine: Machine,
  shape: Value,
  self: Value,
  args: readonly Value[],
  site: Site,
): void {
  if (shape.kind !== 'class') {
    if (self.kind !== 'object') return;
    if (shape.kind !== 'native') self.open = true;
    const made = shape.kind === 'library' ? machine.call(shape, args, site) : undefined;
    if (made?.kind === 'host') self.base = made;
    return;
  }
  if (!machine.spend()) return;
  const own = shape.node.body.body.find(
    (member) =>
      member.type === 'MethodDefinition' && member.kind === 'constructor' && member.value.body !== null,
  );
  if (own === undefined || own.type !== 'MethodDefinition') {
    if (shape.parent !== undefined) machine.initialise(shape.parent, self, args, site);
    initialiseFields(machine, shape, self);
    return;
  }
  initialiseFields(machine, shape, self);
  for (const [index, param] of own.value.params.entries()) {
    if (param.type !== 'TSParameterProperty' || param.parameter.type !== 'Identifier') continue;
    machine.setMember(self, param.parameter.name, arrayItem(arrayOf(args), index));
  }
  const constructor = findMethod({ ...shape }, 'constructor', 'constructor');
  if (constructor !== undefined) machine.call(constructor, args, site, self);
}
