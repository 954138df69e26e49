import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpMethod } from './classes.ts';
import type { PhpCodebase } from './codebase.ts';
import { assign } from './assignments.ts';
import { evaluate } from './evaluate.ts';
import { runStatements } from './statements.ts';
import type { Argument, Arguments, PhpValue, Scope, Site } from './value.ts';
import { unknown } from './value.ts';

/** What a framework adds to the language: undefined = not its matter. */
export interface Library {
  /** `Route::get(…)`; the class by its full name. */
  readonly staticCall?: (name: string, method: string, args: Arguments, site: Site) => PhpValue | undefined;
  /** A method of something that is not known; `receiver` is its value. */
  readonly methodCall?: (
    receiver: PhpValue,
    method: string,
    args: Arguments,
    site: Site,
  ) => PhpValue | undefined;
  readonly functionCall?: (name: string, args: Arguments, site: Site) => PhpValue | undefined;
  readonly newObject?: (name: string, args: Arguments, site: Site) => PhpValue | undefined;
  /** A variable that nothing was put into. */
  readonly variable?: (name: string, scope: Scope) => PhpValue | undefined;
  /** An argument of a function that is called without one, by the type of its parameter. */
  readonly inject?: (type: string) => PhpValue | undefined;
}

/** Runs PHP as far as it is known: constants, loops over lists, helpers and includes, but nothing of the outside. */
export interface Machine {
  readonly codebase: PhpCodebase;
  readonly library: Library;
  /** What may still be done; a target cannot make the reading endless. */
  steps: number;
  depth: number;
  /** How many conditions that could not be decided stand above. */
  conditions: number;
  /** Files that ran. */
  readonly included: Set<string>;
}

export function createMachine(codebase: PhpCodebase, library: Library): Machine {
  return { codebase, library, steps: 400_000, depth: 0, conditions: 0, included: new Set() };
}

const deepest = 40;

/** Runs a file with the variables of the place that includes it. */
export function runFile(machine: Machine, path: string, scope?: Omit<Scope, 'file'>): PhpValue {
  const file = machine.codebase.file(path);
  if (file === undefined) return unknown('the included file was not found');
  if (machine.depth >= deepest) return unknown('nested too deep');
  machine.included.add(path);
  const inner: Scope = { ...scope, file, variables: scope?.variables ?? new Map<string, PhpValue>() };
  machine.depth += 1;
  const result = runStatements(machine, file.root.children, inner);
  machine.depth -= 1;
  return result ?? unknown('the included file returns nothing');
}

/** Calls a function, method or closure of the target. */
export function callValue(machine: Machine, value: PhpValue, args: Arguments): PhpValue {
  if (value.kind !== 'closure') return unknown('what is called is not known');
  const { node, scope } = value;
  const isArrow = node.type === 'arrow_function';
  const variables = new Map(isArrow ? scope.variables : usedVariables(node, scope));
  return runBody(machine, node, { ...scope, variables }, args);
}

export function callMethod(
  machine: Machine,
  method: PhpMethod,
  args: Arguments,
  self: PhpValue | undefined,
  caller?: Scope,
): PhpValue {
  const scope: Scope = {
    file: method.file,
    ...(method.class === undefined ? {} : { class: method.class }),
    ...(self === undefined ? {} : { self }),
    variables: new Map(),
  };
  const result = runBody(machine, method.node, scope, args);
  if (caller !== undefined) handBack(machine, method, scope, args, caller);
  return result;
}

/** What a function did to the variables it was given by reference (`array &$table`) is done to those of its caller. */
function handBack(
  machine: Machine,
  { parameters }: PhpMethod,
  { variables }: Scope,
  args: Arguments,
  caller: Scope,
): void {
  for (const [at, { name, node }] of parameters.entries()) {
    if (!node.children.some(({ type }) => type === 'reference_modifier')) continue;
    const given = args.find((each) => each.name === name) ?? args[at];
    const value = variables.get(name);
    if (given === undefined || value === undefined || value === given.value) continue;
    assign(machine, given.node, setAt(value, given), caller);
  }
}

/** What was added to a list stands in a file that is not the caller's: it is told to be where the list was given. */
function setAt(value: PhpValue, given: Argument): PhpValue {
  const before = given.value;
  if (value.kind !== 'array') return value;
  const known = new Set(before.kind === 'array' ? before.entries.map(({ node }) => node) : []);
  const entries = value.entries.map((entry) =>
    known.has(entry.node) ? entry : { ...entry, node: given.node },
  );
  return { ...value, entries };
}

function usedVariables(node: SyntaxNode, scope: Scope): readonly (readonly [string, PhpValue])[] {
  const clause = node.children.find(({ type }) => type === 'anonymous_function_use_clause');
  return (clause?.children ?? []).flatMap((used) => {
    const name = used.text.replace(/^&?\s*\$/, '');
    const value = scope.variables.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

function runBody(machine: Machine, node: SyntaxNode, scope: Scope, args: Arguments): PhpValue {
  if (machine.depth >= deepest || machine.steps <= 0) return unknown('nested too deep');
  const parameters = node.children.find(({ field }) => field === 'parameters')?.children ?? [];
  bind(machine, parameters, scope, args);
  const body = node.children.find(({ field }) => field === 'body');
  if (body === undefined) return unknown('it has no body');
  machine.depth += 1;
  const result =
    body.type === 'compound_statement'
      ? runStatements(machine, body.children, scope)
      : evaluate(machine, body, scope);
  machine.depth -= 1;
  return result ?? { kind: 'null' };
}

function bind(machine: Machine, parameters: readonly SyntaxNode[], scope: Scope, args: Arguments): void {
  let at = 0;
  for (const parameter of parameters) {
    const name = parameter.children.find(({ field }) => field === 'name')?.text.replace(/^\$/, '');
    if (name === undefined) continue;
    if (parameter.type === 'variadic_parameter') {
      const entries = args.slice(at).map(({ value, node }) => ({ value, node }));
      scope.variables.set(name, { kind: 'array', entries, open: false });
      return;
    }
    const positional = args[at]?.name === undefined ? args[at]?.value : undefined;
    const given = args.find((each) => each.name === name)?.value ?? positional;
    at += 1;
    scope.variables.set(name, given ?? absentArgument(machine, parameter, scope));
  }
}

function absentArgument(machine: Machine, parameter: SyntaxNode, scope: Scope): PhpValue {
  const type = parameter.children.find(({ field }) => field === 'type')?.text;
  const injected = type === undefined ? undefined : machine.library.inject?.(type);
  if (injected !== undefined) return injected;
  const value = parameter.children.find(({ field }) => field === 'default_value');
  return value === undefined ? unknown('an argument that is not known') : evaluate(machine, value, scope);
}
