import { kindNames, methodOf } from '../codebase.ts';
import type { PhpClass } from '../classes.ts';
import { invoke } from './invoke.ts';
import type { Machine } from './machine.ts';
import { retrace, traced } from './records/access.ts';
import type { Instance, Value } from './value.ts';
import { instanceOf, joinAll, nothing, ofKind } from './value.ts';

const requestType =
  /(^|\\)(Request|ServerRequest|ServerRequestInterface|RequestInterface|FormRequest|WP_REST_Request|IncomingRequest|HttpRequest|RequestStack|CI_Input)$/;

const uploadType = /(^|\\)(UploadedFile|UploadedFileInterface)$/;

/** What a parameter or field of a type holds, where nobody says more. */
export function valueOfType(machine: Machine, type: string): Value {
  const declared = machine.codebase.class(type);
  if (declared === undefined) return outside(type);
  const names = kindNames(machine.codebase, declared);
  const isRequest = names.some(
    (name) => requestType.test(name) && machine.codebase.class(name) === undefined,
  );
  const made = shared(machine, declared);
  if (isRequest) return { ...made, kinds: ['@request', `@rules:${declared.name}`] };
  return made;
}

function outside(type: string): Value {
  // What a client sends is a request as well.
  if (/^(Psr\\Http\\Message\\RequestInterface|GuzzleHttp\\Psr7\\Request)$/.test(type)) return nothing;
  if (requestType.test(type)) return ofKind('@request');
  if (uploadType.test(type)) return ofKind('@upload');
  return /^[a-z]+$/.test(type) ? nothing : ofKind(type);
}

const sharedInstances = new WeakMap<Machine, Map<string, Value>>();

/** The one object of a class that a container hands out. */
export function shared(machine: Machine, declared: PhpClass): Value {
  const all = sharedInstances.get(machine) ?? new Map<string, Value>();
  sharedInstances.set(machine, all);
  const known = all.get(declared.name);
  if (known !== undefined) return known;
  const concrete =
    declared.kind === 'interface' || declared.isAbstract
      ? machine.codebase.subclasses(declared.name).slice(0, 3)
      : [];
  if (concrete.length > 0) {
    all.set(declared.name, nothing);
    const value = joinAll(concrete.map((each) => shared(machine, each)));
    all.set(declared.name, value);
    return value;
  }
  const instance: Instance = { class: declared, fields: new Map(), depth: 0 };
  const value = instanceOf(instance);
  all.set(declared.name, value);
  construct(machine, instance, []);
  return value;
}

/** Runs the constructor; fields that it promotes hold what it was given. */
export function construct(machine: Machine, instance: Instance, args: readonly Value[]): void {
  const method = methodOf(machine.codebase, instance.class, '__construct');
  if (method === undefined) return;
  for (const [at, parameter] of method.parameters.entries()) {
    if (!parameter.promoted) continue;
    const given = args[at];
    if (given !== undefined) instance.fields.set(parameter.name, given);
  }
  const callee = { kind: 'method', method, class: instance.class, self: instanceOf(instance) } as const;
  const { access } = machine;
  const [, traces] = traced(access, () => invoke(machine, callee, args, undefined), 'apart');
  // What a constructor asks of the caller is asked before each of the class's handlers.
  if (traces.settled) access.settledClasses.add(instance.class.name);
  retrace(access, { ...traces, settled: false });
}
