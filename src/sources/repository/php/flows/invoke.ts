import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { readParameters } from '../classes.ts';
import type { PhpParameter } from '../classes.ts';
import { alikeAs, taintsIn, untrustedIn } from './contexts.ts';
import type { Env } from './environment.ts';
import { fork, merged, newEnv, setVariable } from './environment.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine, Outcome } from './machine.ts';
import { absentParameter } from './parameters.ts';
import { askForm } from './records/bound.ts';
import { execute } from './statements.ts';
import type { Callable, Value } from './value.ts';
import { arrayOf, isEmpty, join, joinAll, masking, nothing, stepped, tainted } from './value.ts';
import { lasting } from './marks.ts';
import { asOwnRun, noTraces, retrace, traced } from './records/access.ts';
import { rebased } from '../../flows/taints.ts';

/** Where a call stands, with what it passes. */
export interface Call {
  readonly node: SyntaxNode;
  readonly frame: Frame;
  /** Names of arguments, where they are given. */
  readonly names?: readonly (string | undefined)[];
}

/** Calls inside each other. */
const deepest = 24;

/** Calls of one function that are told apart. */
const mostOutcomes = 16;

const none: Outcome = {
  value: nothing,
  references: new Map(),
  ends: false,
  given: [],
  traces: noTraces,
};

/** Calls a function of the target; calls that are alike are walked once. */
export function invoke(
  machine: Machine,
  callee: Callable,
  args: readonly Value[],
  call: Call | undefined,
): Outcome {
  const node = callee.kind === 'closure' ? callee.node : callee.method.node;
  const known = machine.outcomes.get(node) ?? new Map<string, Outcome>();
  machine.outcomes.set(node, known);
  const exact = alikeAs(callee, args);
  // A function that is called in many ways is told apart by what is untrusted only.
  const key = known.has(exact) || known.size < mostOutcomes ? exact : untrustedIn(callee, args);
  const given = taintsIn(callee.self === undefined ? args : [...args, callee.self]);
  const before = known.get(key);
  if (before !== undefined) {
    retrace(machine.access, before.traces, before.given, given);
    return again(before, given);
  }
  if (known.size >= 3 * mostOutcomes) return none;
  const mark = `${key}@${node.start}@${callee.kind === 'closure' ? callee.file.path : callee.method.file.path}`;
  if (machine.depth >= deepest || machine.running.has(mark) || !machine.spend(5)) return none;
  machine.running.add(mark);
  machine.depth += 1;
  const { stack } = machine.access;
  if (callee.kind === 'method') stack.push(callee.method);
  const isHandler = callee.kind === 'closure' && machine.handlers.has(`${callee.file.path}:${node.line}`);
  const walk = (): Outcome => run(machine, callee, args, call);
  const [ran, traces] = isHandler
    ? asOwnRun(machine.access, walk, { file: callee.file.path, line: node.line })
    : traced(machine.access, walk);
  if (callee.kind === 'method') stack.pop();
  const outcome = { ...ran, given, traces };
  machine.depth -= 1;
  machine.running.delete(mark);
  known.set(key, outcome);
  return outcome;
}

/** The same with the ways of the taints that were given this time. */
function again(before: Outcome, given: Outcome['given']): Outcome {
  const turn = (value: Value): Value => ({
    ...value,
    taints: value.taints.map((taint) => rebased(taint, before.given, given)),
  });
  if (given.length === 0) return before;
  return {
    ...before,
    value: turn(before.value),
    references: new Map([...before.references].map(([name, value]) => [name, turn(value)])),
  };
}

