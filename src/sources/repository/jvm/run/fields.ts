import type { ClassDeclaration } from '../classes.ts';
import { argument, lastName } from '../code.ts';
import { classOf, fieldOf, scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import type { SettingHost, Value } from './value.ts';
import { unknownValue } from './value.ts';

/** A field: what was assigned, its initial value, or an object of its class, as a container would inject it. */
export function fieldValue(
  machine: Machine,
  self: Value & { readonly kind: 'instance' },
  name: string,
): Value | undefined {
  const known = self.fields.get(name);
  if (known !== undefined) return known;
  const found = fieldOf(machine.world, self.of, name);
  if (found === undefined) return undefined;
  const setting = settingOf(machine, self.of, name);
  if (setting !== undefined) return setting;
  const scope = { file: found.owner.file, within: found.owner };
  const code = found.field.value?.();
  self.fields.set(name, unknownValue);
  const type = found.field.type;
  const injected = type === undefined ? undefined : classOf(machine.world, type.name, scope);
  const isInjected = found.field.annotations.some((each) => /(Value|ConfigProperty)$/.test(each.name));
  const value: Value =
    code !== undefined
      ? evaluate(machine, code, { scope, names: new Map(), self })
      : isInjected
        ? {
            kind: 'code',
            code: { kind: 'name', name, line: found.field.line },
            frame: { scope, names: new Map() },
          }
        : injected !== undefined && injected.kind !== 'enum'
          ? { kind: 'instance', of: injected, fields: new Map() }
          : unknownValue;
  self.fields.set(name, value);
  return value.kind === 'unknown' ? undefined : value;
}

/** `@ConfigurationProperties("a.b")`: its fields are what the settings below that prefix say. */
function settingOf(machine: Machine, of: ClassDeclaration, name: string): Value | undefined {
  const annotation = of.annotations.find((each) => lastName(each.name) === 'ConfigurationProperties');
  if (annotation === undefined) return undefined;
  const given = argument(annotation.args, 'prefix') ?? argument(annotation.args, 'value', 0);
  const prefix = textOf(machine.world, given, scopeOf(of)).text;
  if (prefix === undefined) return undefined;
  const host: SettingHost = { type: 'setting', key: `${prefix}.${name}` };
  return { kind: 'host', host };
}
