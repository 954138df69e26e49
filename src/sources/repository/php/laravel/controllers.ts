import { callMethod } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { instance } from '../calls.ts';
import { lineage, methodOf } from '../codebase.ts';
import type { PhpClass } from '../classes.ts';
import { argumentValues } from '../calls.ts';
import type { Arguments, Host, PhpValue, Scope, Site } from '../value.ts';
import { argument, textsOf } from '../value.ts';
import type { GivenMiddleware } from './registry.ts';
import { middlewareOf } from './groups.ts';

/** Middleware that a controller asks for itself, with the methods it is for. */
interface ControllerMiddleware {
  readonly given: readonly GivenMiddleware[];
  only: readonly string[] | undefined;
  except: readonly string[];
}

/** The middleware of controllers, read once for each class. */
export interface ControllerChecks {
  readonly of: (declared: PhpClass, method: string) => readonly GivenMiddleware[];
  /** Hears `$this->middleware(…)` while a constructor runs. */
  readonly methodCall: (
    receiver: PhpValue,
    method: string,
    args: Arguments,
    site: Site,
  ) => PhpValue | undefined;
}

export function controllerChecks(machine: () => Machine): ControllerChecks {
  const known = new Map<string, readonly ControllerMiddleware[]>();
  let hearing: ControllerMiddleware[] | undefined;
  const read = (declared: PhpClass): readonly ControllerMiddleware[] => {
    const before = known.get(declared.name);
    if (before !== undefined) return before;
    const heard: ControllerMiddleware[] = [];
    known.set(declared.name, heard);
    const outer = hearing;
    hearing = heard;
    if (
      lineage(machine().codebase, declared).some(
        ({ methods, file }) =>
          methods.has('__construct') && /->(middleware|authorizeResource)\s*\(/.test(file.root.text),
      )
    )
      instance(machine(), declared.name, []);
    hearing = outer;
    heard.push(...declaredMiddleware(machine(), declared), ...attributeMiddleware(machine(), declared));
    return heard;
  };
  return {
    of: (declared, method) =>
      read(declared).flatMap(({ given, only, except }) =>
        (only === undefined || has(only, method)) && !has(except, method) ? given : [],
      ),
    methodCall: (receiver, method, args, site) => {
      if (hearing === undefined || receiver.kind !== 'object') return undefined;
      if (method === 'authorizeresource') {
        hearing.push(resourcePolicy(args, site, machine()));
        return { kind: 'null' };
      }
      if (method !== 'middleware') return undefined;
      const made: ControllerMiddleware = {
        given: middlewareOf(machine(), args.slice(0, 1), site),
        only: undefined,
        except: [],
      };
      hearing.push(made);
      return narrowing(made, args[1]?.value);
    },
  };
}

const has = (names: readonly string[], method: string): boolean =>
  names.some((name) => name.toLowerCase() === method.toLowerCase());

/** `->only(…)`, `->except(…)`, or the same as a list of options. */
function narrowing(made: ControllerMiddleware, options: PhpValue | undefined): PhpValue {
  const narrow = (kind: string, names: readonly string[]): void => {
    if (kind === 'only') made.only = names;
    else if (kind === 'except') made.except = names;
  };
  for (const entry of options?.kind === 'array' ? options.entries : [])
    narrow(entry.key ?? '', textsOf(entry.value));
  const host: Host = {
    className: 'Illuminate\\Routing\\ControllerMiddlewareOptions',
    call: (method, args) => {
      narrow(
        method,
        args.flatMap(({ value }) => textsOf(value)),
      );
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

const policied = ['index', 'show', 'create', 'store', 'edit', 'update', 'destroy'];

function resourcePolicy(args: Arguments, site: Site, machine: Machine): ControllerMiddleware {
  const options = argument(args, 2, 'options');
  const only = options?.kind === 'array' ? options.entries.find(({ key }) => key === 'only') : undefined;
  const except = options?.kind === 'array' ? options.entries.find(({ key }) => key === 'except') : undefined;
  const model = textsOf(args[0]?.value)[0]?.split('\\').at(-1) ?? '';
  return {
    given: middlewareOf(
      machine,
      [{ value: { kind: 'text', text: `can:resource,${model}` }, node: site.node }],
      site,
    ),
    only: only === undefined ? policied : textsOf(only.value),
    except: except === undefined ? [] : textsOf(except.value),
  };
}

/** `public static function middleware(): array` of `HasMiddleware`. */
function declaredMiddleware(machine: Machine, declared: PhpClass): readonly ControllerMiddleware[] {
  const method = methodOf(machine.codebase, declared, 'middleware');
  if (method?.isStatic !== true) return [];
  const given = callMethod(machine, method, [], undefined);
  const site: Site = { node: method.node, scope: { file: method.file, variables: new Map() } };
  return (given.kind === 'array' ? given.entries : []).map(({ value }) =>
    fromMiddlewareObject(machine, value, site),
  );
}

/** `new Middleware('auth', only: ['index'])` or a plain name. */
function fromMiddlewareObject(machine: Machine, value: PhpValue, site: Site): ControllerMiddleware {
  if (value.kind !== 'object' || !value.className.endsWith('\\Middleware'))
    return { given: middlewareOf(machine, [{ value, node: site.node }], site), only: undefined, except: [] };
  const only = argument(value.args, 1, 'only');
  const except = argument(value.args, 2, 'except');
  return {
    given: middlewareOf(machine, value.args.slice(0, 1), site),
    only: only === undefined || only.kind === 'null' ? undefined : textsOf(only),
    except: textsOf(except),
  };
}

/** `#[Middleware('auth', only: [...])]` on the class or on one method. */
function attributeMiddleware(machine: Machine, declared: PhpClass): readonly ControllerMiddleware[] {
  const scope: Scope = { file: declared.file, class: declared, variables: new Map() };
  const made = (
    attributes: PhpClass['attributes'],
    only: readonly string[] | undefined,
  ): readonly ControllerMiddleware[] =>
    attributes.flatMap((attribute) => {
      if (!/(^|\\)(Middleware|Authorize)$/.test(attribute.name)) return [];
      const args = argumentValues(machine, attribute.node, scope);
      const site: Site = { node: attribute.node, scope };
      if (attribute.name.endsWith('Authorize')) {
        const ability = args.flatMap(({ value }) => textsOf(value)).join(',');
        return [
          {
            given: middlewareOf(
              machine,
              [{ value: { kind: 'text', text: `can:${ability}` }, node: attribute.node }],
              site,
            ),
            only,
            except: [],
          },
        ];
      }
      const narrowed = args.find(({ name }) => name === 'only');
      const except = args.find(({ name }) => name === 'except');
      return [
        {
          given: middlewareOf(machine, args.slice(0, 1), site),
          only: only ?? (narrowed === undefined ? undefined : textsOf(narrowed.value)),
          except: except === undefined ? [] : textsOf(except.value),
        },
      ];
    });
  return [
    ...lineage(machine.codebase, declared).flatMap((each) => made(each.attributes, undefined)),
    ...[...declared.methods.values()].flatMap((method) => made(method.attributes, [method.name])),
  ];
}
