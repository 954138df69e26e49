import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { goesTo } from '../../security/goes-to.ts';
import type { Naming } from '../../security/goes-to.ts';
import { securitySetting } from '../../security/setting.ts';
import type { ToldOfSetting } from '../../security/setting.ts';
import { inField, originIn } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import { callOf } from '../syntax.ts';

/** A node of Ruby with what stands around it. */
export interface RubyPlace {
  readonly path: string;
  readonly text: string;
  readonly node: SyntaxNode;
  readonly above: readonly SyntaxNode[];
  /** The method around it, else the node itself. */
  readonly around: SyntaxNode;
  /** Present where the node is a call. */
  readonly call?: Call;
  /** What it is called on, without spaces. */
  readonly on: string;
  /** Names that it goes to, then that of the method around it. */
  readonly goesTo: readonly string[];
}

const functions = /^(method|singleton_method)$/;

/** `token = …`, `self.token = …`, `token: …`. */
const naming: Naming = {
  functions,
  closures: /^lambda$/,
  targetOf: (node) => {
    if (/^(assignment|operator_assignment)$/.test(node.type)) return inField(node, 'left');
    return node.type === 'pair' ? inField(node, 'key') : undefined;
  },
};

export function rubyPlace(
  file: Pick<RubyPlace, 'path' | 'text'>,
  node: SyntaxNode,
  above: readonly SyntaxNode[],
): RubyPlace {
  const call = node.type === 'call' ? callOf(node) : undefined;
  return {
    ...file,
    node,
    above,
    around: above.findLast(({ type }) => functions.test(type)) ?? node,
    ...(call === undefined ? {} : { call }),
    on: call?.receiver?.text.replaceAll(/\s+/g, '') ?? '',
    goesTo: goesTo(naming, above),
  };
}

export const rubySetting = (
  { path, node, goesTo: around }: Pick<RubyPlace, 'path' | 'node' | 'goesTo'>,
  kind: SecuritySetting['kind'],
  call: string,
  told?: ToldOfSetting,
): SecuritySetting =>
  securitySetting(kind, call, { package: 'ruby', around, origin: originIn(path, node) }, told);

/** A text, a symbol, a number, a boolean or nil that is written there. */
export function literalIn(node: SyntaxNode | undefined): string | number | boolean | null | undefined {
  switch (node?.type) {
    case 'string':
      return node.children.some(({ type }) => type === 'interpolation')
        ? undefined
        : node.children.map(({ text }) => text).join('');
    case 'simple_symbol':
      return node.text.slice(1);
    case 'integer':
      return Number(node.text.replaceAll('_', ''));
    case 'true':
    case 'false':
      return node.type === 'true';
    case 'nil':
      return null;
    default:
      return undefined;
  }
}
