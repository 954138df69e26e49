import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { CsharpPlace } from './place.ts';
import { csharpSetting, initialised, writtenIn } from './place.ts';

/** `Cookies.Append` with its options, `new HttpCookie`, and the cookies of sessions and of signing in. */
export function cookies(place: CsharpPlace): readonly SecuritySetting[] {
  const { node, name, on, given } = place;
  if (name === 'Append' && /(^|\.)Cookies$/.test(on)) return appended(place);
  if (name === 'HttpCookie' && given.length > 0) return old(place);
  return node.type === 'assignment_expression' ? ofSession(place) : [];
}

function appended(place: CsharpPlace): readonly SecuritySetting[] {
  const [named, , options] = place.given;
  const name = writtenIn(place, named?.value);
  const made = options === undefined ? undefined : createdAt(place, options.value);
  const { values, open } = flagsOf(
    made === undefined ? new Map() : initialised(made),
    setLater(place, options?.value),
  );
  return [
    csharpSetting(place, 'cookie', 'Cookies.Append', {
      values: { ...(name === undefined ? {} : { name }), ...values },
      open: [...(name === undefined ? ['name'] : []), ...open],
      complete: options === undefined || made !== undefined,
    }),
  ];
}

/** The options as they are made: there, or once in a variable of the method. */
function createdAt({ around }: CsharpPlace, node: SyntaxNode): SyntaxNode | undefined {
  if (node.type.endsWith('object_creation_expression')) return node;
  if (node.type !== 'identifier') return undefined;
  const found: SyntaxNode[] = [];
  walkSyntax(around, (each) => {
    if (
      each.type !== 'variable_declarator' ||
      (inField(each, 'name') ?? each.children[0])?.text !== node.text
    )
      return;
    const made = each.children.find(({ type }) => type.endsWith('object_creation_expression'));
    if (made !== undefined) found.push(made);
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Attributes that the method sets on a variable: they are known when it runs. */
const setLater = ({ around }: CsharpPlace, node: SyntaxNode | undefined): readonly string[] =>
  node?.type === 'identifier'
    ? [...around.text.matchAll(new RegExp(`\\b${node.text}\\.(Secure|HttpOnly|SameSite)\\s*=`, 'g'))].map(
        ([, key = '']) => key,
      )
    : [];

function flagsOf(
  options: ReadonlyMap<string, SyntaxNode>,
  later: readonly string[],
): { readonly values: Record<string, Json>; readonly open: readonly string[] } {
  const values: Record<string, Json> = {};
  const open: string[] = [];
  for (const [key, told] of [
    ['Secure', 'secure'],
    ['HttpOnly', 'httpOnly'],
    ['SameSite', 'sameSite'],
  ] as const) {
    const text = options.get(key)?.text;
    if (later.includes(key)) open.push(told);
    else if (text === 'true' || text === 'false') values[told] = text === 'true';
    else if (told === 'sameSite' && text !== undefined)
      values[told] = (text.split('.').at(-1) ?? '').toLowerCase();
    else if (text !== undefined) open.push(told);
  }
  return { values, open };
}

/** System.Web; `requireSSL` and `httpOnlyCookies` of Web.config may set both. */
function old(place: CsharpPlace): readonly SecuritySetting[] {
  const name = writtenIn(place, place.given[0]?.value);
  const { values, open } = flagsOf(initialised(place.node), later(place));
  return [
    csharpSetting(place, 'cookie', 'HttpCookie', {
      values: { ...(name === undefined ? {} : { name }), ...values },
      open,
      complete: false,
    }),
  ];
}

const later = ({ around, variable }: CsharpPlace): readonly string[] =>
  variable === ''
    ? []
    : [...around.text.matchAll(new RegExp(`\\b${variable}\\.(Secure|HttpOnly)\\s*=`, 'g'))].map(
        ([, key = '']) => key,
      );

/** `options.Cookie.SecurePolicy = CookieSecurePolicy.None`, `options.Cookie.HttpOnly = false`. */
function ofSession(place: CsharpPlace): readonly SecuritySetting[] {
  const { text } = place.node;
  if (/\bCookie\.SecurePolicy\s*=\s*CookieSecurePolicy\.None$/.test(text))
    return [
      csharpSetting(place, 'session', 'Cookie.SecurePolicy', { values: { secure: false, httpOnly: true } }),
    ];
  return /\bCookie\.HttpOnly\s*=\s*false$/.test(text)
    ? [csharpSetting(place, 'session', 'Cookie.HttpOnly', { values: { httpOnly: false }, open: ['secure'] })]
    : [];
}
