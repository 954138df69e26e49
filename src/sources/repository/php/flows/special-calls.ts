import type { SyntaxNode } from '../../languages/syntax.ts';
import { variableName, writtenArguments } from '../syntax.ts';
import { assign } from './assignments.ts';
import { callValue, passed } from './calls.ts';
import { setVariable } from './environment.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { closeBuffer, report, show } from './machine.ts';
import { dynamicCallHit } from './sinks/code.ts';
import { pageHit } from './sinks/page.ts';
import { bag } from './sources.ts';
import { templateSpecials } from './templates/specials.ts';
import type { Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';
import { arrayOf, deepTaints, itemOf, join, joinAll, nothing } from './value.ts';
import { joinTaints } from '../../flows/taints.ts';

type Special = (machine: Machine, node: SyntaxNode, frame: Frame) => Value;

/** Functions that do more than to answer; undefined for others. */
export function specialCall(
  machine: Machine,
  name: string,
  node: SyntaxNode,
  frame: Frame,
): Value | undefined {
  return specials.get(name)?.(machine, node, frame);
}

const asked: Special = () => nothing;

const ended: Special = (machine, node, frame) => {
  const call = passed(machine, node, frame);
  const [first] = call.args;
  if (first !== undefined) show(machine, pageHit(machine, first, 'exit'), node, frame);
  frame.env.dead = true;
  return nothing;
};

const defined: Special = (machine, node, frame) => {
  const { args } = passed(machine, node, frame);
  const name = args[0] === undefined ? undefined : wholeText(args[0]);
  if (name !== undefined && args[1] !== undefined) machine.constants.set(name, args[1]);
  return nothing;
};

const extracted: Special = (machine, node, frame) => {
  const [value] = passed(machine, node, frame).args;
  if (value === undefined) return nothing;
  for (const [key, each] of value.array?.fields ?? []) setVariable(frame.env, key, each);
  const rest = join(value.array?.rest ?? nothing, { ...nothing, taints: value.taints });
  if (deepTaints(rest).length > 0) frame.env.values.set('*', rest);
  return nothing;
};

const compacted: Special = (machine, node, frame) => {
  const fields = new Map<string, Value>();
  for (const each of passed(machine, node, frame).args) {
    const name = wholeText(each);
    const value = name === undefined ? undefined : frame.env.values.get(name);
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
  return arrayOf(fields);
};

/** `parse_str($text, $into)`, `preg_match($pattern, $text, $into)`. */
const filled =
  (from: number, into: number): Special =>
  (machine, node, frame) => {
    const written = writtenArguments(node);
    const values = written.map((each, at) => (at === into ? nothing : evaluate(machine, each.node, frame)));
    const target = written[into]?.node;
    const value = values[from];
    if (target !== undefined && value !== undefined)
      assign(
        machine,
        target,
        { ...nothing, array: { fields: new Map(), rest: { ...nothing, taints: value.taints } } },
        frame,
      );
    return nothing;
  };

/** `settype($x, 'integer')` leaves a number. */
const retyped: Special = (machine, node, frame) => {
  const [target, type] = writtenArguments(node);
  const word = type === undefined ? undefined : wholeText(evaluate(machine, type.node, frame));
  if (target !== undefined && /^(int|integer|float|double|bool|boolean|null)$/.test(word ?? ''))
    assign(machine, target.node, nothing, frame);
  return nothing;
};

const pushed: Special = (machine, node, frame) => {
  const [target, ...given] = writtenArguments(node);
  if (target === undefined) return nothing;
  const before = evaluate(machine, target.node, frame);
  const rest = joinAll(
    [before.array?.rest ?? nothing, ...given.map((each) => evaluate(machine, each.node, frame))].filter(
      (each) => each !== nothing,
    ),
  );
  assign(
    machine,
    target.node,
    { ...before, array: { fields: before.array?.fields ?? new Map<string, Value>(), rest } },
    frame,
  );
  return nothing;
};

/** `call_user_func($callable, …)` and what hands each item of a list to a function. */
const calling: Special = (machine, node, frame) => {
  const call = passed(machine, node, frame);
  const [callee, ...args] = call.args;
  if (callee === undefined) return nothing;
  report(machine, [dynamicCallHit(callee, 'name of the function that is called')], node, frame);
  const isList = node.children[0]?.text.endsWith('array') === true;
  const given = isList
    ? [
        ...(args[0]?.array?.fields.values() ?? []),
        ...(args[0]?.array === undefined ? [itemOf(args[0] ?? nothing)] : []),
      ]
    : args;
  return callValue(machine, callee, { ...call, args: given, nodes: [], names: [] });
};

const mapping: Special = (machine, node, frame) => {
  const call = passed(machine, node, frame);
  const [callee, list, ...more] = call.args;
  if (callee === undefined || list === undefined) return nothing;
  const isKnown =
    callee.callables.length + callee.instances.length > 0 ||
    callee.text !== undefined ||
    callee.array !== undefined;
  const apply = (item: Value): Value =>
    isKnown
      ? callValue(machine, callee, { ...call, args: [item, ...more.map(itemOf)], nodes: [], names: [] })
      : item;
  const fields = new Map(
    [...(list.array?.fields ?? [])].slice(0, 20).map(([key, item]) => [key, apply(item)]),
  );
  const rest = list.array === undefined ? itemOf(list) : list.array.rest;
  return arrayOf(fields, rest === nothing && fields.size > 0 ? nothing : apply(rest));
};

/** `array_filter($list, $test)`, `usort($list, $compare)`: the function sees the items. */
const visiting: Special = (machine, node, frame) => {
  const call = passed(machine, node, frame);
  const [list, callee] = call.args;
  if (list === undefined) return nothing;
  if (callee !== undefined && callee.callables.length > 0)
    callValue(machine, callee, { ...call, args: [itemOf(list), itemOf(list)], nodes: [], names: [] });
  return list;
};

const reduced: Special = (machine, node, frame) => {
  const call = passed(machine, node, frame);
  const [list, callee, first = nothing] = call.args;
  if (list === undefined || callee === undefined) return nothing;
  const once = callValue(machine, callee, { ...call, args: [first, itemOf(list)], nodes: [], names: [] });
  return join(first, once);
};

const given: Special = (_machine, _node, frame) => {
  const values = [...frame.env.values.values()];
  return values.length === 0 ? nothing : arrayOf(new Map(), joinAll(values));
};

const headers: Special = (machine, node, frame) => bag(machine, 'header', node, frame);

/** What was put into a buffer is shown, or given back as a text. */
const buffered =
  (isShown: boolean): Special =>
  (machine) => {
    const shown = closeBuffer(machine, isShown);
    const taints = shown.flatMap(({ hits }) => hits.flatMap(({ value }) => value.taints));
    return { ...nothing, taints: joinTaints([], taints) };
  };

const opened: Special = (machine) => {
  if (machine.buffers.length < 20)
    machine.buffers.push({ shown: [], branches: machine.branches, isEmptied: false });
  return nothing;
};

const specials: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['isset', asked],
  ['empty', asked],
  [
    'unset',
    (machine, node, frame) => {
      for (const { node: each } of writtenArguments(node))
        if (variableName(each) !== undefined) assign(machine, each, nothing, frame);
      return nothing;
    },
  ],
  ['exit', ended],
  ['die', ended],
  ['define', defined],
  ['extract', extracted],
  ['compact', compacted],
  ['parse_str', filled(0, 1)],
  ['mb_parse_str', filled(0, 1)],
  ['preg_match', filled(1, 2)],
  ['preg_match_all', filled(1, 2)],
  ['sscanf', filled(0, 2)],
  ['settype', retyped],
  ['array_push', pushed],
  ['array_unshift', pushed],
  ['call_user_func', calling],
  ['call_user_func_array', calling],
  ['array_map', mapping],
  ['array_filter', visiting],
  ['array_walk', visiting],
  ['usort', visiting],
  ['array_reduce', reduced],
  ['func_get_args', given],
  ['ob_start', opened],
  ['ob_get_clean', buffered(false)],
  ['ob_end_clean', buffered(false)],
  ['ob_get_flush', buffered(true)],
  ['ob_end_flush', buffered(true)],
  ['getallheaders', headers],
  ['apache_request_headers', headers],
  ...templateSpecials,
]);
