import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField } from '../../languages/syntax.ts';

const words = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const caller =
  /^(is_)?(logged(_in)?|signed(_in)?|authenticated|(basic|token|api)_auth)$|^((current|auth|authenticated|session|logged_in)_)?user(_id)?$|^viewer(_id)?$|^(claims|principal|doer|identity)$/;
const request = /^(c|ctx|context|r|req|request)$|(Ctx|Context)$/;

/** `c.IsLogged`, `ctx.User`: what a check before put into the context of the request. */
export function callerField(node: SyntaxNode): Known | undefined {
  if (node.type !== 'selector_expression') return undefined;
  if (!request.test(inField(node, 'operand')?.text ?? '')) return undefined;
  return caller.test(words(inField(node, 'field')?.text ?? '')) ? 'absent' : undefined;
}

const stored =
  /^(is_)?(partial(ly)?_)?(public|private|visible|visibility|internal)$|^can_guest|^allows?_(guest|anonymous)/;
const access = /access|permission|(^|_)can_|allowed|authori[sz]e|visible|readable/;
const nobody = /\b(user|viewer|actor|doer|account)_?id\b/i;

/** What is stored of an object: whether it is public, or what those may do to it who are not known. */
export function storedOf(node: SyntaxNode): Known | undefined {
  const callee = node.type === 'call_expression' ? inField(node, 'function') : node;
  if (callee?.type !== 'selector_expression') return undefined;
  const name = words(inField(callee, 'field')?.text ?? '');
  const owner = inField(callee, 'operand')?.text ?? '';
  if (stored.test(name))
    return /\b(ip|addr|net|host|conf|config|cfg|settings?)\w*$/i.test(owner) ? undefined : 'some';
  if (node.type !== 'call_expression') return undefined;
  if (/^(viewer|user|caller|actor|doer|guest|visitor)_(can|may|has)_/.test(name)) return 'some';
  if (!access.test(name)) return undefined;
  const args = inField(node, 'arguments')?.children ?? [];
  return args.some(({ text }) => nobody.test(text)) &&
    args.filter(({ text }) => !nobody.test(text)).length > 0
    ? 'some'
    : undefined;
}

/** A function that is given whoever calls by their type: `func(c Context, user *User)`. */
export const callerParameters = (node: SyntaxNode): readonly (readonly [string, Known])[] =>
  allOfType(inField(node, 'parameters'), 'parameter_declaration').flatMap((each) => {
    if (!/(^|[*.])(User|Account|Session|Claims)$/.test(inField(each, 'type')?.text ?? '')) return [];
    return each.children.flatMap(({ field, type, text }) =>
      field === 'name' &&
      type !== ',' &&
      /^(user|actor|doer|viewer|me|u|current\w*|session|claims)$/.test(text)
        ? [[text, 'absent'] as const]
        : [],
    );
  });
