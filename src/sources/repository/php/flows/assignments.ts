import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { callTypes, memberName, plainString, variableName } from '../syntax.ts';
import { setVariable } from './environment.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';
import { anyField, element, staticKey } from './members.ts';
import { placeKey, writtenKey } from './names-of-places.ts';
import { modelOf } from './records/models.ts';
import { privileged } from './records/writes.ts';
import { noteSet } from './stored/noted.ts';
import { concat } from './texts.ts';
import type { Instance, Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';
import { isEmpty, itemOf, join, masking, nothing, plain, stepped, written } from './value.ts';

export function assignment(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return nothing;
  const operator = inField(node, 'operator')?.text ?? '=';
  const before = operator === '.=' || operator === '??=' ? evaluate(machine, left, frame) : nothing;
  const given = evaluate(machine, right, frame);
  const value =
    operator === '='
      ? given
      : operator === '.='
        ? concat(before, given)
        : operator === '??='
          ? join(before, given)
          : nothing;
  const kept = isNamed(left) ? stepped(value, `kept in ${shortText(left)}`, frame.file, left) : value;
  assign(machine, left, kept, frame);
  keepTest(left, right, frame);
  return kept;
}

/** `$isKnown = in_array($name, $names)` is a condition that is asked later. */
function keepTest(left: SyntaxNode, right: SyntaxNode, frame: Frame): void {
  const name = variableName(left);
  if (name === undefined || !(callTypes.has(right.type) || /^(binary|unary_op)_expression$/.test(right.type)))
    return;
  if (!right.text.includes(`$${name}`)) frame.env.tests.set(name, right);
}

const isNamed = ({ type }: SyntaxNode): boolean =>
  /^(variable_name|member_access_expression|subscript_expression|scoped_property_access_expression)$/.test(
    type,
  );

const shortText = ({ text }: SyntaxNode): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

/** Puts a value where an expression stands. */
export function assign(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  switch (target.type) {
    case 'variable_name': {
      const name = variableName(target);
      if (name !== undefined) setVariable(frame.env, name, value);
      return;
    }
    case 'by_ref':
    case 'parenthesized_expression':
      if (target.children[0] !== undefined) assign(machine, target.children[0], value, frame);
      return;
    case 'list_literal':
    case 'array_creation_expression':
      assignList(machine, target, value, frame);
      return;
    case 'subscript_expression':
      assignElement(machine, target, value, frame);
      return;
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      assignMember(machine, target, value, frame);
      return;
    case 'scoped_property_access_expression': {
      const key = staticKey(target, frame);
      if (key === undefined) return;
      const known = machine.statics.get(key);
      machine.statics.set(key, known === undefined ? value : join(known, value));
      return;
    }
    default:
      return;
  }
}

function assignList(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  const targets = target.children.filter(({ type }) => type !== 'comment');
  // `list('x' => $a)` has its keys beside the names.
  const isKeyed = target.type === 'list_literal' && targets.some(({ type }) => type === 'string');
  for (const [at, each] of targets.entries()) {
    if (isKeyed && at % 2 === 0) continue;
    const parts = each.type === 'array_element_initializer' ? each.children : [each];
    const inner = parts.at(-1);
    const key = isKeyed ? writtenKey(targets[at - 1]) : parts.length > 1 ? writtenKey(parts[0]) : String(at);
    if (inner === undefined) continue;
    const part = element(machine, value, key === undefined ? nothing : written(key), each, frame);
    assign(machine, inner, part, frame);
  }
}

function assignElement(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  const [base, at] = target.children;
  if (base === undefined) return;
  const before = evaluate(machine, base, frame);
  const key = at === undefined ? undefined : (writtenKey(at) ?? wholeText(evaluate(machine, at, frame)));
  const bag = before.kinds.find((kind) => kind.startsWith('@bag:'));
  if (bag !== undefined) {
    if (bag === '@bag:session') keepInSession(machine, key, value);
    else if (bag === '@bag:globals' && key !== undefined && machine.globals !== undefined)
      setVariable(machine.globals.env, key, value);
    else {
      const place = placeKey(target);
      if (place !== undefined) frame.env.narrowed.set(place, value);
    }
    return;
  }
  const fields = new Map(before.array?.fields);
  let rest = before.array?.rest ?? nothing;
  if (key !== undefined) fields.set(key, value);
  else rest = isEmpty(rest) ? value : join(rest, value);
  const place = placeKey(target);
  assign(machine, base, { ...before, array: { fields, rest } }, frame);
  if (place !== undefined) frame.env.narrowed.delete(place);
}

/** What a session holds was put there by any request before. */
function keepInSession(machine: Machine, key: string | undefined, value: Value): void {
  if (key === undefined || isEmpty(value)) return;
  const known = machine.session.get(key);
  const plain: Value = {
    ...nothing,
    taints: value.taints,
    ...(value.array === undefined ? {} : { array: value.array }),
  };
  machine.session.set(key, known === undefined ? plain : join(known, plain));
}

function assignMember(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  const object = inField(target, 'object');
  const name = memberName(target);
  if (object === undefined) return;
  const owner = evaluate(machine, object, frame);
  if (name === undefined || inField(target, 'name')?.type !== 'name') {
    for (const { fields } of owner.instances)
      fields.set(anyField, join(fields.get(anyField) ?? nothing, value));
    return;
  }
  const place = placeKey(target);
  if (place !== undefined) setPlace(frame, place);
  setField(machine, owner, name, value, target, frame);
  for (const instance of owner.instances) {
    const { fields, depth } = instance;
    const known = fields.get(name);
    const isSure = owner.instances.length === 1 && machine.branches <= depth;
    const kept = hasRule(instance, name) ? masking(value, ~can.unseen) : value;
    fields.set(name, isSure || known === undefined ? kept : join(known, kept));
  }
  if (owner.instances.length > 0 || object.type !== 'variable_name' || object.text === '$this') return;
  // An object of no class that is known holds what is put into it, as an array does.
  const fields = new Map(owner.array?.fields);
  fields.set(name, value);
  assign(machine, object, { ...owner, array: { fields, rest: owner.array?.rest ?? nothing } }, frame);
}

/** A model that checks its fields before it is saved names them in `$rules`. */
const hasRule = ({ class: { properties } }: Instance, name: string): boolean =>
  properties.get('rules')?.default?.children.some((item) => plainString(item.children[0]) === name) === true;

function setPlace(frame: Frame, place: string): void {
  for (const key of frame.env.narrowed.keys())
    if (key === place || key.startsWith(`${place}[`) || key.startsWith(`${place}->`))
      frame.env.narrowed.delete(key);
}

/** The items of what is walked over, and what their keys may be. */
export function itemsOf(
  machine: Machine,
  value: Value,
  node: SyntaxNode,
  frame: Frame,
): readonly [key: Value, item: Value] {
  const brought = value.kinds.some((kind) => kind.startsWith('@bag:'));
  if (brought) {
    const item = element(machine, value, nothing, node, frame);
    const isNamed = !value.kinds.some((kind) => /^@bag:(files|session|globals|server)$/.test(kind));
    return [isNamed ? plain(item) : nothing, item];
  }
  const own = value.array === undefined && value.kinds.length === 0 ? plain(value) : nothing;
  return [own, itemOf(value)];
}

/** `$user->role = …` of a record. */
function setField(
  machine: Machine,
  owner: Value,
  name: string,
  value: Value,
  node: SyntaxNode,
  frame: Frame,
): void {
  noteSet(machine, owner, name, value, { node, frame });
  if (value.taints.length === 0) return;
  const records = owner.records?.form === 'row' ? owner.records : undefined;
  const model = modelOf(machine.codebase, owner.instances[0]?.class);
  const entity = records?.entity ?? model?.table;
  if (entity !== undefined) privileged(machine, entity, name, value, { node, frame });
}
