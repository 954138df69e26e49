import { setPrototype } from './prototypes.ts';
import type { Machine } from './machine.ts';
import type { ArrayValue, NativeValue, ObjectValue, Value } from './value.ts';
import { arrayOf, choice, native, nothing, objectOf, primitive, unknown } from './value.ts';

/** Members every object has, and those of `Map`, which is kept as an object of its entries. */
export function objectMember(machine: Machine, object: ObjectValue, key: string): Value | undefined {
  const whole = object.map === true && !object.open;
  switch (key) {
    case 'hasOwnProperty':
      return native(key, () => unknown('whether a property exists'));
    case 'toString':
      return native(key, () => unknown('an object as text'));
    case 'get':
      return native(key, ([name]) => {
        const found = name?.kind === 'primitive' ? object.fields.get(String(name.value)) : undefined;
        return found ?? (whole && name?.kind === 'primitive' ? nothing : unknown('an entry of a map'));
      });
    case 'has':
      return native(key, ([name]) => {
        if (name?.kind !== 'primitive') return unknown('whether a map has an entry');
        if (object.fields.has(String(name.value))) return primitive(true);
        return whole ? primitive(false) : unknown('whether a map has an entry');
      });
    case 'set':
      return native(key, ([name, value]) => {
        if (name?.kind === 'primitive' && value !== undefined) object.fields.set(String(name.value), value);
        else object.open = true;
        return object;
      });
    default:
      return object.map === true ? mapMember(machine, object, key) : undefined;
  }
}

function mapMember(machine: Machine, map: ObjectValue, key: string): Value | undefined {
  const over = (pick: (name: string, value: Value) => Value): NativeValue =>
    native(key, () =>
      arrayOf(
        [...map.fields].map(([name, value]) => pick(name, value)),
        map.open,
      ),
    );
  switch (key) {
    case 'keys':
      return over((name) => primitive(name));
    case 'values':
      return over((_, value) => value);
    case 'entries':
      return over((name, value) => arrayOf([primitive(name), value]));
    case 'forEach':
      return native(key, ([callback], site) => {
        if (callback !== undefined)
          for (const [name, value] of map.fields) machine.call(callback, [value, primitive(name), map], site);
        return nothing;
      });
    default:
      return undefined;
  }
}

/** What a loop over a value turns over: the items of a list, the entries of a map. */
export function listOf(value: Value): ArrayValue | undefined {
  if (value.kind === 'array') return value;
  if (value.kind !== 'object' || value.map !== true) return undefined;
  return arrayOf(
    [...value.fields].map(([name, each]) => arrayOf([primitive(name), each])),
    value.open,
  );
}

/** Tables larger than this are not tried entry by entry. */
const largest = 48;

/** What a property of a table is whose name is not known: any of its functions. */
export function anyMember(object: Value): Value | undefined {
  if (object.kind !== 'object' || object.shape !== undefined || object.fields.size > largest)
    return undefined;
  const values = [...object.fields.values()];
  const callable = values.filter((value) => value.kind === 'function' || value.kind === 'class');
  return callable.length > 0 && callable.length === values.length ? choice(callable) : undefined;
}

const entriesOf = (value: Value | undefined): readonly (readonly [string, Value])[] | undefined =>
  value?.kind === 'object' ? [...value.fields] : undefined;

/** The statics of `Object` that tables of routes are walked with. */
export function objectStatics(machine: Machine, key: string): NativeValue | undefined {
  const over = (pick: (entry: readonly [string, Value]) => Value): NativeValue =>
    native(key, ([value]) => {
      const entries = value?.kind === 'module' ? machine.exportsOf(value.path) : entriesOf(value);
      const open = value?.kind === 'object' ? value.open : value?.kind !== 'module';
      return arrayOf((entries ?? []).map(pick), open);
    });
  switch (key) {
    case 'keys':
      return over(([name]) => primitive(name));
    case 'values':
      return over(([, value]) => value);
    case 'entries':
      return over(([name, value]) => arrayOf([primitive(name), value]));
    case 'freeze':
    case 'seal':
      return native(key, ([value]) => value ?? nothing);
    case 'assign':
      return native(key, ([target, ...sources]) => {
        for (const source of sources)
          for (const [name, value] of entriesOf(source) ?? [])
            if (target !== undefined) machine.setMember(target, name, value);
        return target ?? nothing;
      });
    case 'setPrototypeOf':
      return native(key, ([child, parent]) => {
        setPrototype(child, parent);
        return child ?? nothing;
      });
    case 'create':
      return native(key, ([shape]) =>
        objectOf(entriesOf(shape) ?? [], machine.level, shape?.kind !== 'primitive'),
      );
    case 'fromEntries':
      return native(key, ([list]) => {
        const pairs = list?.kind === 'array' ? list.items : [];
        const entries = pairs.flatMap((pair): (readonly [string, Value])[] => {
          if (pair.kind !== 'array') return [];
          const [name, value] = pair.items;
          return name?.kind === 'primitive' && value !== undefined ? [[String(name.value), value]] : [];
        });
        return objectOf(entries, machine.level, list?.kind !== 'array' || list.open);
      });
    default:
      return undefined;
  }
}
