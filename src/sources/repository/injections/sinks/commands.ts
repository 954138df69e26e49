import { bindingsOf } from '../../callers/shapes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { valueOf } from '../expressions.ts';
import type { Frame } from '../frame.ts';
import type { Sent } from '../sent.ts';

const shell = /^["'`](\/(usr\/)?bin\/)?((ba|da|z|k|c)?sh|cmd(\.exe)?|powershell(\.exe)?|pwsh)["'`]$/i;
const running = /^["'`](-\w*c|\/c|-Command|-EncodedCommand)["'`]$/i;

/** What arrives as a program, or as the text that a shell runs, among the words of a command line. */
export function inCommandLine(frame: Frame, words: readonly SyntaxNode[]): Sent | undefined {
  const [program, ...rest] = words;
  if (program === undefined) return undefined;
  const named = valueOf(frame, program).sent;
  if (named?.at === 'start') return named;
  if (!shell.test(program.text)) return undefined;
  const at = rest.findIndex(({ text }) => running.test(text));
  if (at === -1) return undefined;
  for (const each of rest.slice(at + 1)) {
    const { sent } = valueOf(frame, each);
    if (sent !== undefined) return sent;
  }
  return undefined;
}

const lists = /^(list|tuple|array_initializer|literal_value)$/;

/** The elements of a list, of what makes one, or of the list that a name was given last; undefined for what is none. */
export function elementsOf(frame: Frame, node: SyntaxNode, depth = 0): readonly SyntaxNode[] | undefined {
  if (depth > 3) return undefined;
  if (lists.test(node.type))
    return node.children.map((each) => (each.type === 'literal_element' ? (each.children[0] ?? each) : each));
  if (node.type === 'array_creation_expression' || node.type === 'composite_literal') {
    const inner = inField(node, 'value') ?? inField(node, 'body');
    return inner === undefined ? undefined : elementsOf(frame, inner, depth + 1);
  }
  if (/^(Arrays\.asList|List\.of|Lists\.newArrayList)$/.test(node.text.split('(')[0] ?? ''))
    return inField(node, 'arguments')?.children;
  if (node.type === 'variadic_argument') {
    const [inner] = node.children;
    return inner === undefined ? undefined : elementsOf(frame, inner, depth + 1);
  }
  if (node.type !== 'identifier') return undefined;
  const last = frame.writes.get(node.text)?.findLast(({ from, isAdded }) => from <= node.start && !isAdded);
  return last === undefined || bindingsOf(last.value).length > 0
    ? undefined
    : elementsOf(frame, last.value, depth + 1);
}
