import { setEntry } from './assignments.ts';
import { attributeOf } from './attributes.ts';
import type { Machine } from './machine.ts';
import { importedValue } from './modules.ts';
import { joined } from './operators.ts';
import { elements } from './sequences.ts';
import { format, textMethod } from './strings.ts';
import type { Arguments, Value } from './value.ts';
import { argument, asSetting, carrySetting, constant, list, none, stringOf, unknown } from './value.ts';

const names = new Set(
  'str int float bool bytes list tuple dict set frozenset print len range enumerate zip map filter sorted reversed getattr setattr hasattr isinstance issubclass super type object property staticmethod classmethod Exception ValueError PermissionError NotImplementedError iter next vars any all open max min sum'.split(
    ' ',
  ),
);

export const builtin = (name: string): Value =>
  names.has(name) ? { kind: 'library', path: name } : unknown(`${name} is not defined`);

/** A call of a built-in function or of a library function that only puts values together. */
export function callBuiltin(machine: Machine, path: string, args: Arguments): Value | undefined {
  const [first] = args.positional;
  switch (path) {
    case 'str':
      return first === undefined ? constant('') : joined([first]);
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
    case 'sorted':
    case 'iter': {
      const found = first === undefined ? { items: [], open: false } : elements(machine, first);
      return list(found.items, found.open);
    }
    case 'dict':
    case 'collections.OrderedDict':
      return dictFrom(first, args);
    case 'collections.defaultdict': {
      const missing =
        first?.kind === 'library' && (first.path === 'list' || first.path === 'dict')
          ? first.path
          : undefined;
      return {
        kind: 'dict',
        entries: [],
        open: missing === undefined,
        ...(missing === undefined ? {} : { missing }),
      };
    }
    case 'enumerate':
    case 'zip':
    case 'reversed':
    case 'range':
      return sequence(machine, path, args.positional);
    case 'django.utils.module_loading.import_string':
    case 'importlib.import_module': {
      const text = stringOf(first);
      return text === undefined ? undefined : importedValue(machine, machine.packages.dotted('', text));
    }
    case 'getattr':
    case 'setattr':
      return callOnAttribute(machine, path, args);
    case 'bool':
    case 'int':
    case 'float':
      return converted(path, first);
    case 'os.getenv':
    case 'os.environ.get':
    case 'os.environ.setdefault':
    case 'decouple.config': {
      const fallback = argument(args, 1, 'default');
      return fallback?.kind === 'constant' && fallback.value !== null ? asSetting(fallback) : undefined;
    }
    default:
      return callOnPaths(path, args);
  }
}

function callOnAttribute(machine: Machine, path: string, args: Arguments): Value | undefined {
  const [first, second, third] = args.positional;
  if (path === 'getattr') {
    const name = stringOf(second);
    if (first === undefined || name === undefined) return undefined;
    const found = attributeOf(machine, first, name);
    const isOpaque = /^(unknown|member|result|choice)$/.test(found.kind);
    return isOpaque && third !== undefined && third.kind === 'constant'
      ? asSetting(third)
      : found.kind === 'unknown' && third !== undefined
        ? third
        : found;
  }
  const name = stringOf(second);
  if (name !== undefined && third !== undefined && (first?.kind === 'instance' || first?.kind === 'class'))
    first.attributes.set(name, third);
  return none;
}

function callOnPaths(path: string, args: Arguments): Value | undefined {
  const [, second] = args.positional;
  switch (path) {
    case 'os.path.join':
    case 'posixpath.join':
      return joined(args.positional.flatMap((each, at) => (at === 0 ? [each] : [constant('/'), each])));
    case 'urllib.parse.urljoin':
      return stringOf(second)?.startsWith('/') === true ? second : undefined;
    case 'typing.cast':
      return second;
    default:
      return undefined;
  }
}

function converted(name: string, given: Value | undefined): Value | undefined {
  if (given?.kind !== 'constant') return undefined;
  if (name === 'bool') return carrySetting(constant(Boolean(given.value)), [given]);
  const value = Number(given.value);
  return Number.isNaN(value) ? undefined : carrySetting(constant(value), [given]);
}

function dictFrom(first: Value | undefined, args: Arguments): Value {
  const entries: [Value, Value][] = first?.kind === 'dict' ? [...first.entries] : [];
  for (const [key, value] of args.keywords) entries.push([constant(key), value]);
  return { kind: 'dict', entries, open: args.open || (first !== undefined && first.kind !== 'dict') };
}

