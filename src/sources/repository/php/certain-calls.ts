import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { listOf } from './anonymous-syntax.ts';
import { bodyOfMethod } from './body.ts';
import type { PhpBody } from './body.ts';
import { certainly, objectOf, open } from './certain.ts';
import type { Asking, Place } from './certain.ts';
import type { PhpClass } from './classes.ts';
import { methodOf } from './codebase.ts';
import { className } from './names.ts';
import { walkBody } from './signs.ts';
import { variableName } from './syntax.ts';
import type { Arguments, PhpValue } from './value.ts';
import { nothing, text, textOf, truth } from './value.ts';

const deepest = 8;

/** What a method of an object of the target gives, where each step to it is certain. */
export function callOfObject(asking: Asking, owner: string, name: string, args: Arguments): PhpValue {
  const { codebase } = asking.machine;
  const declared = codebase.class(owner);
  const body =
    declared === undefined ? undefined : bodyOfMethod(methodOf(codebase, declared, name), declared);
  if (body === undefined || asking.depth > deepest) return open;
  const inner = { ...asking, depth: asking.depth + 1 };
  const end = run(inner, listOf(body.body), { body, variables: bound(inner, body, args) });
  if (end.kind === 'returns' && end.value.kind !== 'unknown') return end.value;
  return ofRegistry(inner, body, args);
}

/** The parameters of a body with what it is given. */
export function bound(asking: Asking, body: PhpBody, args: Arguments): Map<string, PhpValue> {
  return new Map(
    body.parameters.map(({ name, default: otherwise }, at) => {
      const given =
        args.find((each) => each.name === name) ?? (args[at]?.name === undefined ? args[at] : undefined);
      const value =
        given?.value ??
        (otherwise === undefined ? open : certainly(asking, otherwise, { body, variables: new Map() }));
      return [name, value] as const;
    }),
  );
}

type End =
  | { readonly kind: 'goes-on' | 'breaks' | 'continues' | 'unknown' }
  | { readonly kind: 'returns'; readonly value: PhpValue };

const goesOn: End = { kind: 'goes-on' };
const lost: End = { kind: 'unknown' };

/** Runs statements as long as each of them is understood. */
function run(asking: Asking, statements: readonly SyntaxNode[], place: Running): End {
  for (const statement of statements) {
    const end = runOne(asking, statement, place);
    if (end.kind !== 'goes-on') return end;
  }
  return goesOn;
}

type Running = Place & {
  readonly variables: Map<string, PhpValue>;
  /** What is put into a variable has to be known. */
  readonly closely?: boolean;
};

export interface Begun {
  readonly returns: boolean;
  /** What is left of the statements behind those that are understood. */
  readonly rest: readonly SyntaxNode[];
  readonly place: Place;
}

/** Runs the first statements of a body, as far as each of them is understood and its values are known. */
export function begun(asking: Asking, place: Place): Begun {
  const statements = listOf(place.body.body);
  const variables = new Map(place.variables);
  for (const [at, statement] of statements.entries()) {
    const rest = statements.slice(at);
    const tried: Running = { ...place, variables: new Map(variables), closely: true };
    const end = runOne(asking, statement, tried);
    if (end.kind === 'returns') return { returns: true, rest: [], place };
    if (end.kind !== 'goes-on') {
      for (const name of assignedIn(rest)) variables.delete(name);
      return { returns: false, rest, place: { ...place, variables } };
    }
    for (const [name, value] of tried.variables) variables.set(name, value);
  }
  return { returns: true, rest: [], place };
}

function assignedIn(statements: readonly SyntaxNode[]): readonly string[] {
  const found: string[] = [];
  for (const statement of statements)
    walkBody(statement, (node) => {
      const name = node.type.endsWith('assignment_expression')
        ? variableName(inField(node, 'left'))
        : undefined;
      if (name !== undefined) found.push(name);
    });
  return found;
}

