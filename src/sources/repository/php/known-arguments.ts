import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import { variableName, writtenArguments } from './syntax.ts';

/** Texts of what a call gives to parameters: `'public'`, `Kind::Public`. */
export type KnownArguments = ReadonlyMap<string, string>;

const constant = /^('[^']*'|"[^"$]*"|[\w\\]+::\w+(->value)?)$/;

/** The constants that a call hands to a function, by the names they have in it. */
export function knownArguments(callee: PhpBody, call: SyntaxNode): KnownArguments {
  const known = new Map<string, string>();
  for (const [at, { name, node, spread }] of writtenArguments(call).entries()) {
    const parameter = name ?? callee.parameters[at]?.name;
    if (!spread && parameter !== undefined && constant.test(node.text)) known.set(parameter, node.text);
  }
  return known;
}

/** What runs when these parameters have these values: branches that ask for another value are left out. */
export function walkKnown(root: SyntaxNode, known: KnownArguments, see: (node: SyntaxNode) => void): void {
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    see(node);
    pending.push(...runningParts(node, known).toReversed());
  }
}

const declarations = /^(class_declaration|function_definition|trait_declaration|interface_declaration)$/;

function runningParts(node: SyntaxNode, known: KnownArguments): readonly SyntaxNode[] {
  const inside = node.children.filter(({ type }) => !declarations.test(type));
  if (known.size === 0 || (node.type !== 'if_statement' && node.type !== 'else_if_clause')) return inside;
  const holds = judged(inField(node, 'condition'), known);
  if (holds === undefined) return inside;
  const branches = inside.filter(({ field }) => field === 'body' || field === 'alternative');
  // Of `if … elseif … else …` the first branch whose test holds runs; the clauses after it stand beside it.
  const running: SyntaxNode[] = inside.filter((child) => !branches.includes(child));
  for (const branch of branches) {
    if (branch.field === 'body') {
      if (!holds) continue;
      return [...running, branch];
    }
    running.push(branch);
    if (branch.type === 'else_if_clause' && judged(inField(branch, 'condition'), known) === true) break;
  }
  return running;
}

/** Whether a condition holds, as far as it compares known parameters with constants. */
function judged(condition: SyntaxNode | undefined, known: KnownArguments): boolean | undefined {
  if (condition === undefined) return undefined;
  if (condition.type === 'parenthesized_expression') return judged(condition.children[0], known);
  if (condition.type !== 'binary_expression') return undefined;
  const [left, right] = [inField(condition, 'left'), inField(condition, 'right')];
  const operator = inField(condition, 'operator')?.text ?? '';
  if (/^(&&|and)$/i.test(operator)) {
    const sides = [judged(left, known), judged(right, known)];
    return sides.includes(false) ? false : sides.every((side) => side === true) ? true : undefined;
  }
  if (/^(\|\||or)$/i.test(operator)) {
    const sides = [judged(left, known), judged(right, known)];
    return sides.includes(true) ? true : sides.every((side) => side === false) ? false : undefined;
  }
  if (!/^[!=]==?$/.test(operator)) return undefined;
  const [one, other] = [textOf(left, known), textOf(right, known)];
  if (one === undefined || other === undefined || kindOf(one) !== kindOf(other)) return undefined;
  return (one === other) === operator.startsWith('=');
}

const textOf = (node: SyntaxNode | undefined, known: KnownArguments): string | undefined => {
  if (node === undefined) return undefined;
  const variable = variableName(node);
  if (variable !== undefined) return known.get(variable);
  return constant.test(node.text) ? node.text : undefined;
};

/** Texts are compared with texts, constants with those of the same class. */
const kindOf = (text: string): string => (/^['"]/.test(text) ? 'text' : (text.split('::')[0] ?? ''));
