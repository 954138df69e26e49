import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { assignment } from './assignments.ts';
import { evaluateCall, evaluateNew } from './calls.ts';
import { classConstant, constantValue } from './constants.ts';
import { includeFile, isInclude } from './includes.ts';
import type { Machine } from './machine.ts';
import { memberValue, staticProperty, subscript } from './members.ts';
import { binary } from './operators.ts';
import { unescape, variableName } from './syntax.ts';
import type { ArrayEntry, PhpValue, Scope } from './value.ts';
import { boolean, joined, listOf, nothing, text, textOf, truth, unknown } from './value.ts';

type Evaluator = (machine: Machine, node: SyntaxNode, scope: Scope) => PhpValue;

/** What an expression gives; assignments and calls in it happen. */
export function evaluate(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  machine.steps -= 1;
  if (machine.steps <= 0) return unknown('too much to follow');
  if (isInclude(node)) return includeFile(machine, node, scope);
  const evaluator = evaluators.get(node.type);
  return evaluator === undefined
    ? unknown(`a ${node.type.replaceAll('_', ' ')} is not followed`)
    : evaluator(machine, node, scope);
}

const inner: Evaluator = (machine, node, scope) =>
  node.children[0] === undefined ? nothing : evaluate(machine, node.children[0], scope);

const closure: Evaluator = (_, node, scope) => ({ kind: 'closure', node, scope });

const numeric: Evaluator = (_, node) => {
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isNaN(value) ? unknown('a number') : { kind: 'number', value };
};

const name: Evaluator = (machine, node, scope) => constantValue(machine, node.text, scope);

const quoted: Evaluator = (machine, node, scope) =>
  joined(
    node.children
      .filter(({ field }) => field !== 'identifier' && field !== 'end_tag')
      .map((part) => stringPart(machine, part, scope)),
  );

const evaluators: ReadonlyMap<string, Evaluator> = new Map<string, Evaluator>([
  ['string', quoted],
  ['encapsed_string', quoted],
  ['heredoc', quoted],
  ['heredoc_body', quoted],
  ['nowdoc', quoted],
  ['nowdoc_body', quoted],
  ['integer', numeric],
  ['float', numeric],
  ['boolean', (_, node) => boolean(node.text.toLowerCase() === 'true')],
  ['null', () => nothing],
  ['name', name],
  ['qualified_name', name],
  ['variable_name', variableValue],
  ['array_creation_expression', arrayValue],
  ['parenthesized_expression', inner],
  ['error_suppression_expression', inner],
  ['clone_expression', inner],
  ['print_intrinsic', inner],
  ['cast_expression', castValue],
  ['class_constant_access_expression', classConstant],
  ['binary_expression', binary],
  ['unary_op_expression', unary],
  ['conditional_expression', conditional],
  ['match_expression', matchValue],
  ['assignment_expression', assignment],
  ['reference_assignment_expression', assignment],
  ['augmented_assignment_expression', assignment],
  ['subscript_expression', subscript],
  ['member_access_expression', memberValue],
  ['nullsafe_member_access_expression', memberValue],
  ['scoped_property_access_expression', staticProperty],
  ['anonymous_function', closure],
  ['anonymous_function_creation_expression', closure],
  ['arrow_function', closure],
  ['object_creation_expression', evaluateNew],
  ['member_call_expression', evaluateCall],
  ['nullsafe_member_call_expression', evaluateCall],
  ['scoped_call_expression', evaluateCall],
  ['function_call_expression', evaluateCall],
]);

function stringPart(machine: Machine, part: SyntaxNode, scope: Scope): PhpValue {
  if (part.type === 'string_content' || part.type === 'nowdoc_string' || part.type === 'string_value')
    return text(part.text);
  if (part.type === 'escape_sequence') return text(unescape(part.text));
  if (part.type === 'nowdoc_body' || part.type === 'heredoc_body')
    return joined(part.children.map((inner) => stringPart(machine, inner, scope)));
  return evaluate(machine, part, scope);
}

function variableValue(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const name = variableName(node);
  if (name === undefined) return unknown('a variable whose name is made at run time');
  if (name === 'this') return scope.self ?? unknown('an object of a class that is not known');
  return (
    scope.variables.get(name) ??
    machine.library.variable?.(name, scope) ??
    unknown(`the value of $${name} is not known`)
  );
}

function arrayValue(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const entries: ArrayEntry[] = [];
  let open = false;
  for (const item of node.children) {
    if (item.type !== 'array_element_initializer') continue;
    const parts = item.children.filter(({ type }) => type !== 'comment');
    const [first, second] = parts;
    if (first === undefined) continue;
    if (first.type === 'variadic_unpacking') {
      const spread = first.children[0] === undefined ? nothing : evaluate(machine, first.children[0], scope);
      if (spread.kind === 'array') {
        for (const entry of spread.entries) entries.push(entry);
        open ||= spread.open;
      } else open = true;
      continue;
    }
    const value = evaluate(machine, second ?? first, scope);
    const key = second === undefined ? undefined : textOf(evaluate(machine, first, scope));
    if (second !== undefined && key === undefined) open = true;
    entries.push({ ...(key === undefined ? {} : { key }), value, node: item });
  }
  return listOf(entries, open);
}

function castValue(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const inner = inField(node, 'value');
  if (inner === undefined) return nothing;
  const value = evaluate(machine, inner, scope);
  const type = inField(node, 'type')?.text.toLowerCase();
  if (type === 'string') return joined([value]);
  if (type === 'bool' || type === 'boolean') {
    const known = truth(value);
    return known === undefined ? value : boolean(known);
  }
  if (type === 'array' && value.kind === 'text')
    return { kind: 'array', entries: [{ value, node: inner }], open: false };
  return value;
}

function unary(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const inner = inField(node, 'argument') ?? node.children.at(-1);
  if (inner === undefined) return nothing;
  const value = evaluate(machine, inner, scope);
  const operator = inField(node, 'operator')?.text ?? node.text.slice(0, 1);
  if (operator === '!') {
    const known = truth(value);
    return known === undefined ? unknown('a condition') : boolean(!known);
  }
  if (operator === '-' && value.kind === 'number') return { kind: 'number', value: -value.value };
  return value;
}

function conditional(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const condition = inField(node, 'condition');
  const [body, alternative] = [inField(node, 'body'), inField(node, 'alternative')];
  if (condition === undefined || alternative === undefined) return nothing;
  const value = evaluate(machine, condition, scope);
  const known = truth(value);
  if (known === true) return body === undefined ? value : evaluate(machine, body, scope);
  if (known === false) return evaluate(machine, alternative, scope);
  machine.conditions += 1;
  const [one, other] = [
    body === undefined ? value : evaluate(machine, body, scope),
    evaluate(machine, alternative, scope),
  ];
  machine.conditions -= 1;
  const [first, second] = [textOf(one), textOf(other)];
  if (first !== undefined && first === second) return one;
  return one.kind === 'text' || other.kind === 'text' ? unknown('one of several texts') : one;
}

function matchValue(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const condition = inField(node, 'condition');
  const subject = condition === undefined ? undefined : textOf(evaluate(machine, condition, scope));
  for (const arm of inField(node, 'body')?.children ?? []) {
    const result = inField(arm, 'return_expression');
    if (result === undefined || subject === undefined) continue;
    const tests = inField(arm, 'conditional_expressions')?.children ?? [];
    const fits = tests.some((test) => textOf(evaluate(machine, test, scope)) === subject);
    if (fits || arm.type === 'match_default_expression') return evaluate(machine, result, scope);
  }
  return unknown('one of several values');
}
