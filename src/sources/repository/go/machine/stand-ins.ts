import { allOfType, inField } from '../../languages/syntax.ts';
import { standInRouter } from '../frameworks/stand-in.ts';
import type { Machine } from './machine.ts';
import type { GoTypeRef } from './types.ts';
import { declaredType, keyOf, underlying } from './types.ts';
import type { ObjectValue, Value } from './value.ts';
import { unknown } from './value.ts';

/**
 * A value of a type that nobody was seen to make: a router of a framework, the struct of that type that was made
 * somewhere, or one whose fields stand in themselves.
 */
export function standInOf(machine: Machine, type: GoTypeRef, place = ''): Value {
  const inner = underlying(machine.program, type);
  for (const each of [type, inner]) {
    if (each?.kind !== 'library') continue;
    const router = standInRouter(machine, each, place);
    if (router !== undefined) return router;
  }
  if (type.kind !== 'own') return unknown('an argument that nobody was seen to give', type);
  const made = machine.instances.get(keyOf(type))?.at(-1);
  if (made !== undefined) return made;
  const router = ownInterfaceRouter(machine, type, place);
  if (router !== undefined) return router;
  if (inner?.kind !== 'struct') return unknown('an argument that nobody was seen to give', type);
  const key = keyOf(type);
  const known = machine.standIns.get(key);
  if (known !== undefined) return known;
  const object: ObjectValue = { kind: 'object', type, fields: new Map() };
  machine.standIns.set(key, object);
  return object;
}

/** A field that nobody was seen to set: the same in every method of the type. */
export function fieldStandIn(
  machine: Machine,
  object: ObjectValue,
  name: string,
  type: GoTypeRef | undefined,
): Value | undefined {
  if (type === undefined || object.type === undefined) return undefined;
  const others = machine.instances.get(keyOf(object.type)) ?? [];
  for (const other of others) {
    const value = other.fields.get(name);
    if (value !== undefined && value.kind !== 'unknown' && value.kind !== 'nil') return value;
  }
  const found = standInOf(machine, type, `${keyOf(object.type)}.${name}`);
  if (found.kind === 'router') object.fields.set(name, found);
  return found;
}

const routing = /^(GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|Group|Handle|HandleFunc|Route|Use)$/;

/** An interface of the target that a router of a framework meets: it names its methods. */
function ownInterfaceRouter(machine: Machine, type: GoTypeRef, place: string): Value | undefined {
  const declared = declaredType(machine.program, type);
  const body = inField(declared?.node, 'type');
  if (declared === undefined || body?.type !== 'interface_type' || type.kind !== 'own') return undefined;
  for (const element of allOfType(body, 'type_elem')) {
    const from = declared.file.imports.get(element.text.split('.')[0] ?? '');
    const embedded =
      from === undefined || from.folder !== undefined
        ? undefined
        : standInRouter(
            machine,
            { kind: 'library', package: from.path, name: element.text.split('.')[1] ?? '' },
            place,
          );
    if (embedded !== undefined) return embedded;
  }
  const names = allOfType(body, 'method_elem').filter((method) =>
    routing.test(inField(method, 'name')?.text ?? ''),
  );
  if (names.length < 2) return undefined;
  for (const { path } of machine.program.importsOf(type.folder)) {
    const framework = machine.frameworks.find((each) => each.owns(path));
    const [name] = Object.keys(framework?.types ?? {});
    if (framework !== undefined && name !== undefined)
      return standInRouter(
        machine,
        { kind: 'library', package: path, name: framework.groupType ?? name },
        place,
      );
  }
  return undefined;
}
