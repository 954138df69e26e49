import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { goesTo } from '../../security/goes-to.ts';
import type { Naming } from '../../security/goes-to.ts';
import { securitySetting } from '../../security/setting.ts';
import type { ToldOfSetting } from '../../security/setting.ts';
import { inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { GoProgram } from '../program/program.ts';

/** A node of Go with what stands around it. */
export interface GoPlace {
  readonly program: GoProgram;
  readonly folder: string;
  readonly path: string;
  /** Import paths by the name they go by in the file. */
  readonly imports: ReadonlyMap<string, string>;
  readonly node: SyntaxNode;
  readonly above: readonly SyntaxNode[];
  /** The function around it, else the node itself. */
  readonly around: SyntaxNode;
  /** Names that it goes to, then that of the function around it. */
  readonly goesTo: readonly string[];
  /** The variable it fills; '' where it fills none. */
  readonly variable: string;
}

const functions = /^(function_declaration|method_declaration)$/;

/** `token, err := …`, `key: …`, `var token = …`. */
const naming: Naming = {
  functions,
  closures: /^func_literal$/,
  targetOf: (node) => {
    if (node.type === 'short_var_declaration' || node.type === 'assignment_statement')
      return inField(node, 'left')?.children[0];
    if (node.type === 'var_spec' || node.type === 'const_spec') return inField(node, 'name');
    return node.type === 'keyed_element' ? node.children[0] : undefined;
  },
};

export function goPlace(
  file: Pick<GoPlace, 'program' | 'folder' | 'path' | 'imports'>,
  node: SyntaxNode,
  above: readonly SyntaxNode[],
): GoPlace {
  const filled = above.findLast(
    (each) => naming.closures.test(each.type) || naming.targetOf(each) !== undefined,
  );
  const target = filled === undefined ? undefined : naming.targetOf(filled);
  return {
    ...file,
    node,
    above,
    around: above.findLast(({ type }) => functions.test(type)) ?? node,
    goesTo: goesTo(naming, above),
    variable: target?.type === 'identifier' ? target.text : '',
  };
}

export const goSetting = (
  { path, node, goesTo: around }: Pick<GoPlace, 'path' | 'node' | 'goesTo'>,
  kind: SecuritySetting['kind'],
  call: string,
  told?: ToldOfSetting,
): SecuritySetting =>
  securitySetting(kind, call, { package: 'go', around, origin: originIn(path, node) }, told);

/** `rand.Intn` of a call with the import path in place of the name: `math/rand.Intn`. */
export function calledAs({ node, imports }: GoPlace): string {
  const callee = inField(node, 'function');
  if (callee?.type !== 'selector_expression') return callee?.text ?? '';
  const on = inField(callee, 'operand')?.text ?? '';
  return `${imports.get(on) ?? on}.${inField(callee, 'field')?.text ?? ''}`;
}

export const argumentsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  (inField(node, 'arguments')?.children ?? []).filter(({ type }) => type !== 'comment');

/** Fields of a composite literal with their values. */
export function fieldsOf(node: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (const element of inField(node, 'body')?.children ?? []) {
    const [key, value] = element.type === 'keyed_element' ? element.children : [];
    const held = value?.type === 'literal_element' ? value.children[0] : value;
    if (key !== undefined && held !== undefined) found.set(key.text.replaceAll(/^["`]|["`]$/g, ''), held);
  }
  return found;
}

/** The package and the name of a composite literal's type: `net/http.Cookie`. */
export function typeOf({ node, imports }: Pick<GoPlace, 'node' | 'imports'>): string {
  const [name = '', field] = (inField(node, 'type')?.text ?? '').split('.');
  return field === undefined ? name : `${imports.get(name) ?? name}.${field}`;
}

/** What a name stands for where it is a constant or a variable of the package. */
export function valueOf({ program, folder }: GoPlace, node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.type !== 'identifier') return node;
  const value = program.packageIn(folder)?.values.get(node.text)?.value;
  return value?.type === 'expression_list' ? value.children[0] : (value ?? node);
}

/** A text that is written in the code, also as bytes. */
export function writtenIn(place: GoPlace, node: SyntaxNode | undefined): string | undefined {
  const value = valueOf(place, node);
  return /^(?:\[\]byte\(\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)\s*\)?$/
    .exec(value?.text ?? '')
    ?.slice(1)
    .find((text) => text !== undefined);
}

export const numberIn = (place: GoPlace, node: SyntaxNode | undefined): number | undefined => {
  const text = valueOf(place, node)?.text ?? '';
  return /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
};

/** Whether the node runs only when some condition of the function holds. */
export const isConditional = ({ above }: GoPlace): boolean =>
  above.some(({ type }) => /^(if_statement|expression_switch_statement|select_statement)$/.test(type));

/** Texts of the arguments of calls on a variable, or with it in front: `h.Write(b)`, `io.WriteString(h, s)`. */
export function givenTo(around: SyntaxNode, variable: string): string {
  const texts: string[] = [];
  if (variable !== '')
    walkSyntax(around, (node) => {
      if (node.type !== 'call_expression') return;
      const on = inField(inField(node, 'function'), 'operand')?.text;
      const [first, ...others] = argumentsOf(node);
      if (on === variable && first !== undefined) texts.push(first.text);
      if (first?.text === variable) texts.push(...others.map(({ text }) => text));
    });
  return texts.join(' ');
}
