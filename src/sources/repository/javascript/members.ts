import { arrayMember } from './arrays.ts';
import { findMethod } from './definitions.ts';
import type { Machine } from './machine.ts';
import { objectMember } from './objects.ts';
import { patternTest } from './pattern-tests.ts';
import { inheritedField, inheritsUnknown, prototypeOf } from './prototypes.ts';
import { textMember } from './strings.ts';
import type {
  ClassValue,
  FunctionValue,
  LibraryValue,
  ModuleValue,
  ObjectValue,
  Site,
  Value,
} from './value.ts';
import { choice, native, nothing, objectOf, primitive, unknown } from './value.ts';

export function memberOf(machine: Machine, value: Value, key: string, site: Site): Value {
  switch (value.kind) {
    case 'object':
      return fieldOf(machine, value, key, site);
    case 'array':
      return arrayMember(machine, value, key);
    case 'function':
    case 'native':
      return functionMember(machine, value, key);
    case 'class':
      return classMember(machine, value, key, site);
    case 'library':
      return libraryMember(machine, value, key);
    case 'host':
      return value.fields.get(key) ?? value.member(key) ?? unknown(`${key} of a framework object`);
    case 'module':
      return moduleMember(machine, value, key);
    case 'choice':
      return choice(value.options.map((option) => memberOf(machine, option, key, site)));
    case 'primitive':
      if (value.value === undefined || value.value === null) return unknown(`${key} of nothing`);
      return textMember(machine, value, key);
    case 'text':
      return textMember(machine, value, key);
    case 'result':
      return resultMember(machine, value, key);
    case 'pattern':
      if (key === 'test') return patternTest(value);
      return key === 'source' ? primitive(value.source) : unknown(`${key} of a pattern`);
    case 'unknown':
      return unknownMember(machine, value.configured, key, site);
  }
}

function fieldOf(machine: Machine, object: ObjectValue, key: string, site: Site): Value {
  const field = object.fields.get(key);
  if (field !== undefined) return field;
  if (object.shape !== undefined) {
    const method = findMethod(object.shape, key, 'method');
    if (method !== undefined) return method;
    const getter = findMethod(object.shape, key, 'get');
    if (getter !== undefined) return machine.call(getter, [], site, object);
  }
  const inherited = object.base?.member(key) ?? inheritedField(object, key);
  if (inherited !== undefined) return inherited;
  return (
    objectMember(machine, object, key) ??
    (object.open || object.shape !== undefined || inheritsUnknown(object)
      ? unknown(`${key} is not known`)
      : nothing)
  );
}

/** Inherited statics; the `prototype` of a class is not modelled. */
function classMember(machine: Machine, value: ClassValue, key: string, site: Site): Value {
  for (
    let at: Value | undefined = value, depth = 0;
    at?.kind === 'class' && depth < 20;
    at = at.parent, depth += 1
  ) {
    const field = at.fields.get(key);
    if (field !== undefined) return field;
  }
  const getter = findMethod(value, key, 'get', true);
  if (getter !== undefined) return machine.call(getter, [], site, value);
  if (key === 'name') return primitive(value.node.id?.name ?? '');
  const library = libraryParent(value);
  const inherited = library === undefined ? undefined : modelledMember(machine, library, key);
  return inherited ?? unknown(`static ${key} is not known`);
}

/** The library's class that a class of the target extends. */
function libraryParent(value: ClassValue): LibraryValue | undefined {
  let at: Value | undefined = value;
  for (let depth = 0; at?.kind === 'class' && depth < 20; depth += 1) at = at.parent;
  return at?.kind === 'library' ? at : undefined;
}

function modelledMember(machine: Machine, library: LibraryValue, key: string): Value | undefined {
  for (const model of machine.libraries) {
    if (!model.packages.includes(library.package)) continue;
    const modelled = model.member?.(library, key, machine);
    if (modelled !== undefined) return modelled;
  }
  return undefined;
}

/** `f.constructor.name === 'AsyncFunction'` */
const makerOf = ({ node: { async, generator } }: FunctionValue): Value =>
  objectOf([['name', primitive(`${async ? 'Async' : ''}${generator ? 'Generator' : ''}Function`)]], 0, true);

function functionMember(machine: Machine, value: Value, key: string): Value {
  if (value.kind === 'function') {
    const field = value.fields.get(key);
    if (field !== undefined) return field;
    if (key === 'name') return primitive(value.name ?? '');
    if (key === 'prototype') return prototypeOf(value);
    if (key === 'constructor') return makerOf(value);
  }
  switch (key) {
    case 'call':
      return native('call', (args, site) => machine.call(value, args.slice(1), site, args[0] ?? nothing));
    case 'apply':
      return native('apply', (args, site) => {
        const list = args[1];
        return machine.call(value, list?.kind === 'array' ? list.items : [], site, args[0] ?? nothing);
      });
    case 'bind':
      return native('bind', (args) => {
        const [self, ...bound] = args;
        if (bound.length > 0)
          return native('bind', (more, site) =>
            machine.call(value, [...bound, ...more], site, self ?? nothing),
          );
        if (value.kind !== 'function') return value;
        return self === undefined ? value : { ...value, self };
      });
    default:
      return unknown(`${key} of a function`);
  }
}

function libraryMember(machine: Machine, library: LibraryValue, key: string): Value {
  const modelled = modelledMember(machine, library, key);
  if (modelled !== undefined) return modelled;
  if (key === 'default') return library;
  return { ...library, path: library.path === '' ? key : `${library.path}.${key}` };
}

/** Methods of what a library returned: promises hand on what they hold, the rest stays a result of the library. */
function resultMember(machine: Machine, value: Extract<Value, { kind: 'result' }>, key: string): Value {
  if (key === 'then' || key === 'catch' || key === 'finally') return thenMethod(machine, value);
  const { callee } = value;
  return { kind: 'library', package: callee.package, path: `${callee.path}().${key}`, on: value };
}

const thenMethod = (machine: Machine, value: Value): Value =>
  native('then', ([callback], site) =>
    callback?.kind === 'function' ? machine.call(callback, [value], site) : unknown('a promise'),
  );

function unknownMember(machine: Machine, configured: boolean, key: string, site: Site): Value {
  if (key === 'then') return thenMethod(machine, unknown('the value of a promise'));
  return unknown(`${key} of something unknown`, { configured, site });
}

function moduleMember(machine: Machine, value: ModuleValue, key: string): Value {
  return machine.exported(value.path, key);
}

export function setMemberOf(machine: Machine, value: Value, key: string, next: Value): void {
  switch (value.kind) {
    case 'object': {
      const old = value.fields.get(key);
      value.fields.set(key, machine.level > value.level && old !== undefined ? choice([old, next]) : next);
      return;
    }
    case 'function':
    case 'class':
    case 'host':
      value.fields.set(key, next);
      return;
    case 'array': {
      const index = Number(key);
      if (Number.isInteger(index) && index >= 0 && index < 10_000) value.items[index] = next;
      else value.open = true;
      return;
    }
    case 'choice':
      for (const option of value.options) setMemberOf(machine, option, key, next);
      return;
    default:
      return;
  }
}