function run(machine: Machine, callee: Callable, args: readonly Value[], call: Call | undefined): Outcome {
  const isClosure = callee.kind === 'closure';
  const node = isClosure ? callee.node : callee.method.node;
  machine.entered.add(node);
  const file = isClosure ? callee.file : callee.method.file;
  const parameters = isClosure
    ? readParameters(file.names, inField(node, 'parameters'))
    : callee.method.parameters;
  const owner = callee.class ?? (isClosure ? undefined : callee.method.class);
  const place = `${file.path}:${node.line}`;
  const handled = isClosure && machine.handlers.has(place) ? place : undefined;
  const frame: Frame = {
    file,
    ...(handled === undefined ? {} : { handled }),
    ...(owner === undefined ? {} : { class: owner }),
    ...(callee.self === undefined ? {} : { self: callee.self }),
    name: isClosure ? '' : callee.method.name,
    env: isClosure ? capturedEnv(node, callee.env) : newEnv(),
    answer: undefined,
    ends: [],
    jumps: [],
  };
  bind(machine, parameters, args, handled === undefined ? call : undefined, frame);
  const body = inField(node, 'body');
  if (body === undefined) return none;
  const outer = machine.branches;
  if (body.type === 'compound_statement') execute(machine, body.children, frame);
  else frame.answer = evaluate(machine, body, frame);
  machine.branches = outer;
  const ends = frame.ends.length === 0 && frame.env.dead;
  return { ...none, value: answerOf(frame, call), references: references(parameters, frame), ends };
}

function answerOf(frame: Frame, call: Call | undefined): Value {
  const { answer = nothing } = frame;
  return call === undefined || frame.name === ''
    ? answer
    : stepped(answer, `returned by ${frame.name}`, call.frame.file, call.node);
}

function references(parameters: readonly PhpParameter[], frame: Frame): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const taken = parameters.filter(({ node }) => inField(node, 'reference_modifier') !== undefined);
  if (taken.length === 0) return found;
  const ways = [...frame.ends, frame.env].filter(({ dead }) => !dead);
  for (const { name } of taken)
    found.set(name, joinAll(ways.map(({ values }) => values.get(name) ?? nothing)));
  return found;
}

/** A short function sees everything around it, another one what it names. */
function capturedEnv(node: SyntaxNode, around: Env): Env {
  if (node.type === 'arrow_function') return { ...fork(around), dead: false };
  const env = newEnv();
  const clause = node.children.find(({ type }) => type === 'anonymous_function_use_clause');
  for (const used of clause?.children ?? []) {
    const name = used.text.replace(/^&?\s*\$/, '');
    const value = around.values.get(name);
    if (value !== undefined) env.values.set(name, value);
  }
  return env;
}

function bind(
  machine: Machine,
  parameters: readonly PhpParameter[],
  args: readonly Value[],
  call: Call | undefined,
  frame: Frame,
): void {
  for (const [at, parameter] of parameters.entries()) {
    const { name, node } = parameter;
    if (node.type === 'variadic_parameter') {
      const left = args.slice(at).filter((each) => !isEmpty(each));
      setVariable(frame.env, name, arrayOf(new Map(), left.length === 0 ? nothing : joinAll(left)));
      return;
    }
    const named = call?.names?.indexOf(name) ?? -1;
    const positional = call?.names?.[at] === undefined ? args[at] : undefined;
    const given = named >= 0 ? args[named] : positional;
    const value = given ?? absentParameter(machine, parameter, frame, call === undefined);
    if (call === undefined) askForm(machine, parameter);
    const kept =
      given === undefined
        ? withType(machine, value, parameter, frame)
        : ofType(machine, value, parameter, frame);
    setVariable(
      frame.env,
      name,
      stepped(kept, `passed as $${name}${frame.name === '' ? '' : ` to ${frame.name}`}`, frame.file, node),
    );
  }
}

/** What is given, as the type of the parameter takes it. */
function ofType(machine: Machine, value: Value, parameter: PhpParameter, frame: Frame): Value {
  if (parameter.type === 'int') return masking(tainted(value.taints), lasting);
  return /^(float|bool)$/.test(parameter.type ?? '') ? nothing : withType(machine, value, parameter, frame);
}

/** A parameter that is given nothing known is still of its type. */
function withType(machine: Machine, value: Value, parameter: PhpParameter, frame: Frame): Value {
  if (!isEmpty(value) || parameter.type === undefined) return value;
  return join(value, absentParameter(machine, parameter, frame, false));
}

/** The variables behind all ways through a script. */
export const endOf = (frame: Frame): Env => merged([...frame.ends, frame.env]);
