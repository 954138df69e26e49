import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { callOf, pairsIn } from '../syntax.ts';
import type { Pair } from '../syntax.ts';
import type { RubyPlace } from './place.ts';
import { literalIn, rubySetting } from './place.ts';

/** Cookies that Rails and Sinatra set, and the cookie of the session. */
export function cookies(place: RubyPlace, isSecure: boolean): readonly SecuritySetting[] {
  const { node, call } = place;
  if (call !== undefined) {
    if (call.name === 'session_store') return sessionStore(place, call.pairs);
    return call.name === 'set_cookie' && call.args.length > 0 ? setCookie(place, call.args, isSecure) : [];
  }
  const left = inField(node, 'left');
  if (node.type !== 'assignment' || left?.type !== 'element_reference') return [];
  if (!/^cookies(\.(permanent|signed|encrypted))*$/.test(left.children[0]?.text ?? '')) return [];
  const name = literalIn(left.children[1]);
  const value = inField(node, 'right');
  if (typeof name !== 'string' || value === undefined || literalIn(value) === null) return [];
  return [cookie(place, name, value, isSecure)];
}

/** A value alone comes without attributes. */
function cookie(place: RubyPlace, name: string, value: SyntaxNode, isSecure: boolean): SecuritySetting {
  const isMerged =
    value.type === 'call' && /^(merge|options|to_h|except|with_defaults)$/.test(callOf(value)?.name ?? '');
  const isPlain = value.type !== 'hash' && value.type !== 'identifier' && !isMerged;
  const flags = flagsOf(pairsIn(value));
  const open = isSecure && !('secure' in flags.values) ? ['secure', ...flags.open] : flags.open;
  return rubySetting(place, 'cookie', 'cookies[]=', {
    values: { name, ...flags.values },
    open,
    complete: isPlain || (value.type === 'hash' && value.children.every(({ type }) => type === 'pair')),
  });
}

/** `response.set_cookie(:token, value: …, httponly: true)`. */
function setCookie(
  place: RubyPlace,
  args: readonly SyntaxNode[],
  isSecure: boolean,
): readonly SecuritySetting[] {
  const name = literalIn(args[0]);
  const [, second] = args;
  if (typeof name !== 'string') return [];
  const pairs = [...(place.call?.pairs ?? []), ...pairsIn(second)];
  const flags = flagsOf(pairs);
  return [
    rubySetting(place, 'cookie', 'set_cookie', {
      values: { name, ...flags.values },
      open: isSecure && !('secure' in flags.values) ? ['secure', ...flags.open] : flags.open,
      complete: second === undefined || second.type === 'hash' || second.type === 'string',
    }),
  ];
}

/** What Rails sets by itself stays: HttpOnly, SameSite=Lax. */
function sessionStore(place: RubyPlace, pairs: readonly Pair[]): readonly SecuritySetting[] {
  const flags = flagsOf(pairs);
  return [rubySetting(place, 'session', 'session_store', flags)];
}

function flagsOf(pairs: readonly Pair[]): {
  readonly values: Record<string, Json>;
  readonly open: readonly string[];
} {
  const values: Record<string, Json> = {};
  const open: string[] = [];
  for (const { name, value } of pairs) {
    const told = { secure: 'secure', httponly: 'httpOnly', http_only: 'httpOnly', same_site: 'sameSite' }[
      name
    ];
    if (told === undefined) continue;
    const written = literalIn(value);
    if (typeof written === 'boolean') values[told] = written;
    else if (typeof written === 'string') values[told] = written.toLowerCase();
    else open.push(told);
  }
  return { values, open };
}