function sequence(machine: Machine, name: string, given: readonly Value[]): Value | undefined {
  const [first] = given;
  if (first === undefined) return undefined;
  if (name === 'range') {
    const [from, to] = given.map((each) => (each.kind === 'constant' ? Number(each.value) : Number.NaN));
    const [start, end] = to === undefined ? [0, from ?? 0] : [from ?? 0, to];
    if (Number.isNaN(start) || Number.isNaN(end)) return list([], true);
    return list(
      Array.from({ length: Math.max(0, Math.min(end - start, 200)) }, (_, at) => constant(start + at)),
    );
  }
  const parts = given.map((each) => elements(machine, each));
  const open = parts.some((part) => part.open);
  const items = parts[0]?.items ?? [];
  if (name === 'reversed') return list(items.toReversed(), open);
  if (name === 'enumerate')
    return list(
      items.map((each, at) => list([constant(at), each])),
      open,
    );
  const shortest = Math.min(...parts.map((part) => part.items.length));
  return list(
    Array.from({ length: shortest }, (_, at) => list(parts.flatMap((part) => part.items[at] ?? []))),
    open,
  );
}

/** A method of a text, list or dictionary. */
export function callMethod(
  machine: Machine,
  object: Value,
  name: string,
  args: Arguments,
): Value | undefined {
  const [first, second] = args.positional;
  if (object.kind === 'constant' && typeof object.value === 'string') {
    if (name === 'format') return format(object.value, args.positional, args.keywords);
    if (name === 'join' && first !== undefined) return join(machine, object.value, first);
    const result = textMethod(name, object.value, args.positional);
    return result === undefined ? undefined : carrySetting(result, [object, ...args.positional]);
  }
  if (object.kind === 'text' && /^(strip|rstrip|lstrip|lower|encode|format)$/.test(name)) return object;
  if (object.kind === 'list') return listMethod(machine, object, name, first, second);
  if (object.kind === 'dict') return dictMethod(object, name, first, second, args);
  return undefined;
}

function join(machine: Machine, separator: string, given: Value): Value {
  const { items, open } = elements(machine, given);
  if (open) return unknown('a list that is not known is joined');
  return joined(items.flatMap((each, at) => (at === 0 ? [each] : [constant(separator), each])));
}

function listMethod(
  machine: Machine,
  object: Extract<Value, { kind: 'list' }>,
  name: string,
  first: Value | undefined,
  second: Value | undefined,
): Value | undefined {
  if (object.items.length > 20_000) return none;
  switch (name) {
    case 'append':
    case 'add':
      if (first !== undefined) object.items.push(first);
      return none;
    case 'insert':
      if (second !== undefined)
        object.items.splice(first?.kind === 'constant' ? Number(first.value) || 0 : 0, 0, second);
      return none;
    case 'extend':
    case 'update': {
      const found =
        first === undefined
          ? { items: [], open: true }
          : first.kind === 'result' || first.kind === 'member'
            ? { items: [first], open: true }
            : elements(machine, first);
      object.items.push(...found.items.slice(0, 5_000));
      object.open ||= found.open;
      return none;
    }
    case 'copy':
      return list(object.items, object.open);
    case 'pop':
      return object.items.at(-1) ?? unknown('nothing to take');
    default:
      return undefined;
  }
}

function dictMethod(
  object: Extract<Value, { kind: 'dict' }>,
  name: string,
  first: Value | undefined,
  second: Value | undefined,
  args: Arguments,
): Value | undefined {
  const key = stringOf(first);
  const found =
    key === undefined ? undefined : object.entries.findLast(([known]) => stringOf(known) === key)?.[1];
  switch (name) {
    case 'items':
      return list(
        object.entries.map(([known, value]) => list([known, value])),
        object.open,
      );
    case 'values':
      return list(
        object.entries.map(([, value]) => value),
        object.open,
      );
    case 'keys':
      return list(
        object.entries.map(([known]) => known),
        object.open,
      );
    case 'get':
    case 'pop':
      return (
        found ?? (object.open || key === undefined ? unknown('an entry that is not known') : (second ?? none))
      );
    case 'setdefault':
      if (found === undefined && first !== undefined && second !== undefined) setEntry(object, first, second);
      return found ?? second;
    case 'update':
      if (first?.kind === 'dict') for (const [known, value] of first.entries) setEntry(object, known, value);
      else if (first !== undefined) object.open = true;
      for (const [known, value] of args.keywords) setEntry(object, constant(known), value);
      return none;
    case 'copy':
      return { kind: 'dict', entries: [...object.entries], open: object.open };
    default:
      return undefined;
  }
}
