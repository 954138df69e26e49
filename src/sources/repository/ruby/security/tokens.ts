import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { option, pairsIn } from '../syntax.ts';
import type { RubyPlace } from './place.ts';
import { literalIn, rubySetting } from './place.ts';

/** The gem `jwt`: `JWT.encode(payload, key, algorithm)`, `JWT.decode(token, key, verify, options)`. */
export function tokens(place: RubyPlace): readonly SecuritySetting[] {
  const { call, on } = place;
  if (on !== 'JWT' || call === undefined) return [];
  if (call.name === 'encode') return [signing(place)];
  if (call.name !== 'decode') return [];
  const [token, , verify] = call.args;
  return [
    rubySetting(place, 'token-verification', 'JWT.decode', {
      values: {
        ...(literalIn(verify) === false && !isReadAgain(place) && !isAnswer(token)
          ? { verified: false }
          : {}),
        ...(literalIn(option(call, 'verify_expiration')) === false ? { ignoreExpiration: true } : {}),
      },
      open: call.args.length > 3 ? ['algorithms'] : [],
    }),
  ];
}

/** A first look at who made it, before it is read with the key of that maker. */
const isReadAgain = ({ around }: RubyPlace): boolean => around.text.split('JWT.decode').length > 2;

/** What another service answered came by a connection that says who it is. */
const isAnswer = (token: SyntaxNode | undefined): boolean =>
  /response|\bresp?\b|\bbody\b/i.test(token?.text ?? '');

function signing(place: RubyPlace): SecuritySetting {
  const [payload, key] = place.call?.args ?? [];
  const keys = payload === undefined ? undefined : keysOf(place, payload);
  const secret = literalIn(key);
  const hasEnd = keys?.includes('exp') === true || /\bexp(:|\]|['"]\s*=>)|:exp\s*=>/.test(place.around.text);
  return rubySetting(place, 'token-signing', 'JWT.encode', {
    values: typeof secret === 'string' && secret !== '' && secret.length < 32 ? { shortSecret: true } : {},
    open: hasEnd ? ['payload.exp'] : [],
    complete: keys !== undefined,
  });
}

/** Keys of a hash that is written there or once in a variable of the method. */
function keysOf({ around }: RubyPlace, payload: SyntaxNode): readonly string[] | undefined {
  if (payload.type === 'hash')
    return payload.children.every(({ type }) => type === 'pair')
      ? pairsIn(payload).map(({ name }) => name)
      : undefined;
  if (payload.type !== 'identifier') return undefined;
  const set: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'assignment' && inField(node, 'left')?.text === payload.text) {
      const right = inField(node, 'right');
      if (right !== undefined) set.push(right);
    }
    node.children.forEach(visit);
  };
  visit(around);
  const [only] = set;
  return set.length === 1 && only?.type === 'hash' ? pairsIn(only).map(({ name }) => name) : undefined;
}
