import type { Parameter } from '../../../model/api.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Dialect, Place, RequestNames } from './parameters.ts';
import { bagOf, isRequest, namesIn } from './parameters.ts';
import { callTypes, memberName, plainString, receiverOf, writtenArguments } from './syntax.ts';

/** What checks, counts or writes down its argument keeps no field of it. */
const looking =
  /valid|^(array_keys|array_key_exists|count|empty|isset|is_\w+|json_encode|dd|dump|print_r|var_dump|log|info|debug|warning|error|notice|make)$/i;

/** Calls that take names: with names that are computed, any may be meant. */
const naming = /^(only|except|input|get|post|query|boolean|integer|string|str|has|filled|offsetget|all|any)$/;

/**
 * Parts of the request that a node hands on whole, or reads by names that code computes: `fill($request->all())`,
 * `$request->only($allowed)`, `foreach ($request->input() as …)`, `$request->input($field)`.
 */
export function handedOnAt(node: SyntaxNode, names: RequestNames, dialect: Dialect): readonly Place[] {
  const whole = (part: SyntaxNode | undefined): readonly Place[] => {
    if (part === undefined || /->(validated|safe)\(/.test(part.text)) return [];
    const place = bagOf(part, names, dialect);
    return place === undefined ? [] : [place];
  };
  if (callTypes.has(node.type)) {
    const given = looking.test(memberName(node) ?? '')
      ? []
      : writtenArguments(node).flatMap((each) => whole(each.node));
    return [...given, ...computedNames(node, names, dialect)];
  }
  switch (node.type) {
    case 'return_statement':
    case 'foreach_statement':
    case 'variadic_unpacking':
      return whole(node.children[0]);
    case 'array_element_initializer':
      return whole(node.children.at(-1));
    case 'assignment_expression':
      return inField(node, 'left')?.type === 'variable_name' ? [] : whole(inField(node, 'right'));
    case 'subscript_expression': {
      const [base, key] = node.children;
      return key === undefined || plainString(key) !== undefined || key.type === 'integer' ? [] : whole(base);
    }
    default:
      return [];
  }
}

function computedNames(node: SyntaxNode, names: RequestNames, dialect: Dialect): readonly Place[] {
  const method = memberName(node)?.toLowerCase() ?? '';
  const [first] = writtenArguments(node);
  if (first === undefined || !naming.test(method) || !isRequest(receiverOf(node), names, dialect)) return [];
  if (namesIn(first.node).length > 0 || /^(string|encapsed_string)$/.test(first.node.type)) return [];
  const place =
    dialect.lists?.[method] ?? dialect.methods[method] ?? (method === 'except' ? 'input' : undefined);
  return place === undefined ? [] : [place];
}

/** The parameters of parts that are handed on say so. */
export const withOpenness = (
  found: readonly Parameter[],
  open: ReadonlySet<Parameter['in']>,
): readonly Parameter[] =>
  open.size === 0
    ? found
    : found.map((each) => (open.has(each.in) ? { ...each, extent: 'open' as const } : each));
