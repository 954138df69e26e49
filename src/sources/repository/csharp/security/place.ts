import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { goesTo } from '../../security/goes-to.ts';
import type { Naming } from '../../security/goes-to.ts';
import { securitySetting } from '../../security/setting.ts';
import type { ToldOfSetting } from '../../security/setting.ts';
import { allOfType, inField, ofType, originIn } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import type { Argument } from '../syntax.ts';
import { argumentsOf, calledIn, lastName } from '../syntax.ts';
import { textOf } from '../texts.ts';

/** A call, a creation or an assignment of C# with what stands around it. */
export interface CsharpPlace {
  readonly code: Code;
  readonly path: string;
  readonly text: string;
  readonly node: SyntaxNode;
  readonly above: readonly SyntaxNode[];
  /** The method around it, else the node itself. */
  readonly around: SyntaxNode;
  /** Of a call its name, of a creation that of the type. */
  readonly name: string;
  /** What a call is called on, as it is written. */
  readonly on: string;
  readonly given: readonly Argument[];
  /** Names that it goes to, then that of the method around it. */
  readonly goesTo: readonly string[];
  /** The variable that it fills; '' where it fills none. */
  readonly variable: string;
}

const functions = /^(method_declaration|local_function_statement|constructor_declaration)$/;

/** `var token = …`, `Token = …`, `token: …`. */
const naming: Naming = {
  functions,
  closures: /^(lambda_expression|anonymous_method_expression)$/,
  targetOf: (node) => {
    if (node.type === 'variable_declarator') return inField(node, 'name') ?? node.children[0];
    if (node.type === 'property_declaration') return inField(node, 'name');
    return node.type === 'assignment_expression' ? inField(node, 'left') : undefined;
  },
};

export function csharpPlace(
  file: Pick<CsharpPlace, 'code' | 'path' | 'text'>,
  node: SyntaxNode,
  above: readonly SyntaxNode[],
): CsharpPlace {
  const called = calledIn(node);
  const created = /^(implicit_)?object_creation_expression$/.test(node.type);
  const filled = above.findLast(
    (each) => naming.closures.test(each.type) || naming.targetOf(each) !== undefined,
  );
  return {
    ...file,
    node,
    above,
    around: above.findLast(({ type }) => functions.test(type)) ?? above[0] ?? node,
    name: called?.name ?? (created ? lastName(inField(node, 'type')) : ''),
    on: called?.receiver?.text.replaceAll(/\s+/g, '') ?? '',
    given: called?.arguments ?? (created ? argumentsOf(node) : []),
    goesTo: goesTo(naming, above),
    variable: (filled === undefined ? undefined : naming.targetOf(filled))?.text ?? '',
  };
}

export const csharpSetting = (
  { path, node, goesTo: around }: Pick<CsharpPlace, 'path' | 'node' | 'goesTo'>,
  kind: SecuritySetting['kind'],
  call: string,
  told?: ToldOfSetting,
): SecuritySetting =>
  securitySetting(kind, call, { package: 'csharp', around, origin: originIn(path, node) }, told);

/** What an initializer sets: `new CookieOptions { HttpOnly = true }`. */
export function initialised(node: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const list = inField(node, 'initializer') ?? ofType(node, 'initializer_expression');
  const found = new Map<string, SyntaxNode>();
  for (const each of allOfType(list, 'assignment_expression')) {
    const [left, right] = [inField(each, 'left')?.text, inField(each, 'right')];
    if (left !== undefined && right !== undefined) found.set(left, right);
  }
  return found;
}

/** A text that is written in the code, also as bytes. */
export function writtenIn(
  { code, path }: Pick<CsharpPlace, 'code' | 'path'>,
  node: SyntaxNode | undefined,
): string | undefined {
  if (node === undefined) return undefined;
  const inner = calledIn(node)?.name === 'GetBytes' ? calledIn(node)?.arguments[0]?.value : node;
  if (
    inner === undefined ||
    !/^(string_literal|verbatim_string_literal|identifier|member_access_expression)$/.test(inner.type)
  )
    return undefined;
  const text = textOf(code, inner, { file: path });
  return text.resolved ? text.text : undefined;
}

export const numberIn = (node: SyntaxNode | undefined): number | undefined =>
  node?.type === 'integer_literal' && /^[\d_]+$/.test(node.text)
    ? Number(node.text.replaceAll('_', ''))
    : undefined;

/** `(a, b) => true`, `delegate { return true; }`. */
export const saysYes = (node: SyntaxNode | undefined): boolean =>
  node !== undefined &&
  /^(lambda_expression|anonymous_method_expression)$/.test(node.type) &&
  /(=>\s*true|\{\s*return true;\s*\})$/.test(node.text);
