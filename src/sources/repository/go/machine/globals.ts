import type { GoFile, GoValue } from '../program/package.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import { innerScope } from './machine.ts';
import { typeOf } from './types.ts';
import type { Value } from './value.ts';
import { unknown } from './value.ts';

/** What a name means in a package: function, variable, constant or type; found when it is asked for. */
export function declaredName(machine: Machine, file: GoFile, name: string): Value | undefined {
  const { package: own } = file;
  const declared = own.functions.get(name);
  if (declared !== undefined) return { kind: 'function', node: declared.node, file: declared.file, name };
  const value = own.values.get(name);
  if (value !== undefined) return globalValue(machine, own.folder, value);
  if (own.types.has(name)) return { kind: 'type', type: { kind: 'own', folder: own.folder, name } };
  if (/^(string|\[\]byte|int|int64|any|error|bool|byte|float64)$/.test(name))
    return { kind: 'type', type: { kind: 'basic', name } };
  return undefined;
}

export function globalValue(machine: Machine, folder: string, declared: GoValue): Value {
  const key = `${folder}\u0000${declared.name}`;
  const known = machine.globals.get(key);
  if (known !== undefined) return known;
  const type = typeOf(declared.type, declared.file);
  machine.globals.set(key, unknown(`\`${declared.name}\` stands in its own value`, type));
  const found = valueOf(machine, declared) ?? unknown(`\`${declared.name}\` is set at run time`, type);
  const typed = found.kind === 'unknown' && type !== undefined ? { ...found, type } : found;
  machine.globals.set(key, typed);
  return typed;
}

function valueOf(machine: Machine, { value, file, place, names, iota }: GoValue): Value | undefined {
  if (value === undefined) return undefined;
  const scope = innerScope(undefined);
  scope.bindings.set('iota', { value: { kind: 'number', value: iota }, level: 0 });
  const before = machine.branch;
  machine.branch = [];
  const found = evaluate({ machine, file, scope, answers: [], named: [] }, value);
  machine.branch = before;
  if (names === 1) return found.kind === 'tuple' ? found.items[0] : found;
  return found.kind === 'tuple' ? found.items[place] : undefined;
}
