import type { Expression, Known, Language } from '../../anonymous/language.ts';
import { fromRoot, isFixed, partOfPath } from '../../anonymous/path-templates.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { FunctionValue, Value } from '../evaluator/value.ts';
import { expression } from './anonymous-syntax.ts';
import { textOf } from './texts.ts';

const reads =
  /^((self|flask)\.)?(request|req|conn|connection)\.(url\.path|path|path_info)$|^(\w+\.)?scope(\[['"]path['"]\]|\.get\(['"]path['"](, ?['"]{2})?\))$/;
const same = /^(strip|rstrip|lower|casefold|str)$/;

type Words = Required<Pick<Language, 'told' | 'expression' | 'ofPath'>>;

/** What a check asks of the path, for the path of one endpoint as its template. */
export function pathWords(machine: Machine, within: FunctionValue, path: string): Words {
  const known = (node: SyntaxNode): Value | undefined =>
    isLocal(within.node, node) ? undefined : evaluate(machine, node, within.scope);
  return {
    told: (_, text) => (reads.test(text) ? 'path' : undefined),
    expression: (node) => amongTexts(node) ?? anyOf(node) ?? expression(node),
    ofPath: (node, sides) => answerOf(known, path, node, sides),
  };
}

/** `path in OPEN`, `'/api/' not in path`. */
function amongTexts(node: SyntaxNode): Expression | undefined {
  const { left, right, operator } = sidesOf(node);
  if (left === undefined || right === undefined) return undefined;
  if (operator === 'in') return { kind: 'call', name: 'in', receiver: left, args: [right] };
  if (operator.replaceAll(/\s+/g, ' ') !== 'not in') return undefined;
  const children = node.children.map((each) => (each.field === 'operators' ? { ...each, text: 'in' } : each));
  return { kind: 'not', of: { ...node, text: node.text.replace(/\bnot\s+in\b/, 'in'), children } };
}

function sidesOf(node: SyntaxNode): {
  readonly left?: SyntaxNode | undefined;
  readonly right?: SyntaxNode | undefined;
  readonly operator: string;
} {
  if (node.type !== 'comparison_operator') return { operator: '' };
  const [left, right, more] = node.children.filter(({ field }) => field !== 'operators');
  const operator = node.children.find(({ field }) => field === 'operators')?.text ?? '';
  return more === undefined ? { left, right, operator } : { operator: '' };
}

/** `any(path.startswith(each) for each in OPEN)`. */
function anyOf(node: SyntaxNode): Expression | undefined {
  const receiver = inField(inField(eachOf(node)?.call, 'function'), 'object');
  return receiver === undefined ? undefined : { kind: 'call', name: 'any', receiver, args: [] };
}

function eachOf(node: SyntaxNode): { readonly call: SyntaxNode; readonly list: SyntaxNode } | undefined {
  if (node.type !== 'call' || inField(node, 'function')?.text !== 'any') return undefined;
  const given = inField(node, 'arguments');
  const each = given?.type === 'generator_expression' ? given : given?.children[0];
  const call = inField(each, 'body');
  const [clause, more] = each?.children.filter(({ field }) => field !== 'body') ?? [];
  const list = inField(clause, 'right');
  const asked = inField(call, 'arguments')?.children ?? [];
  return each?.type === 'generator_expression' &&
    call?.type === 'call' &&
    list !== undefined &&
    more === undefined &&
    asked.length === 1 &&
    asked[0]?.text === inField(clause, 'left')?.text
    ? { call, list }
    : undefined;
}

type Look = (node: SyntaxNode) => Value | undefined;

function answerOf(known: Look, path: string, node: SyntaxNode, sides: readonly Known[]): Known | undefined {
  const { left, right, operator } = sidesOf(node);
  if (left !== undefined && right !== undefined) {
    const others = known(sides[0] === 'path' ? right : left);
    if (operator !== 'in') return among(others, (text) => equals(path, text));
    return sides[0] === 'path'
      ? among(others, (text) => equals(path, text), others?.kind === 'list' || others?.kind === 'dict')
      : among(others, (text) => partOfPath('contains', path, text));
  }
  if (node.type !== 'call') return undefined;
  const every = eachOf(node);
  const call = every?.call ?? node;
  const [given] = inField(call, 'arguments')?.children ?? [];
  const callee = inField(call, 'function');
  const name = inField(callee, 'attribute')?.text ?? callee?.text ?? '';
  if (same.test(name)) return 'path';
  if (given === undefined || sides[0] !== 'path' || (name !== 'startswith' && name !== 'endswith'))
    return undefined;
  const question = name === 'startswith' ? 'startsWith' : 'endsWith';
  return among(known(every?.list ?? given), (text) => partOfPath(question, path, text));
}

type Answer = 'yes' | 'no' | undefined;

/** Whether one of several texts fits; where all are known not to, none does. */
function among(value: Value | undefined, fits: (text: string) => Answer, isList = true): Answer {
  if (value === undefined || !isList) return undefined;
  const texts =
    value.kind === 'list'
      ? value.items.map((each) => textOf(each))
      : value.kind === 'dict'
        ? value.entries.map(([key]) => textOf(key))
        : [textOf(value)];
  const told = texts.map((text) => (text === undefined ? undefined : fits(text)));
  if (told.includes('yes')) return 'yes';
  const isOpen = (value.kind === 'list' || value.kind === 'dict') && value.open;
  return isOpen || told.includes(undefined) ? undefined : 'no';
}

/** A slash at the end may have been taken away before, or be sent by a redirect. */
function equals(path: string, other: string): Answer {
  const bare = (text: string): string => fromRoot(text).replace(/(.)\/$/, '$1');
  if (isFixed(path))
    return fromRoot(path) === fromRoot(other) ? 'yes' : bare(path) === bare(other) ? undefined : 'no';
  const segments = (text: string): readonly string[] => bare(text).split('/');
  const [asked, given] = [segments(path), segments(other)];
  if (path.includes('{*')) return undefined;
  return asked.length === given.length && asked.every((part, at) => !isFixed(part) || part === given[at])
    ? undefined
    : 'no';
}

/** A name that the function itself gives to something is not that of its module. */
const isLocal = (within: SyntaxNode, { text }: SyntaxNode): boolean => {
  const [root = ''] = /^\w+/.exec(text) ?? [];
  return (
    root !== '' &&
    new RegExp(`\\b${root}\\s*(:[^=\\n]+)?=[^=]|\\bfor\\s+${root}\\b`).test(
      inField(within, 'body')?.text ?? '',
    )
  );
};
