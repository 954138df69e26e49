import { numberOf } from '../../flows/object-numbers.ts';
import type { Callable, Taint, Value } from './value.ts';
import { describeRecords } from './records/records.ts';
import { deepTaints } from './value.ts';

/** Objects and arrays inside each other that make a difference between two calls. */
const deepest = 2;

/** Fields of one object or array that make a difference. */
const mostFields = 20;

/** Characters of a known text that make a difference. */
const shortText = 24;

/** Two calls of a function are alike when their arguments are untrusted in the same places and mean the same classes. */
export const alikeAs = (callee: Callable, args: readonly Value[]): string =>
  [
    callee.self === undefined ? '' : describe(callee.self, 0),
    callee.class?.name ?? '',
    callee.kind === 'closure' ? numberOf(callee.env) : '',
    // A constructor fills the one object it is called for.
    callee.kind === 'method' && callee.method.name === '__construct' ? madeBy(callee.self) : '',
    ...args.map((value) => describe(value, 0)),
  ].join(',');

const madeBy = (self: Value | undefined): string =>
  self?.instances[0] === undefined ? '' : String(numberOf(self.instances[0]));

/** The same by what can still be done with the arguments and by flags, and nothing else. */
export const untrustedIn = (callee: Callable, args: readonly Value[]): string =>
  `~${[...(callee.self === undefined ? [] : [callee.self]), ...args].map(marksAndFlag).join(',')}`;

function marksAndFlag(value: Value): string {
  const marks = taintsIn([value]).reduce((all, taint) => all | taint.marks, 0);
  const text = value.text?.whole === true ? value.text.prefix : '?';
  return text.length > 1 || text === '?' ? String(marks) : `${marks}'${text}'`;
}

export function describe(value: Value, depth: number): string {
  const { taints, text, array, instances, callables, kinds, records } = value;
  const parts: string[] = [];
  if (records !== undefined) parts.push(describeRecords(records));
  for (const { marks } of taints) parts.push(`!${marks}`);
  if (text?.whole === true) parts.push(`'${text.prefix.slice(0, shortText)}'`);
  else if (text !== undefined)
    parts.push(
      `'${text.prefix.slice(0, shortText)}${text.open}${text.query ? '?' : ''}${text.tagged ? '<' : ''}…`,
    );
  if (text?.choices !== undefined) parts.push(text.choices.join('|').slice(0, 80));
  for (const kind of kinds) parts.push(kind);
  for (const each of callables)
    parts.push(`&${each.kind === 'closure' ? each.node.start : each.method.name}`);
  if (depth < deepest) {
    if (array !== undefined) parts.push(describeFields([...array.fields, ['*', array.rest]], depth));
    for (const instance of instances)
      parts.push(`#${instance.class.name}${describeFields(instance.fields, depth)}`);
  }
  return [...new Set(parts)].join('+');
}

/** Only what is untrusted or can be called. */
function describeFields(fields: Iterable<readonly [string, Value]>, depth: number): string {
  const inside: string[] = [];
  for (const [key, value] of fields) {
    if (inside.length >= mostFields) break;
    const { taints, callables, instances, array } = value;
    if (
      taints.length + callables.length + instances.length === 0 &&
      array === undefined &&
      value.records === undefined
    )
      continue;
    const told = describe(value, depth + 1);
    if (/[!&@]/.test(told)) inside.push(`${key}:${told}`);
  }
  return inside.length === 0 ? '' : `[${inside.join(';')}]`;
}

/** Everything untrusted in a list of arguments, in an order that is the same for calls that are alike. */
export function taintsIn(args: readonly Value[]): readonly Taint[] {
  const found: Taint[] = [];
  for (const value of args) {
    found.push(...deepTaints(value));
    for (const { fields } of value.instances) for (const each of fields.values()) found.push(...each.taints);
  }
  return found.slice(0, 60);
}
