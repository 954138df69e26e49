import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpBody } from '../body.ts';
import { memberName, plainString, writtenArguments } from '../syntax.ts';

/** A value that the code itself writes out. */
export type Written = string | number | boolean | null;

/** What is certain of names, by how they are written: `$die`, `$this->die`. */
export type Fixed = ReadonlyMap<string, Written>;

/** What parameters hold in a call: what it writes out for them, else their written defaults. */
export function fixedFor(callee: PhpBody, call: SyntaxNode, around: Fixed): Fixed {
  const found = new Map<string, Written>();
  const args = writtenArguments(call);
  for (const [at, parameter] of callee.parameters.entries()) {
    const given = args.find(({ name }) => name === parameter.name) ?? args[at];
    const node = given === undefined || given.spread ? parameter.default : given.node;
    const value = node === undefined ? undefined : writtenIn(node, given === undefined ? new Map() : around);
    if (value !== undefined) found.set(`$${parameter.name}`, value);
  }
  for (const name of found.keys()) if (isGiven(callee.body.text, name)) found.delete(name);
  return found;
}

/** Whether something is put into a name somewhere in a text. */
const isGiven = (text: string, name: string): boolean =>
  new RegExp(String.raw`${name.replaceAll('$', String.raw`\$`)}\s*([.+*/-]|\?\?)?=[^=>]`).test(text);

export function writtenIn(node: SyntaxNode, fixed: Fixed): Written | undefined {
  switch (node.type) {
    case 'parenthesized_expression':
      return node.children[0] === undefined ? undefined : writtenIn(node.children[0], fixed);
    case 'string':
    case 'encapsed_string':
      return plainString(node);
    case 'integer':
      return Number(node.text);
    case 'boolean':
      return node.text.toLowerCase() === 'true';
    case 'null':
      return null;
    case 'function_call_expression':
      // What is asked for is a page, not a command.
      return memberName(node)?.toLowerCase() === 'php_sapi_name' ? 'web' : undefined;
    case 'name':
      return node.text === 'PHP_SAPI' ? 'web' : undefined;
    default:
      return fixed.get(node.text);
  }
}

/** Whether a condition holds, where what is written out decides it. */
export function holds(node: SyntaxNode | undefined, fixed: Fixed): boolean | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'parenthesized_expression') return holds(node.children[0], fixed);
  if (node.type === 'unary_op_expression' && node.text.startsWith('!')) {
    const inner = holds(inField(node, 'argument') ?? node.children.at(-1), fixed);
    return inner === undefined ? undefined : !inner;
  }
  if (node.type === 'binary_expression') return ofTwo(node, fixed);
  const value = writtenIn(node, fixed);
  return value === undefined ? undefined : value !== '0' && Boolean(value);
}

function ofTwo(node: SyntaxNode, fixed: Fixed): boolean | undefined {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text.toLowerCase() ?? '';
  if (/^(&&|and|\|\||or)$/.test(operator)) {
    const ending = /^(\|\||or)$/.test(operator);
    const sides = [holds(left, fixed), holds(right, fixed)];
    return sides.includes(ending) ? ending : sides.includes(undefined) ? undefined : !ending;
  }
  if (left === undefined || right === undefined || !/^([!=]==?|<>)$/.test(operator)) return undefined;
  const [one, other] = [writtenIn(left, fixed), writtenIn(right, fixed)];
  if (one === undefined || other === undefined) return undefined;
  // Values of two kinds are compared by rules of their own, unless the kind counts.
  if (typeof one !== typeof other && operator.length < 3) return undefined;
  return (one === other) === operator.startsWith('=');
}

/** What is certain after a statement: what it puts into names that are written out, less what it may put there. */
export function after(fixed: Fixed, statement: SyntaxNode): Fixed {
  const [first] = statement.children;
  const next = new Map(fixed);
  for (const name of fixed.keys()) if (isGiven(statement.text, name)) next.delete(name);
  if (statement.type !== 'expression_statement' || first?.type !== 'assignment_expression') return next;
  const [left, right] = [inField(first, 'left'), inField(first, 'right')];
  const value = right === undefined ? undefined : writtenIn(right, fixed);
  if (left !== undefined && /^\$\w+(->\w+)*$/.test(left.text) && value !== undefined)
    next.set(left.text, value);
  return next;
}
