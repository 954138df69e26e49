import type { ClassDeclaration, MethodDeclaration, SourceFile } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { walkCode } from '../code.ts';
import { classOf, scopeOf } from '../names.ts';
import type { World } from '../world.ts';
import { invoke } from './calls.ts';
import { evaluate } from './evaluate.ts';
import type { Given, Library, Machine } from './machine.ts';
import type { Value } from './value.ts';
import { unknownValue } from './value.ts';

interface Root {
  readonly method: MethodDeclaration;
  readonly owner?: ClassDeclaration;
}

export const createMachine = (world: World, libraries: readonly Library[]): Machine => ({
  world,
  libraries: [...libraries],
  ran: new Set(),
  running: [],
  steps: 0,
  depth: 0,
});

/**
 * Walks the code of files that use a library: first what nobody calls (`main`, beans, life cycle methods), then what
 * was not reached. A parameter that nobody was seen to pass is a stand-in of its library.
 */
export function walkFiles(machine: Machine, files: readonly SourceFile[]): void {
  for (const file of files) for (const field of file.fields) runField(machine, file, field);
  const roots = files.flatMap(rootsOf).filter(({ method }) => method.body !== undefined);
  const called = new Set<string>();
  for (const { method } of roots)
    walkCode(method.body?.() ?? [], (code) => {
      if (code.kind === 'call' || code.kind === 'reference') called.add(code.name);
    });
  const given = (root: Root): boolean =>
    root.method.parameters.some((_, at) => standIn(machine, root, at) !== undefined) ||
    receiverStandIn(machine, root) !== undefined;
  const first = roots.filter((root) => !called.has(root.method.name) && !given(root));
  const second = roots.filter((root) => !given(root));
  for (const root of [...first, ...second, ...roots]) if (!machine.ran.has(root.method)) start(machine, root);
}

function runField(machine: Machine, file: SourceFile, field: SourceFile['fields'][number]): void {
  if (field.value !== undefined)
    evaluate(
      machine,
      { kind: 'name', name: field.name, line: field.line },
      { scope: { file }, names: new Map() },
    );
}

const rootsOf = (file: SourceFile): readonly Root[] => [
  ...file.functions.map((method) => ({ method })),
  ...everyClass(file.classes).flatMap((owner) =>
    [...owner.methods].toSorted(byRole).map((method) => ({ method, owner })),
  ),
];

/** Constructors after methods: a method starts with an object made by one. */
const byRole = (a: MethodDeclaration, b: MethodDeclaration): number =>
  Number(a.isConstructor) - Number(b.isConstructor);

function start(machine: Machine, root: Root): void {
  const { method, owner } = root;
  const args = method.parameters.map((parameter, at): Given => {
    const value =
      standIn(machine, root, at) ??
      injected(machine, root, at) ??
      (parameter.default === undefined ? unknownValue : undefined);
    return {
      name: parameter.name,
      value: value ?? unknownValue,
      code: { kind: 'null', line: parameter.line },
    };
  });
  const known = args.filter(
    ({ value, name }) =>
      value.kind !== 'unknown' || method.parameters.find((each) => each.name === name)?.default === undefined,
  );
  const self: Value | undefined = owner === undefined || method.isStatic ? undefined : made(machine, owner);
  const receiver = receiverStandIn(machine, root);
  invoke(machine, method, known, {
    ...(self === undefined ? {} : { self }),
    ...(owner === undefined ? {} : { owner }),
    ...(receiver === undefined ? {} : { receiver }),
  });
}

const objects = new WeakMap<Machine, Map<ClassDeclaration, Value>>();

/** One object of a class for all its methods. */
function made(machine: Machine, owner: ClassDeclaration): Value {
  const known = objects.get(machine) ?? new Map<ClassDeclaration, Value>();
  objects.set(machine, known);
  const found = known.get(owner);
  if (found !== undefined) return found;
  const value: Value = { kind: 'instance', of: owner, fields: new Map() };
  known.set(owner, value);
  const constructor = owner.methods.find(({ isConstructor }) => isConstructor);
  if (constructor !== undefined && !machine.running.includes(constructor)) {
    const root = { method: constructor, owner };
    const args = constructor.parameters.map((parameter, at): Given => ({
      name: parameter.name,
      value: standIn(machine, root, at) ?? injected(machine, root, at) ?? unknownValue,
      code: { kind: 'null', line: parameter.line },
    }));
    invoke(machine, constructor, args, { self: value, owner });
  }
  return value;
}

function standIn(machine: Machine, { method, owner }: Root, at: number): Value | undefined {
  const parameter = method.parameters[at];
  if (parameter?.type === undefined) return undefined;
  const scope = owner === undefined ? { file: method.file } : scopeOf(owner);
  for (const library of machine.libraries) {
    const value = library.standIn?.(parameter.type, scope, parameter.line);
    if (value !== undefined) return value;
  }
  return undefined;
}

function receiverStandIn(machine: Machine, { method, owner }: Root): Value | undefined {
  if (method.receiver === undefined) return undefined;
  const scope = owner === undefined ? { file: method.file } : scopeOf(owner);
  for (const library of machine.libraries) {
    const value = library.standIn?.(method.receiver, scope, method.line);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** An object of a class of the target, as a container would inject it. */
function injected(machine: Machine, { method, owner }: Root, at: number): Value | undefined {
  const type = method.parameters[at]?.type;
  const scope = owner === undefined ? { file: method.file } : scopeOf(owner);
  const of = type === undefined ? undefined : classOf(machine.world, type.name, scope);
  return of === undefined || of.kind === 'enum' || of.kind === 'annotation'
    ? undefined
    : { kind: 'instance', of, fields: new Map() };
}
