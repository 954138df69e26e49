import type { DeclaredRoute } from '../../http/declared.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { methodOf, scopeOf } from '../names.ts';
import type { ValueScope } from '../definitions.ts';
import { scopeFor } from './texts.ts';
import type { Machine } from './machine.ts';
import type { Value } from './value.ts';

/** A function that answers requests, with its body. */
export interface HandlerCode {
  readonly place: NonNullable<DeclaredRoute['handler']>;
  readonly parameters: readonly string[];
  /** Absent: the body is not in the target. */
  readonly body?: readonly Code[];
  readonly scope: ValueScope;
  readonly owner?: ClassDeclaration;
}

/** Names of methods by which objects handle requests, by library. */
const handling = [
  'handle',
  'apply',
  'serve',
  'accept',
  'invoke',
  'doGet',
  'service',
  'call',
  'route',
  'handleRequest',
];

export function handlerOf(
  machine: Machine,
  value: Value,
  names: readonly string[] = handling,
): HandlerCode | undefined {
  switch (value.kind) {
    case 'closure': {
      const { file, within } = value.frame.scope;
      return {
        place: { file: file.path, line: value.line },
        parameters: value.parameters,
        body: value.body,
        scope: scopeFor(machine, value.frame),
        ...(within === undefined ? {} : { owner: within }),
      };
    }
    case 'method': {
      const { method, owner } = value;
      const name = owner === undefined ? method.name : `${owner.name}.${method.name}`;
      const body = method.body?.();
      return {
        place: { file: method.file.path, line: method.line, name },
        parameters: method.parameters.map((each) => each.name),
        ...(body === undefined ? {} : { body }),
        scope: owner === undefined ? { file: method.file } : scopeOf(owner),
        ...(owner === undefined ? {} : { owner }),
      };
    }
    case 'instance':
      return ofInstance(machine, value.of, names);
    case 'anonymous': {
      const method = value.methods.find(({ name }) => names.includes(name)) ?? value.methods[0];
      if (method === undefined) return undefined;
      return {
        place: { file: value.frame.scope.file.path, line: method.line },
        parameters: method.parameters,
        body: value.methods.flatMap(({ body }) => body),
        scope: scopeFor(machine, value.frame),
      };
    }
    default:
      return undefined;
  }
}

function ofInstance(
  machine: Machine,
  of: ClassDeclaration,
  names: readonly string[],
): HandlerCode | undefined {
  const found = names.map((name) => methodOf(machine.world, of, name)).find((each) => each !== undefined);
  if (found === undefined) return undefined;
  const body = found.method.body?.();
  return {
    place: { file: found.method.file.path, line: found.method.line, name: `${of.name}.${found.method.name}` },
    parameters: found.method.parameters.map((each) => each.name),
    ...(body === undefined ? {} : { body }),
    scope: scopeOf(found.owner),
    owner: of,
  };
}
