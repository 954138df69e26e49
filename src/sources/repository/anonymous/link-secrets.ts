import type { SyntaxNode } from '../languages/syntax.ts';
import { inWords, isLinkSecret } from '../link-secrets.ts';
import type { Flow, Frame, Links } from './flow.ts';
import type { Known } from './language.ts';
import { value } from './values.ts';

/** What an expression reads of the request: a secret is not there or wrong. */
export function readOf({ links, language }: Frame, node: SyntaxNode): Known | undefined {
  const name = links === undefined ? undefined : language.handler?.sent(node);
  return links === undefined || name === undefined ? undefined : sentAs(links, name);
}

export function sentAs(links: Links, name: string): Known {
  if (!isLinkSecret(name)) return 'sent';
  links.met.add(name);
  return links.secrets;
}

/** A secret in another form is still that secret. */
const changes =
  /^(trim|strip|chomp|lower\w*|to_?lower\w*|str|string|to_?str(ing)?|strval|sub_?str(ing)?|replace|hash|hash_?hmac|hexdigest|digest|md5|sha_?\d\w*|sha(hex|sum)|base64\w*|b64\w*|hex\w*|bin2hex|url_?(de|en)code|raw_?url_?decode|encode|unquote\w*|quote\w*|escape\w*|htmlspecialchars|sanitize\w*|clean\w*|filter|split|explode|bytes|get_?bytes|format|sprintf|value|as_?str|only|all|except)$/i;
/** What is given to these is shown, kept or noted. */
const harmless =
  /^(view|render\w*|redirect\w*|route|url\w*|response|json\w*|log|logger|info|debug|notice|warn(ing)?|error|print\w*|var_dump|compact|with\w*|make\w*|new|create\w*|insert\w*|store\w*|save\w*|update\w*|put|push|append|add\w*|set\w*|assign\w*|send\w*|mail|notify|dispatch\w*|trans|__|t|flash\w*|merge|array_merge|strlen|len|length|count|size|is_string|is_array|is_null|isset|empty|required|rules)$/i;
const looksUp =
  /(^|_)(find|first|where|and_?where|or_?where|get|load|look|fetch|filter|select|query|search|read|retrieve|resolve|pull|take|consume|verif\w*|valid\w*|check\w*|match\w*|equals?|compare\w*|exists?|has|is|in_array|contains|decode\w*|decrypt\w*|parse\w*|unserialize|authenticat\w*|confirm|hash_equals|execute|bind\w*)(_|$)|by_?\w*(token|secret|key|hash|code)/;
const verifies =
  /^(verif|valid|check|decode|decrypt|parse|unserialize|authenticat|ensure|require|assert|unsign|load)/i;
/** These fail where there is nothing. */
const insists =
  /or_?(fail|throw|abort|raise|404|not_?found|panic|error)\b|or_?else_?throw|^(must|require|single|one$)/i;
/** `firstOr(fn () => throw …)`. */
const insistsItself = /(^|_)or(_?else)?$/;
const ends = /\b(throw|abort|raise|panic)\b/;
export const provesPage = /csrf|xsrf|captcha|nonce|referer|forgery/i;
const asksForNone = /^(is_?)?(empty|null|none|nil|missing|blank|invalid|doesnt_?exist)\??$/i;

interface Called {
  readonly node: SyntaxNode;
  readonly name: string;
  /** What it is called on, and what it is given. */
  readonly of: Known;
  readonly given: readonly Known[];
}

/**
 * What a call gives to somebody without the secret that it is given, or by which it looks something up. A call that is
 * not understood may refuse.
 */
export function lookedUp(
  frame: Frame,
  links: Links,
  { node, name, of, given }: Called,
): Partial<Flow> | undefined {
  const verified = frame.language.handler?.verifies?.(node);
  if (verified !== undefined) {
    links.met.add(verified);
    return frame.language.handler?.insists?.(node) === true
      ? { throws: 'asked', goesOn: false }
      : { value: 'absent' };
  }
  const secret = (frame.language.handler?.lookups(node) ?? []).some(({ column, value: by }) => {
    const known = value(frame, by).value;
    if (known === 'wrong' || known === 'absent') return true;
    if (known !== 'sent' || !isLinkSecret(column)) return false;
    links.met.add(column);
    return true;
  });
  const isAbsent = of === 'absent' || given.includes('absent');
  const fails =
    insists.test(inWords(name)) ||
    (insistsItself.test(inWords(name)) && ends.test(node.text)) ||
    frame.language.handler?.insists?.(node) === true;
  if (fails && (isAbsent || secret || given.includes('wrong'))) return { throws: 'asked', goesOn: false };
  if (secret) return { value: 'absent' };
  if (of === 'absent' && asksForNone.test(inWords(name))) return { value: 'present' };
  if (of === 'wrong' || given.includes('wrong') || given.includes('absent'))
    return ofSecret(links, name, of, given);
  return of === 'sent' || (given.includes('sent') && changes.test(name))
    ? { value: changes.test(name) ? 'sent' : 'unknown' }
    : undefined;
}

function ofSecret(links: Links, name: string, of: Known, given: readonly Known[]): Partial<Flow> | undefined {
  if (changes.test(name)) return { value: of === 'wrong' || given.includes('wrong') ? 'wrong' : 'absent' };
  if (harmless.test(name)) return { value: 'unknown' };
  if (links.tried && verifies.test(name)) return { throws: 'asked', goesOn: false };
  return { refuses: true, value: looksUp.test(inWords(name)) ? 'absent' : 'caller' };
}
