import type { Statement } from '../../anonymous/language.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

/** What a function answers is told by its error or by its last `bool`, where it has one. */
export function returning(
  found: Statement,
  node: SyntaxNode,
  { node: fn }: { readonly node: SyntaxNode },
  isTail: boolean,
): Statement {
  if (found.kind !== 'return') return found;
  const list = allOfType(node, 'expression_list')[0];
  const values = list?.children ?? [];
  if (isTail) return { kind: 'return', value: list ?? literal(node, 'nil') };
  const result = inField(fn, 'result');
  const types = resultsOf(result);
  if (list === undefined) {
    const [first] = types;
    return {
      kind: 'return',
      value: first === undefined || first.name === '' ? literal(node, 'nil') : named(node, first.name),
    };
  }
  const last = values.at(-1);
  const [first] = values;
  if (last === undefined || first === undefined) return found;
  if (result?.text === 'error') return { kind: 'return', value: succeeded(last) };
  const lastType = types.at(-1)?.type;
  if (values.length < 2 || (lastType !== 'error' && lastType !== 'bool'))
    return { kind: 'return', value: first };
  if (lastType === 'error') return { kind: 'return', value: last.type === 'nil' ? first : succeeded(last) };
  return { kind: 'return', value: last.type === 'true' ? first : last };
}

export const makesError =
  /^(fmt\.Errorf|\w*errors?\.\w+|status\.Errorf?|\w+\.NewHTTPError|\w+\.(New|Wrap)\w*)$/;

/** Of an error whether there is none; what a call answers is told that way already. */
const succeeded = (node: SyntaxNode): SyntaxNode =>
  node.type === 'call_expression' && !makesError.test(inField(node, 'function')?.text ?? '')
    ? node
    : not(node);

const resultsOf = (
  result: SyntaxNode | undefined,
): readonly { readonly name: string; readonly type: string }[] =>
  allOfType(result, 'parameter_declaration').flatMap((each) => {
    const names = each.children.filter(({ field, type }) => field === 'name' && type !== ',');
    const type = inField(each, 'type')?.text ?? '';
    return names.length === 0 ? [{ name: '', type }] : names.map(({ text }) => ({ name: text, type }));
  });

const literal = (node: SyntaxNode, text: string): SyntaxNode => ({ ...node, type: text, text, children: [] });
const named = (node: SyntaxNode, text: string): SyntaxNode => ({
  ...node,
  type: 'identifier',
  text,
  children: [],
});
const not = (of: SyntaxNode): SyntaxNode => ({
  ...of,
  type: 'unary_expression',
  text: `!${of.text}`,
  children: [{ ...of, field: 'operand' }],
});
