import { inField, ofType } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';

export const callTypes: ReadonlySet<string> = new Set([
  'member_call_expression',
  'nullsafe_member_call_expression',
  'scoped_call_expression',
  'function_call_expression',
]);

/** The arguments of a call, of `new` or of an attribute, as they are written. */
export interface WrittenArgument {
  readonly name?: string;
  readonly node: SyntaxNode;
  readonly spread: boolean;
}

export function writtenArguments(node: SyntaxNode | undefined): readonly WrittenArgument[] {
  const list = inField(node, 'arguments') ?? inField(node, 'parameters') ?? ofType(node, 'arguments');
  return (list?.children ?? []).flatMap((argument): readonly WrittenArgument[] => {
    if (argument.type !== 'argument') return [];
    const name = inField(argument, 'name')?.text;
    const value = argument.children.findLast((child) => child.field !== 'name' && child.type !== 'comment');
    if (value === undefined) return [];
    const spread = value.type === 'variadic_unpacking';
    const inner = spread ? (value.children[0] ?? value) : value;
    return [{ ...(name === undefined ? {} : { name }), node: inner, spread }];
  });
}

/** `x` of `$x`; undefined for `$$x` and other nodes. */
export const variableName = (node: SyntaxNode | undefined): string | undefined =>
  node?.type === 'variable_name' ? node.children[0]?.text : undefined;

/** The name of the method, property or function that is called or read, where it is written out. */
export function memberName(node: SyntaxNode): string | undefined {
  const name = inField(node, 'name') ?? inField(node, 'function');
  if (name === undefined) return undefined;
  return name.type === 'name' || name.type === 'qualified_name' ? name.text : variableName(name);
}

export const receiverOf = (node: SyntaxNode): SyntaxNode | undefined =>
  inField(node, 'object') ?? inField(node, 'scope');

/** The block of comment right before a declaration. */
export function docBefore(siblings: readonly SyntaxNode[], at: number): string | undefined {
  const before = siblings[at - 1];
  return before?.type === 'comment' && before.text.startsWith('/**') ? before.text : undefined;
}

/** The text of a quoted string without placeholders; undefined for other nodes. */
export function plainString(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string' && node?.type !== 'encapsed_string') return undefined;
  if (node.children.some(({ type }) => type !== 'string_content' && type !== 'escape_sequence'))
    return undefined;
  return node.children
    .map((part) => (part.type === 'escape_sequence' ? unescape(part.text) : part.text))
    .join('');
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  $: '$',
};

export const unescape = (text: string): string => escapes[text.slice(1)] ?? text;

/** The words after a tag in a block of comment: `@Route("/x")` gives `("/x")`. */
export function docTags(doc: string | undefined): readonly { readonly tag: string; readonly rest: string }[] {
  if (doc === undefined || !doc.includes('@')) return [];
  const text = doc
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, ''))
    .join('\n');
  return text
    .split(/(?:^|\n)\s*@(?=[A-Za-z])/)
    .slice(1)
    .flatMap((part) => {
      const name = /^[\w\\]+/.exec(part)?.[0];
      return name === undefined ? [] : [{ tag: name, rest: part.slice(name.length) }];
    });
}
