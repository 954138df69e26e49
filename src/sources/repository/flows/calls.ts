import type { Node } from 'oxc-parser';
import { asksForCaller, withCaller } from './caller.ts';
import { shapeOf, taintsIn } from './contexts.ts';
import type { Arrival, Frame, Machine, Site } from './machine.ts';
import { inBranch } from './machine.ts';
import { functionName } from './function-names.ts';
import { givenByName } from './roots.ts';
import type { Checked } from './request-checks.ts';
import { unchecked } from './request-checks.ts';
import { settle } from './settling.ts';
import { declare, newScope, nextCell, read, write } from './scope.ts';
import type { Closure, Taint, Value } from './value.ts';
import { can } from './marks.ts';
import { join, nothing, stepped } from './value.ts';
import { masked, rebased } from './taints.ts';

/** Calls inside each other that are followed. */
const deepest = 40;

/** Ways to call one function that are walked; what further ones bring is not followed. */
const mostContexts = 60;

/** Small ones, which pass on what they are given, are walked as often as costs the same, characters. */
const sameCost = 150_000;

const limitOf = ({ start, end }: Closure['node']): number =>
  Math.max(mostContexts, Math.floor(sameCost / (end - start + 1)));

/** What came of a call, for the next one that is alike. */
interface Summary {
  readonly given: readonly Taint[];
  readonly answer: Value;
  readonly self: Value | undefined;
  readonly thrown: Value;
  readonly arrivals: readonly Arrival[];
  /** The caller was compared with something. */
  readonly settles: boolean;
}

export interface Contexts {
  readonly summaries: Map<Closure['node'], Map<string, Summary | 'walked now'>>;
}

export const newContexts = (): Contexts => ({ summaries: new Map() });

/** Walks the body of a function with its arguments, once for all calls that are alike. */
export function enterClosure(
  machine: Machine,
  contexts: Contexts,
  closure: Closure,
  given: readonly Value[],
  site: Site | undefined,
): Value {
  const { node } = closure;
  if (node.body === null || machine.calls >= deepest || !machine.spend()) return nothing;
  machine.entered.add(node);
  const args = given.map((value, at) => passed(closure, value, at));
  const key = shapeOf(args, closure);
  let known = contexts.summaries.get(node);
  if (known === undefined) contexts.summaries.set(node, (known = new Map<string, Summary | 'walked now'>()));
  const before = known.get(key);
  if (before === 'walked now') return nothing;
  const taints = taintsIn(args);
  if (before !== undefined) {
    copyFields(before.self, closure.self);
    return replay(machine, before, taints);
  }
  if (known.size >= limitOf(node)) {
    machine.cut('functions that are called in very many ways');
    return nothing;
  }
  known.set(key, 'walked now');
  const first = machine.arrivals.length;
  const outer = machine.thrown;
  machine.thrown = nothing;
  const settlings = machine.callers.settlings;
  const answer = named(machine, closure, walkBody(machine, closure, args, site));
  const { thrown } = machine;
  machine.thrown = join(outer, thrown);
  const arrivals = machine.arrivals.slice(first);
  const settles = machine.callers.settlings > settlings;
  known.set(key, { given: taints, answer, self: closure.self, thrown, arrivals, settles });
  return answer;
}

/** Enters what a request comes to: nothing that runs around it belongs to the request. */
export function serve(
  machine: Machine,
  closure: Closure,
  args: readonly Value[],
  checked: Checked = unchecked,
): Value {
  const outer = machine.callers.stack;
  const before = machine.checked;
  machine.callers.stack = [];
  machine.checked = checked;
  try {
    return machine.enter(closure, args);
  } finally {
    machine.callers.stack = outer;
    machine.checked = before;
  }
}

/** What a function answers that by its name says who is calling. */
const named = (machine: Machine, { node, file }: Closure, answer: Value): Value =>
  asksForCaller(functionName(node)) ? withCaller(machine, answer, file, node) : answer;

/** A constructor that is not walked again gave its object the same fields. */
function copyFields(from: Value | undefined, to: Value | undefined): void {
  const [first] = from?.things ?? [];
  if (first === undefined) return;
  for (const thing of to?.things ?? [])
    for (const [key, value] of first.fields) if (!thing.fields.has(key)) thing.fields.set(key, value);
}

function passed(closure: Closure, value: Value, at: number): Value {
  const parameter = closure.node.params[at];
  if (parameter === undefined || value.taints.length === 0) return value;
  const name = parameterName(parameter);
  const of = functionName(closure.node);
  return stepped(
    value,
    `passed as ${name ?? 'an argument'}${of === undefined ? '' : ` to ${of}`}`,
    closure.file,
    parameter,
  );
}

