import type { Parameter } from '../../../model/api.ts';
import type { Code, TypeName } from './code.ts';
import { walkCode } from './code.ts';
import { fieldParameters } from './fields.ts';
import { methodOf, scopeOf } from './names.ts';
import { printType } from './types.ts';
import type { HandlerCode } from './run/handler.ts';
import type { ValueScope } from './definitions.ts';
import { textOf } from './values.ts';
import type { World } from './world.ts';

export type Read = Code & { readonly kind: 'call' };

/** How handlers of a library read their request. */
export interface Reading {
  /** By name of the method: its first argument is the name of the parameter. */
  readonly named: Readonly<Record<string, Parameter['in']>>;
  /** Methods that read the whole body, as an object of a class that is given or as it is. */
  readonly whole: readonly string[];
  /** A body that is read as a class of the target is told field by field, as annotated handlers tell it. */
  readonly byField?: boolean;
  /** Anything else: `call.parameters["id"]`. */
  readonly other?: (
    code: Code,
    textOf: (code: Code | undefined) => string | undefined,
  ) => readonly (readonly [string, Parameter['in']])[];
}

/** Parameters that the body of a handler reads, and those methods of its class that it calls. */
export function readParameters(world: World, handler: HandlerCode, reading: Reading): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const add = (parameter: Parameter): void => {
    const key = `${parameter.in} ${parameter.name}`;
    if (!found.has(key)) found.set(key, parameter);
  };
  eachCode(world, handler, (code, scope) => {
    const origin = { kind: 'read', file: scope.file.path, line: code.line } as const;
    const text = (of: Code | undefined): string | undefined => textOf(world, of, scope).text;
    for (const [name, place] of reading.other?.(code, text) ?? [])
      add({ name, in: place, required: false, origin });
    if (code.kind !== 'call') return;
    const place = Object.hasOwn(reading.named, code.name) ? reading.named[code.name] : undefined;
    const name = place === undefined ? undefined : text(code.args[0]?.value);
    if (place !== undefined && name !== undefined && name !== '')
      add({ name, in: place, required: false, origin });
    if (reading.whole.includes(code.name)) {
      const type = wholeType(code);
      if (reading.byField === true) {
        const given = { name: 'body', ...(type === undefined ? {} : { type }), scope, line: code.line };
        for (const each of fieldParameters(world, given, 'body')) add(each);
        return;
      }
      add({
        name: 'body',
        in: 'body',
        ...(type === undefined ? {} : { type: printType(type) }),
        required: true,
        origin,
      });
    }
  });
  return [...found.values()];
}

/** The class in `as(X.class)`, `receive<X>()`. */
function wholeType(code: Read): TypeName | undefined {
  const [given] = code.types;
  if (given !== undefined) return given;
  const argument = code.args.map(({ value }) => value).find(({ kind }) => kind === 'class');
  return argument?.kind === 'class' ? argument.type : undefined;
}

/** Every piece of a handler's body, and of methods of its class that it calls. */
export function eachCode(
  world: World,
  handler: HandlerCode,
  see: (code: Code, scope: ValueScope) => void,
): void {
  const seen = new Set<unknown>();
  const visit = (body: readonly Code[], scope: ValueScope, depth: number): void =>
    walkCode(body, (code) => {
      see(code, scope);
      if (code.kind !== 'call' || depth > 2 || (code.on !== undefined && code.on.kind !== 'this')) return;
      const owner = scope.within;
      const called = owner === undefined ? undefined : methodOf(world, owner, code.name);
      if (called === undefined || seen.has(called.method)) return;
      seen.add(called.method);
      visit(called.method.body?.() ?? [], scopeOf(called.owner), depth + 1);
    });
  visit(handler.body ?? [], handler.scope, 0);
}
