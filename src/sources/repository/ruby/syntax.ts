import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';

export interface Pair {
  /** Name of a symbol or text key; the key's source otherwise. */
  readonly name: string;
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
}

/** A call of a method, with or without parentheses, arguments and a block. */
export interface Call {
  readonly receiver?: SyntaxNode;
  readonly name: string;
  /** Without pairs and blocks. */
  readonly args: readonly SyntaxNode[];
  readonly pairs: readonly Pair[];
  readonly block?: SyntaxNode;
  readonly node: SyntaxNode;
}

export function callOf(node: SyntaxNode | undefined): Call | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'identifier') return { name: node.text, args: [], pairs: [], node };
  if (node.type === 'super') return { name: 'super', args: [], pairs: [], node };
  if (node.type !== 'call') return undefined;
  const receiver = inField(node, 'receiver');
  const given = (inField(node, 'arguments')?.children ?? []).filter(({ type }) => type !== 'comment');
  const block = inField(node, 'block');
  return {
    ...(receiver === undefined ? {} : { receiver }),
    name: inField(node, 'method')?.text ?? 'call',
    args: given.filter(
      ({ type }) => type !== 'pair' && type !== 'hash_splat_argument' && type !== 'block_argument',
    ),
    pairs: given.flatMap(pairOf),
    ...(block === undefined ? {} : { block }),
    node,
  };
}

function pairOf(node: SyntaxNode): readonly Pair[] {
  if (node.type !== 'pair') return [];
  const key = inField(node, 'key');
  const value = inField(node, 'value');
  if (key === undefined) return [];
  // `{ id: }` is short for `{ id: id }`.
  return [{ name: keyName(key), key, value: value ?? key }];
}

const keyName = (key: SyntaxNode): string =>
  key.type === 'hash_key_symbol' || key.type === 'constant'
    ? key.text
    : key.type === 'simple_symbol'
      ? key.text.slice(1).replace(/^"(.*)"$/, '$1')
      : key.type === 'string'
        ? key.children.map(({ text }) => text).join('')
        : key.text;

/** Pairs of a hash literal. */
export const pairsIn = (node: SyntaxNode | undefined): readonly Pair[] =>
  node?.type === 'hash' ? node.children.flatMap(pairOf) : [];

export const option = (
  { pairs }: { readonly pairs: readonly Pair[] },
  ...names: readonly string[]
): SyntaxNode | undefined => pairs.find(({ name }) => names.includes(name))?.value;

/** Statements of a block, a body or a file. */
export function statementsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  if (node.type === 'do_block' || node.type === 'block') return statementsOf(inField(node, 'body'));
  if (
    /^(body_statement|block_body|program|then|else|begin|parenthesized_statements|do|ensure|begin_block)$/.test(
      node.type,
    )
  )
    return node.children.filter(({ type }) => type !== 'comment');
  return [node];
}

export const blockParameters = (block: SyntaxNode | undefined): readonly string[] =>
  (inField(block, 'parameters')?.children ?? []).map((child) => inField(child, 'name')?.text ?? child.text);

/** `A::B`, `::A::B` as `A::B`; '' for anything else. */
export function constantName(node: SyntaxNode | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'constant') return node.text;
  return node.type === 'scope_resolution' && /^[\w:\s]+$/.test(node.text)
    ? node.text.replaceAll(/\s+/g, '').replace(/^::/, '')
    : '';
}
