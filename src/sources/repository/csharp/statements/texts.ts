import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { calledIn, lastName } from '../syntax.ts';
import { textOf } from '../texts.ts';
import type { Body } from './typing.ts';
import { plain, typeOf } from './typing.ts';

/** A text as code writes it; parts that are only known at run time stand in braces. */
export interface WrittenText {
  readonly text: string;
  /** Names of parts that may hold anything. */
  readonly open: readonly string[];
}

/** Literals, constants, sums, interpolation, locals that are given once, builders with all that is added to them. */
export function writtenText(body: Body, given: SyntaxNode | undefined, depth = 0): WrittenText | undefined {
  const node = plain(given);
  if (node === undefined || depth > 10) return undefined;
  const part = (each: SyntaxNode | undefined): WrittenText =>
    writtenText(body, each, depth + 1) ?? hole(body, each);
  if (node.type === 'interpolated_string_expression')
    return joined(
      node.children.flatMap((each): readonly WrittenText[] => {
        if (each.type === 'interpolation')
          return [part(each.children.find(({ type }) => !type.startsWith('interpolation_')))];
        return /content|escape/.test(each.type) ? [{ text: each.text, open: [] }] : [];
      }),
    );
  if (node.type === 'identifier' && body.values.has(node.text)) return local(body, node.text, depth);
  if (node.type === 'binary_expression')
    return inField(node, 'operator')?.text === '+'
      ? joined([part(inField(node, 'left')), part(inField(node, 'right'))])
      : undefined;
  if (node.type === 'conditional_expression')
    return writtenText(body, inField(node, 'consequence'), depth + 1);
  if (node.type === 'invocation_expression') {
    const called = calledIn(node);
    if (called?.name === 'ToString' && called.receiver !== undefined)
      return writtenText(body, called.receiver, depth + 1);
    if (called?.name === 'Format' && called.arguments[0] !== undefined)
      return writtenText(body, called.arguments[0].value, depth + 1);
  }
  if (node.type === 'object_creation_expression' && lastName(inField(node, 'type')) === 'StringBuilder')
    return writtenText(body, calledFirst(node), depth + 1) ?? { text: '', open: [] };
  const known = textOf(body.types.code, node, { file: body.file, ...(body.owner && { type: body.owner }) });
  return known.resolved ? { text: known.text, open: [] } : undefined;
}

const calledFirst = (node: SyntaxNode): SyntaxNode | undefined =>
  inField(node, 'arguments')?.children[0]?.children.at(-1);

const joined = (parts: readonly WrittenText[]): WrittenText => ({
  text: parts.map(({ text }) => text).join(''),
  open: parts.flatMap(({ open }) => open),
});

/** A local with what is added to it by `+=`, `Append` and `AppendLine`. */
function local(body: Body, name: string, depth: number): WrittenText | undefined {
  const parts = (body.values.get(name) ?? []).map(
    (value) => writtenText(body, value, depth + 2) ?? hole(body, value),
  );
  const [first] = body.values.get(name) ?? [];
  if (first === undefined || writtenText(body, first, depth + 2) === undefined) return undefined;
  return joined(parts);
}

const computed: WrittenText = { text: '{}', open: [] };

/** A text that is a parameter may hold anything; a number or what code computes does not. */
function hole(body: Body, given: SyntaxNode | undefined): WrittenText {
  const node = plain(given);
  if (node?.type !== 'identifier' || !body.locals.has(node.text)) return computed;
  const type = typeOf(body, node)?.node.text.replace(/\?$/, '');
  return type === 'string' && isParameter(body, node.text)
    ? { text: `{${node.text}}`, open: [node.text] }
    : computed;
}

const isParameter = (body: Body, name: string): boolean => !body.values.has(name);
