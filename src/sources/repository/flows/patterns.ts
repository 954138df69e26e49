import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { accessKey } from './access.ts';
import { saysCaller } from './caller.ts';
import { noteWrittenType } from './content-types.ts';
import type { Frame, Machine } from './machine.ts';
import { step } from './members.ts';
import { reportWrite } from './reporting.ts';
import { isOfRows } from './row-traces.ts';
import { sourceName } from './sources.ts';
import { declare, lookup, narrow, write } from './scope.ts';
import type { Thing, Value } from './value.ts';
import { can, isOnlyStored } from './marks.ts';
import { isEmpty, join, nothing, stepped, things } from './value.ts';
import { masked } from './taints.ts';

/** Nobody enforces a type, but who wrote it meant it. */
const numbered = (value: Value, type: Node | undefined): Value =>
  value.taints.length > 0 && isNumeric(type)
    ? { ...value, taints: masked(value.taints, ~can.unseen) }
    : value;

function isNumeric(type: Node | undefined): boolean {
  if (type?.type === 'TSArrayType') return isNumeric(type.elementType);
  return type !== undefined && /^TS(Number|Boolean|BigInt)Keyword$/.test(type.type);
}

/** Gives the names of a pattern their values. */
export function bindPattern(
  machine: Machine,
  pattern: Node,
  value: Value,
  frame: Frame,
  declares: boolean,
): void {
  switch (pattern.type) {
    case 'Identifier': {
      const typed =
        isEmpty(value) && pattern.typeAnnotation ? machine.ofType(pattern.typeAnnotation, frame) : value;
      const kept = stepped(
        numbered(typed, pattern.typeAnnotation?.typeAnnotation),
        `kept in ${pattern.name}`,
        frame.file,
        pattern,
      );
      const cell = declares
        ? declare(frame.scope, pattern.name)
        : (lookup(frame.scope, pattern.name) ?? declare(frame.scope, pattern.name));
      write(machine.state, cell, kept);
      return;
    }
    case 'AssignmentPattern': {
      const fallback = machine.evaluate(pattern.right, frame);
      bindPattern(machine, pattern.left, join(value, fallback), frame, declares);
      return;
    }
    case 'ObjectPattern':
      bindObject(machine, pattern, value, frame, declares);
      return;
    case 'ArrayPattern':
      for (const [at, element] of pattern.elements.entries())
        if (element?.type === 'RestElement') bindPattern(machine, element.argument, value, frame, declares);
        else if (element !== null)
          bindPattern(machine, element, machine.member(value, String(at), element, frame), frame, declares);
      return;
    case 'TSParameterProperty':
      bindPattern(machine, pattern.parameter, value, frame, declares);
      return;
    case 'RestElement':
      bindPattern(machine, pattern.argument, value, frame, declares);
      return;
    default:
      machine.assign(pattern, value, frame);
  }
}

function bindObject(
  machine: Machine,
  pattern: Extract<Node, { type: 'ObjectPattern' }>,
  given: Value,
  frame: Frame,
  declares: boolean,
): void {
  const value =
    isEmpty(given) && pattern.typeAnnotation ? machine.ofType(pattern.typeAnnotation, frame) : given;
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      bindPattern(machine, property.argument, without(value, taken), frame, declares);
      continue;
    }
    const key = plainKey(property.key, property.computed);
    if (key !== undefined) taken.add(key);
    const part = machine.member(value, key, property, frame);
    bindPattern(machine, property.value, part, frame, declares);
  }
}

/** What a rest takes: the fields nobody named. */
function without(value: Value, taken: ReadonlySet<string>): Value {
  const left = value.things.map((thing): Thing => ({
    ...thing,
    fields: new Map([...thing.fields].filter(([key]) => !taken.has(key))),
    ...(taken.size === 0 ? {} : { spread: [] }),
  }));
  // Rows that something was taken out of are whole no more.
  const traces = taken.size === 0 ? value.traces : value.traces.filter((trace) => !isOfRows(trace));
  return { ...value, things: left, traces };
}

/** Writes to a name or member. */
export function assignTo(machine: Machine, target: Node, value: Value, frame: Frame): void {
  if (target.type !== 'MemberExpression') {
    if (/Pattern$|^Identifier$/.test(target.type)) bindPattern(machine, target, value, frame, false);
    return;
  }
  const object = machine.evaluate(target.object, frame);
  const plain = plainKey(target.property, target.computed);
  const place = plain === undefined ? machine.evaluate(target.property, frame) : nothing;
  const key = plain ?? (place.text?.whole === true ? place.text.prefix : undefined);
  const known = accessKey(target, frame);
  const kept = stepped(
    value,
    `kept in ${known === undefined ? 'a field' : (key ?? 'a field')}`,
    frame.file,
    target,
  );
  if (key === 'type' && object.traces.some(({ name }) => /^@(ctx|res)#$/.test(name)))
    noteWrittenType(machine, target.object, value, frame);
  reportWrite(machine, { machine, frame, target, object, key, place, value });
  for (const thing of object.things) setField(machine, thing, key, kept);
  if (key !== undefined && kept !== nothing) keepOnHost(machine, object, key, kept);
  if (known !== undefined) narrow(machine.state, known.key, kept);
  // What an unknown object is given still is found where it is passed on whole.
  else if (object.things.length === 0 && kept.taints.some(({ marks }) => !isOnlyStored(marks)))
    widen(
      machine,
      target.object,
      key === undefined ? { ...kept, taints: masked(kept.taints, ~can.unseen) } : kept,
      frame,
    );
}

/** Handlers that run one behind the other tell each other things by way of the request. */
function keepOnHost(machine: Machine, object: Value, key: string, value: Value): void {
  for (const { name } of object.traces)
    if (/^@(req|res|ctx|socket)#/.test(name)) {
      const place = step(name, key);
      if (sourceName(place) !== undefined && saysCaller(value)) machine.callers.overwritten.add(place);
      if (sourceName(place) === undefined)
        machine.kept.set(place, join(machine.kept.get(place) ?? nothing, value));
    }
}

/** A write that may not happen, or to one of several objects, leaves what was there as well. */
export function setField(machine: Machine, thing: Thing, key: string | undefined, value: Value): void {
  const isSure = thing.depth >= machine.state.depth;
  if (key === undefined || (thing.kind === 'array' && !/^\d+$/.test(key))) {
    // Beside fields that are known, a computed key rarely is the one that is asked for by name.
    const isBeside = thing.kind === 'object' && thing.fields.size > 0;
    thing.rest = join(thing.rest, isBeside ? { ...value, taints: masked(value.taints, ~can.unseen) } : value);
    return;
  }
  const before = thing.fields.get(key);
  thing.fields.set(key, isSure || before === undefined ? value : join(before, value));
}

function widen(machine: Machine, object: Node, value: Value, frame: Frame): void {
  const known = accessKey(object, frame);
  if (known === undefined || object.type !== 'Identifier') return;
  const before = machine.evaluate(object, frame);
  const made: Thing = { kind: 'object', fields: new Map(), rest: value, depth: machine.state.depth };
  write(machine.state, known.cell, join(before, things(made)));
}
