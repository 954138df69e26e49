import type { Machine } from './machine.ts';
import { extendsLibrary, lineage } from './paths.ts';
import type { ClassValue, InstanceValue, Value } from './value.ts';
import { list, noArguments } from './value.ts';

const enums = /^enum\.|(^|\.)(Int|Str)?Enum$|TextChoices$|IntegerChoices$/;

/** An attribute that a class of the target or one of its bases there has. */
export function lookInClass(_: Machine, value: ClassValue, name: string): Value | undefined {
  for (const each of lineage(value)) {
    const found = each.attributes.get(name);
    if (found === undefined) continue;
    return isMember(each, found, name) ? enumMember(each, name, found) : found;
  }
  return undefined;
}

const isMember = (owner: ClassValue, value: Value, name: string): boolean =>
  value.kind !== 'function' &&
  value.kind !== 'class' &&
  !name.startsWith('_') &&
  extendsLibrary(owner, enums);

const members = new WeakMap<ClassValue, Map<string, InstanceValue>>();

function enumMember(owner: ClassValue, name: string, given: Value): InstanceValue {
  const known = members.get(owner) ?? new Map<string, InstanceValue>();
  members.set(owner, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const value = given.kind === 'list' && given.items[0] !== undefined ? given.items[0] : given;
  const made: InstanceValue = {
    kind: 'instance',
    of: owner,
    attributes: new Map<string, Value>([
      ['value', value],
      ['name', { kind: 'constant', value: name }],
      ['label', given.kind === 'list' ? (given.items[1] ?? value) : value],
      ['__items__', list([])],
    ]),
    made: noArguments,
    place: { module: owner.module, node: owner.node },
  };
  known.set(name, made);
  return made;
}

/** The value of a member of an enumeration, or the value itself. */
export const plain = (value: Value): Value =>
  value.kind === 'instance' && extendsLibrary(value.of, enums)
    ? (value.attributes.get('value') ?? value)
    : value;