function runOne(asking: Asking, node: SyntaxNode, place: Running): End {
  switch (node.type) {
    case 'comment':
      return goesOn;
    case 'compound_statement':
      return run(asking, listOf(node), place);
    case 'return_statement': {
      const [value] = node.children;
      return { kind: 'returns', value: value === undefined ? nothing : certainly(asking, value, place) };
    }
    case 'continue_statement':
      return node.children.length > 0 ? lost : { kind: 'continues' };
    case 'break_statement':
      return node.children.length > 0 ? lost : { kind: 'breaks' };
    case 'expression_statement': {
      const [inner] = node.children;
      const name = variableName(inField(inner, 'left'));
      const right = inField(inner, 'right');
      if (inner?.type !== 'assignment_expression' || name === undefined || right === undefined) return lost;
      const value = certainly(asking, right, place);
      if (place.closely === true && value.kind === 'unknown') return lost;
      place.variables.set(name, value);
      return goesOn;
    }
    case 'if_statement':
      return runIf(asking, node, place);
    case 'foreach_statement':
      return runForeach(asking, node, place);
    default:
      return lost;
  }
}

function runIf(asking: Asking, node: SyntaxNode, place: Running): End {
  const condition = inField(node, 'condition');
  const known = condition === undefined ? undefined : truth(certainly(asking, condition, place));
  if (known === undefined) return lost;
  if (known) return run(asking, listOf(inField(node, 'body')), place);
  for (const other of node.children.filter(({ field }) => field === 'alternative')) {
    if (other.type === 'else_clause') return run(asking, listOf(inField(other, 'body')), place);
    const test = inField(other, 'condition');
    const holds = test === undefined ? undefined : truth(certainly(asking, test, place));
    if (holds === undefined) return lost;
    if (holds) return run(asking, listOf(inField(other, 'body')), place);
  }
  return goesOn;
}

const mostTurns = 100;

function runForeach(asking: Asking, node: SyntaxNode, place: Running): End {
  const [subject, target] = node.children;
  const list = subject === undefined ? open : certainly(asking, subject, place);
  if (list.kind !== 'array' || list.open || list.entries.length > mostTurns) return lost;
  const [key, item] = target?.type === 'pair' ? target.children : [undefined, target];
  for (const [at, entry] of list.entries.entries()) {
    const [keyName, name] = [variableName(key), variableName(item)];
    if (name === undefined || (key !== undefined && keyName === undefined)) return lost;
    place.variables.set(name, entry.value);
    if (keyName !== undefined) place.variables.set(keyName, text(entry.key ?? String(at)));
    const end = run(asking, listOf(inField(node, 'body')), place);
    if (end.kind === 'breaks') return goesOn;
    if (end.kind !== 'goes-on' && end.kind !== 'continues') return end;
  }
  return goesOn;
}

/**
 * `foreach ($this->parts as $part) { if ($part->getId() === $id) return $part; }`: of the classes that may be in there
 * it is the only one that answers so.
 */
function ofRegistry(asking: Asking, body: PhpBody, args: Arguments): PhpValue {
  const { codebase } = asking.machine;
  const wanted = args.length === 1 ? textOf(args[0]?.value) : undefined;
  const written = inField(body.method?.node, 'return_type')?.text;
  const of = written === undefined ? undefined : codebase.class(className(body.file.names, written));
  const parameter = body.parameters[0]?.name;
  if (wanted === undefined || of === undefined || parameter === undefined) return open;
  const match = new RegExp(
    String.raw`->(\w+)\(\)\s*===?\s*\$${parameter}\b|\$${parameter}\s*===?\s*\$\w+->(\w+)\(\)`,
  ).exec(body.body.text);
  const asked = match?.[1] ?? match?.[2];
  if (asked === undefined) return open;
  const answers = heirs(asking, of).map((each) => ({
    each,
    id: textOf(callOfObject(asking, each.name, asked, [])),
  }));
  const found = answers.filter(({ id }) => id === wanted);
  const [only] = found;
  return only !== undefined && found.length === 1 && answers.every(({ id }) => id !== undefined)
    ? objectOf(only.each.name)
    : open;
}

const known = new WeakMap<PhpClass, readonly PhpClass[]>();

/** Classes of which there are objects that are of a kind. */
function heirs(asking: Asking, of: PhpClass): readonly PhpClass[] {
  const before = known.get(of);
  if (before !== undefined) return before;
  const found = new Set<PhpClass>([of]);
  for (const each of found)
    for (const inner of asking.machine.codebase.subclasses(each.name)) if (found.size < 60) found.add(inner);
  const all = [...found].filter(({ kind, isAbstract }) => kind === 'class' && !isAbstract);
  known.set(of, all);
  return all;
}
