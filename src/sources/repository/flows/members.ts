import type { Node } from 'oxc-parser';
import type { ParsedFile } from '../javascript/parse.ts';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import type { Frame, Machine } from './machine.ts';
import { callerValue, isCallerName } from './caller.ts';
import { can, isHarmless, lasting } from './marks.ts';
import { canonical, shortName, sourceMarks, sourceName } from './sources.ts';
import { columnsOf } from './stored/columns.ts';
import type { Shape, Thing, Trace, Value } from './value.ts';
import { callable, join, joinAll, nothing, tainted, things, written } from './value.ts';
import { masked, remarked } from './taints.ts';

export const step = (name: string, key: string): string =>
  canonical(name.endsWith('#') ? `${name}${key}` : `${name}.${key}`);

/** Longest way from an import that is kept. */
const farthest = 160;

/** `value.key`; without a key, any member. */
export function memberOf(
  machine: Machine,
  value: Value,
  key: string | undefined,
  node: Node,
  frame: Frame,
): Value {
  const inside = value.things.map((thing) => fieldOf(machine, thing, key));
  const statics = value.callables.flatMap((each) =>
    each.kind === 'class' && key !== undefined ? [staticOf(each.shape, key)] : [],
  );
  const traces = value.traces.flatMap((trace) => memberTrace(trace, key));
  const named = joinAll(
    traces.map(({ name }) => join(sourceValue(machine, name, node, frame), keptOf(machine, name))),
  );
  if (named.text !== undefined && traces.length === 1) return named;
  if (key === 'length' || key === 'size')
    return joinAll([...inside, ...statics, { ...nothing, traces }, counted(named)]);
  // Of what a request holds, the member is told by its own name.
  const inherited =
    named.taints.length > 0
      ? nothing
      : tainted(
          ofColumn(
            machine,
            remarked(value.taints, (marks) => inMember(marks, key)),
            key,
          ),
        );
  return joinAll([...inside, ...statics, { ...nothing, traces }, named, inherited]);
}

/** A number says nothing. */
const counted = (value: Value): Value => ({ ...value, taints: masked(value.taints, lasting) });

/** A member is not what it is a member of; of an address that was taken apart, the query is decoded. */
function inMember(marks: number, key: string | undefined): number {
  const own = marks & ~(can.slashed | can.prototype | (isElement(key) ? 0 : can.record));
  if (key !== 'query' && key !== 'searchParams') return own;
  return (own & ~can.encoded) | (key === 'searchParams' ? can.markup | can.line : 0);
}

/** One of several records is a record, a column of one is none. */
const isElement = (key: string | undefined): boolean =>
  key === undefined || /^(\d+|rows|data|docs|items|results|dataValues)$/.test(key);

/** Of records the member is a column. */
const ofColumn = (machine: Machine, taints: Value['taints'], key: string | undefined): Value['taints'] =>
  key === undefined || isElement(key) ? taints : columnsOf(machine, taints, key);

/** What code itself put on a request or an answer, and constants of libraries. */
const keptOf = (machine: Machine, name: string): Value =>
  name === 'path#sep' ? written('/') : name.startsWith('@') ? (machine.kept.get(name) ?? nothing) : nothing;

const ofLanguage =
  /^(fetch|crypto|process|Buffer|URL|URLSearchParams|Function|eval|JSON|Object|Array|String|Number|Promise|Reflect|Response|Request|Headers|console|require|setTimeout|setInterval|setImmediate|atob|btoa|structuredClone|encodeURIComponent|decodeURIComponent|escape|unescape|RegExp|Date|Math)$/;

