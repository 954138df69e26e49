import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import { assign } from './assignments.ts';
import { defineClass, defineFunction } from './definitions.ts';
import { evaluate, likely, truth } from './expressions.ts';
import { runImport } from './imports.ts';
import type { Machine } from './machine.ts';
import { elements } from './sequences.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';
import { none, unknown } from './value.ts';

/** What ends a stretch of statements early. */
export type Ending =
  | { readonly kind: 'return'; readonly value: Value }
  | { readonly kind: 'raise' | 'break' | 'continue' };

/** Values that perhaps are returned, behind conditions that could not be decided. */
const perhaps = new WeakMap<Scope, Returned[]>();

export interface Returned {
  readonly value: Value;
  /** Whether it is returned while settings have their defaults; undefined = not known. */
  readonly likely: boolean | undefined;
}

export const perhapsReturned = (scope: Scope): readonly Returned[] => perhaps.get(scope) ?? [];

export function runStatements(
  machine: Machine,
  statements: readonly SyntaxNode[],
  scope: Scope,
): Ending | undefined {
  for (const statement of statements) {
    if (scope.module.early.has(statement)) continue;
    const ending = runStatement(machine, statement, scope);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

export const runBlock = (machine: Machine, block: SyntaxNode | undefined, scope: Scope): Ending | undefined =>
  block === undefined ? undefined : runStatements(machine, block.children, scope);

export function runStatement(machine: Machine, node: SyntaxNode, scope: Scope): Ending | undefined {
  machine.steps -= 1;
  if (machine.steps < 0) return { kind: 'raise' };
  switch (node.type) {
    case 'expression_statement':
      for (const child of node.children) runExpression(machine, child, scope);
      return undefined;
    case 'import_statement':
    case 'import_from_statement':
      runImport(machine, node, scope);
      return undefined;
    case 'function_definition':
    case 'decorated_definition':
    case 'class_definition':
      runDefinition(machine, node, scope);
      return undefined;
    case 'return_statement':
      return {
        kind: 'return',
        value: node.children[0] === undefined ? none : evaluate(machine, node.children[0], scope),
      };
    case 'raise_statement':
      return { kind: 'raise' };
    case 'break_statement':
      return { kind: 'break' };
    case 'continue_statement':
      return { kind: 'continue' };
    case 'global_statement':
      for (const name of node.children) scope.globals.add(name.text);
      return undefined;
    case 'if_statement':
      return runIf(machine, node, scope);
    case 'for_statement':
      return runFor(machine, node, scope);
    case 'while_statement':
      return perhapsRun(machine, [{ block: inField(node, 'body'), likely: undefined }], scope);
    case 'with_statement':
      return runWith(machine, node, scope);
    case 'try_statement':
      return runTry(machine, node, scope);
    case 'match_statement':
      return perhapsRun(
        machine,
        allOfType(inField(node, 'body'), 'case_clause').map((each) => ({
          block: inField(each, 'consequence'),
          likely: undefined,
        })),
        scope,
      );
    default:
      return undefined;
  }
}

function runExpression(machine: Machine, node: SyntaxNode, scope: Scope): void {
  if (node.type === 'assignment' || node.type === 'augmented_assignment') assign(machine, node, scope);
  else evaluate(machine, node, scope);
}

function runDefinition(machine: Machine, node: SyntaxNode, scope: Scope): void {
  const definition = node.type === 'decorated_definition' ? inField(node, 'definition') : node;
  if (definition === undefined) return;
  const decorators = allOfType(node, 'decorator').flatMap(({ children }) => children.slice(0, 1));
  if (definition.type === 'class_definition') defineClass(machine, definition, decorators, scope);
  else defineFunction(machine, definition, decorators, scope);
}

interface Branch {
  readonly block: SyntaxNode | undefined;
  readonly likely: boolean | undefined;
}

function runIf(machine: Machine, node: SyntaxNode, scope: Scope): Ending | undefined {
  const undecided: Branch[] = [];
  const branches = [node, ...allOfType(node, 'elif_clause')];
  for (const branch of branches) {
    const condition = inField(branch, 'condition');
    const given = condition === undefined ? undefined : evaluate(machine, condition, scope);
    const holds = given === undefined ? undefined : truth(given);
    const leaning = given === undefined ? undefined : likely(given);
    const block = inField(branch, 'consequence');
    if (holds === false) continue;
    if (holds === true && undecided.length === 0) return runBlock(machine, block, scope);
    const isAfter = undecided.some((each) => each.likely === true);
    undecided.push({ block, likely: isAfter ? false : leaning });
    if (holds === true) return perhapsRun(machine, undecided, scope);
  }
  const otherwise = inField(ofType(node, 'else_clause'), 'body');
  if (undecided.length === 0) return runBlock(machine, otherwise, scope);
  const rest = undecided.some((each) => each.likely === true)
    ? false
    : undecided.every((each) => each.likely === false)
      ? true
      : undefined;
  return perhapsRun(machine, [...undecided, { block: otherwise, likely: rest }], scope);
}

/** Every block may run: what it returns is one of several values, and the walk goes on behind it. */
function perhapsRun(machine: Machine, branches: readonly Branch[], scope: Scope): Ending | undefined {
  machine.conditions += 1;
  const endings = branches.map(({ block, likely: leaning }) => {
    const ending = runBlock(machine, block, scope);
    if (ending?.kind === 'return')
      perhaps.set(scope, [...(perhaps.get(scope) ?? []), { value: ending.value, likely: leaning }]);
    return ending;
  });
  machine.conditions -= 1;
  const last = endings.at(-1);
  return endings.every((ending) => ending !== undefined && ending.kind !== 'continue') ? last : undefined;
}

function runFor(machine: Machine, node: SyntaxNode, scope: Scope): Ending | undefined {
  const [left, right, body] = [inField(node, 'left'), inField(node, 'right'), inField(node, 'body')];
  if (left === undefined || right === undefined) return undefined;
  const { items, open } = elements(machine, evaluate(machine, right, scope));
  if (items.length === 0 && open) {
    assign.to(machine, left, unknown('an item of a list that is not known'), scope);
    return perhapsRun(machine, [{ block: body, likely: undefined }], scope);
  }
  for (const item of items.slice(0, 400)) {
    assign.to(machine, left, item, scope);
    const ending = runBlock(machine, body, scope);
    if (ending?.kind === 'break') break;
    if (ending !== undefined && ending.kind !== 'continue') return ending;
  }
  return undefined;
}

function runWith(machine: Machine, node: SyntaxNode, scope: Scope): Ending | undefined {
  for (const item of ofType(node, 'with_clause')?.children ?? []) {
    const value = inField(item, 'value');
    if (value === undefined) continue;
    const alias = ofType(inField(value, 'alias') ?? value, 'as_pattern_target') ?? inField(value, 'alias');
    const [context] = value.type === 'as_pattern' ? value.children : [value];
    const given = context === undefined ? none : evaluate(machine, context, scope);
    const [target] = alias?.children ?? [];
    if (target !== undefined) assign.to(machine, target, given, scope);
  }
  return runBlock(machine, inField(node, 'body'), scope);
}

function runTry(machine: Machine, node: SyntaxNode, scope: Scope): Ending | undefined {
  const ending = runBlock(machine, inField(node, 'body'), scope);
  const after = inField(ofType(node, 'else_clause'), 'body');
  const next = ending ?? runBlock(machine, after, scope);
  runBlock(machine, ofType(ofType(node, 'finally_clause'), 'block'), scope);
  return next?.kind === 'raise' ? undefined : next;
}
