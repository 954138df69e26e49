import { folderOf } from '../file-paths.ts';
import type { Machine } from './machine.ts';
import { listOf, objectStatics } from './objects.ts';
import type { ObjectValue, Value } from './value.ts';
import { arrayOf, native, nothing, objectOf, primitive, unknown } from './value.ts';

/** Names of the language and of Node; undefined for a name that nothing is known of. */
export function globalValue(machine: Machine, name: string, file: string): Value | undefined {
  switch (name) {
    case 'undefined':
      return nothing;
    case 'NaN':
    case 'Infinity':
      return unknown(name);
    case '__dirname':
      return primitive(`/${folderOf(file)}`);
    case '__filename':
      return primitive(`/${file}`);
    case 'require':
      return native('require', ([path]) =>
        path?.kind === 'primitive' && typeof path.value === 'string'
          ? machine.importFrom(path.value, file)
          : unknown('a required file whose path is not known'),
      );
    case 'global':
    case 'globalThis':
      return sharedObject(machine);
    case 'process':
      return { kind: 'library', package: 'process', path: '' };
    case 'Object':
    case 'Array':
    case 'Promise':
    case 'Map':
    case 'Set':
    case 'String':
    case 'Reflect':
      return { kind: 'library', package: `global:${name}`, path: '' };
    default: {
      const kept = sharedObject(machine).fields.get(name);
      if (kept !== undefined) return kept;
      return machine.libraries.some(({ packages }) => packages.includes(`global:${name}`))
        ? { kind: 'library', package: `global:${name}`, path: '' }
        : undefined;
    }
  }
}

/** `typeof window`: code that runs on both sides asks on which it is; a server has none of these, and a process. */
export const typeOfGlobal = (name: string): string | undefined =>
  /^(window|document|localStorage|sessionStorage)$/.test(name)
    ? 'undefined'
    : name === 'process'
      ? 'object'
      : undefined;

const shared = new WeakMap<Machine, ObjectValue>();

/** Whether it is the object that all files share. */
export const isShared = (machine: Machine, value: Value): boolean => value === shared.get(machine);

/** The object all files share; what the target keeps there is known once the file that sets it was walked. */
function sharedObject(machine: Machine): ObjectValue {
  const known = shared.get(machine) ?? objectOf([], 0, true);
  shared.set(machine, known);
  return known;
}

/** `import.meta` of a file; the root of the target is `/`. */
export const importMeta = (file: string): Value =>
  objectOf(
    [
      ['url', primitive(`file:///${file}`)],
      ['dirname', primitive(`/${folderOf(file)}`)],
      ['filename', primitive(`/${file}`)],
      ['env', unknown('the environment', { configured: true })],
    ],
    0,
    true,
  );

/** Calls on the names above, found as library values whose package starts with `global:`. */
export function callGlobal(
  machine: Machine,
  name: string,
  path: string,
  args: readonly Value[],
): Value | undefined {
  const [first] = args;
  switch (`${name}.${path}`) {
    case 'Array.isArray':
      if (first === undefined || first.kind === 'unknown' || first.kind === 'choice')
        return unknown('whether it is a list');
      return primitive(first.kind === 'array');
    case 'Array.from': {
      const list = first === undefined ? undefined : listOf(first);
      return list ?? arrayOf([], true);
    }
    case 'Array.':
    case 'Set.':
      return first?.kind === 'array' ? arrayOf(first.items, first.open) : arrayOf([]);
    case 'Map.': {
      const pairs = first?.kind === 'array' ? first.items : [];
      const entries = pairs.flatMap((pair): (readonly [string, Value])[] => {
        const [key, value] = pair.kind === 'array' ? pair.items : [];
        return key?.kind === 'primitive' && value !== undefined ? [[String(key.value), value]] : [];
      });
      return mapOf(machine, entries);
    }
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'Promise.resolve':
      return first ?? nothing;
    case 'String.':
      return first;
    default:
      return undefined;
  }
}

/**
 * A map made at the top of a module is a registry: files that are not followed may fill it. One that a function makes
 * holds what was seen to be put in.
 */
const mapOf = (machine: Machine, entries: readonly (readonly [string, Value])[]): ObjectValue => ({
  ...objectOf(entries, machine.level, !machine.inFunction()),
  map: true,
});

export const globalStatic = (machine: Machine, name: string, key: string): Value | undefined =>
  name === 'Object' || name === 'Reflect' ? objectStatics(machine, key) : undefined;