function memberTrace(trace: Trace, key: string | undefined): readonly Trace[] {
  if (trace.name.length > farthest) return [];
  if (key === undefined) return [{ name: step(trace.name, '*'), on: trace }];
  // What the target hangs on it, a client that is made once, is what it was given as.
  if (/^#(globalThis|global)$/.test(trace.name)) return ofLanguage.test(key) ? [{ name: `#${key}` }] : [];
  return [{ name: shortName(step(trace.name, key)), on: trace }];
}

/** Something of a framework under its name, with what is untrusted of it. */
export const hostValue = (machine: Machine, name: string, node: Node, frame: Frame): Value =>
  name === '' ? nothing : join({ ...nothing, traces: [{ name }] }, sourceValue(machine, name, node, frame));

/** What a member or the answer of a call brings in, where it belongs to a request. */
export function sourceValue(machine: Machine, name: string, node: Node, frame: Frame): Value {
  if (!name.startsWith('@') && !name.endsWith('()')) return nothing;
  if (isCallerName(name) || machine.callers.overwritten.has(name))
    return callerValue(machine, frame.file, node);
  const what = sourceName(name);
  if (what === undefined) return nothing;
  machine.callers.read.add(name);
  const source = machine.sourceAt(what, frame.file, node);
  const own =
    name.startsWith('@req#body') && holdsTexts(frame.file)
      ? sourceMarks(name) & ~can.object
      : sourceMarks(name);
  const marks = own & (machine.checked.get(name) ?? ~0);
  return tainted(isHarmless(marks) ? [] : [{ source, marks, step: undefined }]);
}

/** Forms that are not extended hold texts only, where nothing else parses a body. */
const holdsTexts = ({ text }: ParsedFile): boolean =>
  /\burlencoded\(\s*\{\s*extended:\s*false\b/.test(text) &&
  !/\bjson\(|\bbodyParser\(|extended:\s*true/.test(text);

function fieldOf(machine: Machine, thing: Thing, key: string | undefined): Value {
  if (key === undefined) return joinAll([...thing.fields.values(), thing.rest]);
  const own = thing.fields.get(key);
  if (own !== undefined) return own;
  const method = thing.shape === undefined ? undefined : methodOf(machine, thing.shape, key, things(thing));
  if (method !== undefined) return method;
  return thing.kind === 'array' && /^\d+$/.test(key) && thing.fields.size > 0
    ? thing.rest
    : thing.kind === 'array' && !/^\d+$/.test(key)
      ? nothing
      : thing.kind === 'array'
        ? thing.rest
        : withTaints(thing.rest, ofColumn(machine, thing.rest.taints, key));
}

const withTaints = (value: Value, taints: Value['taints']): Value =>
  taints === value.taints ? value : { ...value, taints };

/** A method, getter or declared field of a class or the ones above it. */
export function methodOf(machine: Machine, shape: Shape, key: string, self: Value): Value | undefined {
  for (const member of shape.node.body.body) {
    if (member.type !== 'MethodDefinition' || member.static) continue;
    if (plainKey(member.key, member.computed) !== key || member.kind === 'constructor') continue;
    const { value } = member;
    if (!isFunctionNode(value) || value.body === null) continue;
    const method = {
      kind: 'closure',
      node: value,
      file: shape.file,
      scope: shape.scope,
      self,
      home: shape,
    } as const;
    return member.kind === 'get' ? machine.enter(method, []) : callable(method);
  }
  return inheritedOf(machine, shape, key, self);
}

function inheritedOf(machine: Machine, shape: Shape, key: string, self: Value): Value | undefined {
  for (const above of shape.parent.callables) {
    if (above.kind !== 'class' || above.shape === shape) continue;
    const found = methodOf(machine, above.shape, key, self);
    if (found !== undefined) return found;
  }
  const traces = shape.parent.traces.map((trace) => ({ name: step(`${trace.name}()`, key), on: trace }));
  return traces.length === 0 ? undefined : { ...nothing, traces };
}

function staticOf(shape: Shape, key: string): Value {
  const own = shape.statics.fields.get(key);
  if (own !== undefined) return own;
  const traces = shape.parent.traces.map((trace) => ({ name: step(trace.name, key), on: trace }));
  const above = shape.parent.callables.flatMap((each) =>
    each.kind === 'class' && each.shape !== shape ? [staticOf(each.shape, key)] : [],
  );
  return above.reduce(join, { ...nothing, traces });
}
