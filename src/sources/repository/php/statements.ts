import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { assign } from './assignments.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import type { PhpValue, Scope } from './value.ts';
import { text, truth, unknown } from './value.ts';

/** Runs statements in order; gives what they return, undefined when they return nothing. */
export function runStatements(
  machine: Machine,
  statements: readonly SyntaxNode[],
  scope: Scope,
): PhpValue | undefined {
  let result: PhpValue | undefined;
  for (const statement of statements) {
    machine.steps -= 1;
    if (machine.steps <= 0) return unknown('too much to follow');
    const given = runStatement(machine, statement, scope);
    if (given === undefined) continue;
    if (given.certain) return given.value ?? result;
    result ??= given.value;
  }
  return result;
}

/** The end of a body: `certain` unless it stands behind a condition that is not known. */
interface End {
  readonly value: PhpValue | undefined;
  readonly certain: boolean;
}

function runStatement(machine: Machine, node: SyntaxNode, scope: Scope): End | undefined {
  switch (node.type) {
    case 'expression_statement':
      for (const child of node.children) evaluate(machine, child, scope);
      return undefined;
    case 'return_statement': {
      const [child] = node.children;
      const value = child === undefined ? { kind: 'null' as const } : evaluate(machine, child, scope);
      return { value, certain: true };
    }
    case 'exit_statement':
      return { value: undefined, certain: true };
    case 'compound_statement':
    case 'colon_block':
    case 'declare_statement':
    case 'finally_clause':
      return runBlock(machine, node.children, scope);
    case 'namespace_definition':
      return runBlock(machine, inField(node, 'body')?.children ?? [], scope);
    case 'if_statement':
      return runIf(machine, node, scope);
    case 'foreach_statement':
      return runForeach(machine, node, scope);
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
      return maybe(machine, [inField(node, 'body')], scope);
    case 'switch_statement': {
      const cases = inField(node, 'body')?.children ?? [];
      return maybe(machine, cases, scope);
    }
    case 'case_statement':
    case 'default_statement':
      return runBlock(
        machine,
        node.children.filter(({ field }) => field !== 'value'),
        scope,
      );
    case 'try_statement': {
      const body = inField(node, 'body');
      return body === undefined ? undefined : runBlock(machine, body.children, scope);
    }
    default:
      return undefined;
  }
}

function runBlock(machine: Machine, statements: readonly SyntaxNode[], scope: Scope): End | undefined {
  let soft: PhpValue | undefined;
  for (const statement of statements) {
    machine.steps -= 1;
    if (machine.steps <= 0) return { value: unknown('too much to follow'), certain: true };
    const end = runStatement(machine, statement, scope);
    if (end?.certain === true) return { value: end.value ?? soft, certain: true };
    soft ??= end?.value;
  }
  return soft === undefined ? undefined : { value: soft, certain: false };
}

/** Runs what may or may not run: nothing it does ends the rest. */
function maybe(machine: Machine, nodes: readonly (SyntaxNode | undefined)[], scope: Scope): End | undefined {
  machine.conditions += 1;
  let value: PhpValue | undefined;
  for (const node of nodes) {
    const end = node === undefined ? undefined : runStatement(machine, node, scope);
    value ??= end?.value;
  }
  machine.conditions -= 1;
  return value === undefined ? undefined : { value, certain: false };
}

function runIf(machine: Machine, node: SyntaxNode, scope: Scope): End | undefined {
  const condition = inField(node, 'condition');
  const known = condition === undefined ? undefined : truth(evaluate(machine, condition, scope));
  const alternatives = node.children.filter(({ field }) => field === 'alternative');
  const body = inField(node, 'body');
  if (known === true) return body === undefined ? undefined : runStatement(machine, body, scope);
  const first = known === false ? undefined : maybe(machine, [body], scope);
  for (const [at, alternative] of alternatives.entries()) {
    const inner = inField(alternative, 'body');
    const test = inField(alternative, 'condition');
    const holds = test === undefined ? true : truth(evaluate(machine, test, scope));
    if (holds === false || inner === undefined) continue;
    const certain = known === false && holds === true && at === 0;
    const end = certain ? runStatement(machine, inner, scope) : maybe(machine, [inner], scope);
    if (certain) return end;
    if (first === undefined && end !== undefined) return end;
    if (holds === true) break;
  }
  return first;
}

const mostTurns = 400;

function runForeach(machine: Machine, node: SyntaxNode, scope: Scope): End | undefined {
  const [subject, target] = node.children;
  const body = inField(node, 'body');
  if (subject === undefined || target === undefined || body === undefined) return undefined;
  const list = evaluate(machine, subject, scope);
  const [key, item] = target.type === 'pair' ? target.children : [undefined, target];
  if (list.kind !== 'array' || list.open) {
    if (key !== undefined) assign(machine, key, unknown('the keys of a list that is not known'), scope);
    if (item !== undefined) assign(machine, item, unknown('the items of a list that is not known'), scope);
    return maybe(machine, [body], scope);
  }
  let counter = 0;
  for (const entry of list.entries.slice(0, mostTurns)) {
    if (key !== undefined) assign(machine, key, text(entry.key ?? String(counter)), scope);
    if (item !== undefined) assign(machine, item, entry.value, scope);
    counter += 1;
    const end = runStatement(machine, body, scope);
    if (end?.certain === true) return end;
  }
  return undefined;
}