function replay(machine: Machine, summary: Summary, taints: readonly Taint[]): Value {
  if (summary.settles) settle(machine);
  for (const arrival of summary.arrivals) {
    const taint = rebased(arrival.taint, summary.given, taints);
    if (taint.source !== arrival.taint.source) machine.report({ ...arrival, taint });
  }
  const again = (value: Value): Value =>
    value.taints.length === 0
      ? value
      : { ...value, taints: value.taints.map((taint) => rebased(taint, summary.given, taints)) };
  machine.thrown = join(machine.thrown, again(summary.thrown));
  return again(summary.answer);
}

function walkBody(machine: Machine, closure: Closure, args: readonly Value[], site: Site | undefined): Value {
  const { node } = closure;
  const scope = newScope(closure.scope);
  const frame: Frame = {
    file: closure.file,
    scope,
    self: closure.self ?? (node.type === 'ArrowFunctionExpression' ? undefined : site?.receiver),
    home: closure.home,
    name: functionName(closure.node) ?? site?.frame.name ?? '',
    answer: { value: nothing },
  };
  const outer = machine.callers.stack;
  machine.callers.stack = [...outer, closure];
  machine.calls += 1;
  try {
    const first = nextCell();
    const { state } = inBranch(machine, () => {
      if (node.type !== 'ArrowFunctionExpression') declareOwn(machine, frame, args);
      bindParameters(machine, closure, args, frame, site !== undefined);
      return runBody(machine, closure, frame);
    });
    // What the body sets of its own is seen by functions it made; what it sets of others it sets for them.
    for (const [cell, value] of state.values)
      if (cell.id < first) write(machine.state, cell, join(read(machine.state, cell), value));
      else cell.value = join(cell.value, value);
  } finally {
    machine.callers.stack = outer;
    machine.calls -= 1;
  }
  const { value } = frame.answer;
  const answer = checks.test(frame.name) ? { ...value, taints: masked(value.taints, ~can.unseen) } : value;
  return stepped(answer, `returned by ${frame.name === '' ? 'a function' : frame.name}`, frame.file, node);
}

/** Names of functions that let through what they approve of, as far as nobody could tell what that is. */
const checks = /^(assert|validate|check|ensure|verify|saniti[sz]e|clean|escape|safe)/i;

function declareOwn(machine: Machine, frame: Frame, args: readonly Value[]): void {
  write(machine.state, declare(frame.scope, 'this'), frame.self ?? nothing);
  const list: Value = {
    ...nothing,
    things: [
      {
        kind: 'array',
        fields: new Map(args.map((value, at) => [String(at), value])),
        rest: nothing,
        depth: machine.state.depth,
      },
    ],
  };
  write(machine.state, declare(frame.scope, 'arguments'), list);
}

function bindParameters(
  machine: Machine,
  closure: Closure,
  args: readonly Value[],
  frame: Frame,
  isDirect: boolean,
): void {
  for (const [at, parameter] of closure.node.params.entries()) {
    if (parameter.type === 'RestElement') {
      const list: Value = {
        ...nothing,
        things: [
          {
            kind: 'array',
            fields: new Map(args.slice(at).map((value, place) => [String(place), value])),
            rest: nothing,
            depth: machine.state.depth,
          },
        ],
      };
      machine.bind(parameter.argument, list, frame, true);
      continue;
    }
    machine.bind(parameter, args[at] ?? givenByName(machine, closure, parameter, at, frame), frame, true);
    const cell = parameter.type === 'Identifier' ? frame.scope.names.get(parameter.name) : undefined;
    if (cell === undefined) continue;
    cell.isGiven = args[at] !== undefined;
    cell.isAbsent = isDirect && at >= args.length;
  }
}

function runBody(machine: Machine, closure: Closure, frame: Frame) {
  const { body } = closure.node;
  if (body === null) return 'on';
  if (body.type === 'BlockStatement') return machine.execute(body.body, frame);
  frame.answer.value = join(frame.answer.value, machine.evaluate(body, frame));
  return 'left';
}

function parameterName(parameter: Node): string | undefined {
  if (parameter.type === 'Identifier') return parameter.name;
  if (parameter.type === 'AssignmentPattern') return parameterName(parameter.left);
  return parameter.type === 'TSParameterProperty' ? parameterName(parameter.parameter) : undefined;
}
