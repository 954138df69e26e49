import type { Method } from '../../../../model/api.ts';
import type { Known } from '../../anonymous/language.ts';
import { mayHandOn } from '../../anonymous/run.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { bodyOf, innermost, languageOf } from './anonymous.ts';
import { textsOf } from './texts.ts';

const safe = ['GET', 'HEAD', 'OPTIONS'];

type Values = (given: SyntaxNode) => readonly string[] | undefined;

/** `request.method in ('POST', 'PUT')` for a request of one method. */
export const methodTest = (
  node: SyntaxNode,
  text: string,
  method: string,
  values: Values = written,
): Known | undefined =>
  compared(/^(?:self\.)?(?:request|req)\.method(?:\.upper\(\))?$/, node, text, method, values);

/** A comparison of something that is known with texts. */
export function compared(
  of: RegExp,
  node: SyntaxNode,
  text: string,
  value: string,
  values: Values = written,
): Known | undefined {
  if (node.type !== 'comparison_operator' || text.length > 300) return undefined;
  const [left, right, more] = node.children.filter(({ field }) => field !== 'operators');
  const operator = node.children.find(({ field }) => field === 'operators')?.text ?? '';
  if (left === undefined || right === undefined || more !== undefined || !of.test(left.text))
    return undefined;
  const given = /^(==|!=|in|not\s+in)$/.test(operator) ? values(right) : undefined;
  if (given === undefined) return undefined;
  return given.includes(value) === (operator === '==' || operator === 'in') ? 'yes' : 'no';
}

/** Texts of a list that is written out, or the methods that change nothing. */
export function written({ text }: SyntaxNode): readonly string[] | undefined {
  if (/(^|\.)SAFE_METHODS$/.test(text)) return safe;
  if (!/^[[({]?\s*(['"]\w+['"]\s*,?\s*)+[\])}]?$/.test(text)) return undefined;
  return [...text.matchAll(/['"](\w+)['"]/g)].flatMap(([, each]) => each ?? []);
}

const asked: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const refusesMethods = /\b405\b|NotAllowed|METHOD_NOT_ALLOWED/;

/** Methods that a decorator hands on, where it answers to the others that they are not allowed. */
export function allowedMethods(machine: Machine, decorator: FunctionValue): readonly Method[] | undefined {
  const { text } = decorator.node;
  if (!refusesMethods.test(text) || !/\.method\b/.test(text)) return undefined;
  const node = innermost(decorator.node);
  const values: Values = (given) => written(given) ?? inScope(machine, decorator, given);
  const allowed = asked.filter((method) => {
    const language = languageOf(
      machine,
      { ...decorator, node },
      { told: (each, words) => methodTest(each, words, method, values) },
    );
    return mayHandOn(language, bodyOf(node));
  });
  return allowed.length === 0 || allowed.length === asked.length ? undefined : allowed;
}

/** Methods that were given to the function which made the decorator. */
function inScope(
  machine: Machine,
  { scope }: FunctionValue,
  given: SyntaxNode,
): readonly string[] | undefined {
  if (given.type !== 'identifier' || lookUp(machine, scope, given.text) === undefined) return undefined;
  const found = textsOf(evaluate(machine, given, scope));
  return found.length === 0 ? undefined : found.map((each) => each.toUpperCase());
}
