import type { GoFunction } from '../program/package.ts';
import type { Machine } from './machine.ts';
import { fieldStandIn, standInOf } from './stand-ins.ts';
import type { GoTypeRef } from './types.ts';
import { declaredType, fieldsOf, keyOf, typeOf } from './types.ts';
import { inField } from '../../languages/syntax.ts';
import type { ObjectValue, Value } from './value.ts';
import { nil, text, unknown } from './value.ts';

/** A field or a bound method. */
export function memberOf(machine: Machine, value: Value, name: string, depth = 0): Value {
  if (depth > 8) return unknown('too deep');
  switch (value.kind) {
    case 'object':
      return (
        ownMember(machine, value, name, depth) ??
        unknown(`\`${name}\` is set where it cannot be seen`, undefined, name)
      );
    case 'unknown': {
      if (value.type === undefined) return unknown(value.why, undefined, name);
      const { type } = value;
      if (type.kind === 'library' && type.package === 'net/url' && name === 'Path')
        return pathOfUrl(value.why);
      if (type.kind === 'library')
        for (const { owns, member } of machine.frameworks) {
          const found = owns(type.package) ? member?.(machine, type.name, name) : undefined;
          if (found !== undefined) return found;
        }
      const stand = standInOf(machine, type);
      return stand.kind === 'unknown'
        ? unknown(value.why, undefined, name)
        : memberOf(machine, stand, name, depth + 1);
    }
    case 'result': {
      if (value.package === 'net/url' && name === 'Path' && /^Parse\w*(\(\))?$/.test(value.path))
        return pathOfUrl('an address that is parsed at run time');
      const field = value.fields?.get(name);
      return field ?? { ...value, path: `${value.path}.${name}` };
    }
    case 'library':
      return { ...value, path: `${value.path}.${name}` };
    case 'type': {
      const method = methodOf(machine, value.type, name);
      return method === undefined ? unknown('a member of a type') : functionOf(method);
    }
    case 'choice': {
      const found = value.options.map((option) => memberOf(machine, option, name, depth + 1));
      return found.find(({ kind }) => kind !== 'unknown') ?? unknown('one of several values');
    }
    case 'wrapped':
      return memberOf(machine, value.inner, name, depth + 1);
    case 'router': {
      // An application that embeds its router: `m.Router`.
      const framework = machine.frameworks.find((each) => each.technology === value.router.technology);
      return framework?.types[name] === undefined ? unknown('a member of a router') : value;
    }
    case 'tuple':
      return memberOf(machine, value.items[0] ?? unknown('nothing'), name, depth + 1);
    default:
      return unknown(`a member of a ${value.kind}`);
  }
}

/** The path of an address, below which something may be served: `site.Path`. */
const pathOfUrl = (why: string): Value => unknown(why, undefined, 'url_path');

function ownMember(machine: Machine, object: ObjectValue, name: string, depth: number): Value | undefined {
  const field = object.fields.get(name);
  if (field !== undefined && !(field.kind === 'unknown' && field.type === undefined)) return field;
  const method = object.type === undefined ? undefined : methodOf(machine, object.type, name);
  if (method !== undefined) return functionOf(method, object);
  const declared = fieldsOf(machine.program, object.type);
  const own = declared.find((each) => each.name === name);
  const empty = field === undefined && object.made === true ? emptyField(object, own?.type) : undefined;
  if (empty !== undefined) return empty;
  if (own !== undefined && object.type !== undefined)
    return withName(fieldStandIn(machine, object, name, own.type) ?? field, name);
  for (const embedded of declared.filter((each) => each.embedded)) {
    const inner =
      object.fields.get(embedded.name) ??
      fieldStandIn(machine, object, embedded.name, embedded.type) ??
      unknown('an embedded value', embedded.type);
    if (inner.kind === 'router') continue;
    const found = memberOf(machine, inner, name, depth + 1);
    if (found.kind !== 'unknown') return found;
  }
  return field;
}

/** The object that a field is set on: this one, or the embedded one whose field its name is promoted from. */
export function fieldHolder(machine: Machine, object: ObjectValue, name: string, depth = 0): ObjectValue {
  if (object.fields.has(name) || depth > 8) return object;
  const declared = fieldsOf(machine.program, object.type);
  if (declared.some((each) => each.name === name)) return object;
  for (const { embedded, name: inner } of declared) {
    const value = embedded ? object.fields.get(inner) : undefined;
    if (value?.kind !== 'object') continue;
    const found = fieldHolder(machine, value, name, depth + 1);
    const holds = (each: { readonly name: string }): boolean => each.name === name;
    if (found !== value || fieldsOf(machine.program, value.type).some(holds)) return found;
  }
  return object;
}

/** What a field is that nobody set; others than these may be set where it cannot be seen. */
function emptyField(object: ObjectValue, type: GoTypeRef | undefined): Value | undefined {
  if (type?.kind === 'basic' && type.name === 'string') return text('');
  if (type?.kind === 'list') return { kind: 'list', items: [] };
  const same = type?.kind === 'own' && object.type?.kind === 'own' && keyOf(type) === keyOf(object.type);
  return same ? nil : undefined;
}

const withName = (value: Value | undefined, name: string): Value | undefined =>
  value?.kind === 'unknown' ? { ...value, name } : value;

export const functionOf = ({ node, file, name }: GoFunction, self?: Value): Value => ({
  kind: 'function',
  node,
  file,
  name,
  ...(self === undefined ? {} : { self }),
});

/** A method of a named type, its own or one of the named type it stands for. */
export function methodOf(machine: Machine, type: GoTypeRef, name: string, depth = 0): GoFunction | undefined {
  if (type.kind !== 'own' || depth > 6) return undefined;
  const found = machine.program.packageIn(type.folder)?.methods.get(type.name)?.get(name);
  if (found !== undefined) return found;
  const declared = declaredType(machine.program, type);
  if (declared?.node.type !== 'type_alias') return undefined;
  const target = typeOf(inField(declared.node, 'type'), declared.file);
  return target === undefined ? undefined : methodOf(machine, target, name, depth + 1);
}
