import type { SyntaxNode } from '../languages/syntax.ts';
import type { Frame } from './flow.ts';
import type { Known } from './language.ts';

/** `sha1(…)`, `hash_hmac(…)`, `Helper::cronHash()`: a digest is made, of what only the application knows. */
const digests =
  /^(md5|sha_?\d+|crc32|hash(_?hmac)?|hmac\w*|hexdigest|digest|crypt|compute_?hash|\w*(Hash|_hash|Hmac|Signature|_signature|Digest))$/;
const makesDigest = /\b(md5|sha_?\d+|hash|hash_hmac|hmac\w*|hexdigest|compute_?hash)\s*\(/i;
/** What is sent to be checked against one. */
const isDigest = /hash|hmac|(^|[^a-z])(sig|mac)([^a-z]|$)|signature|digest/i;
/** A password has a hash too, and a file that is sent has a sum. */
const provesNobody = /pass(word|wd)?|pwd|checksum|file|etag|revision|version/i;

export const isComputed = (name: string): boolean => digests.test(name) && !provesNobody.test(name);

/** What is sent and compared with a digest that the application makes is a secret: nobody else can make it. */
export function provedByDigest({ links }: Frame, sides: readonly (readonly [SyntaxNode, Known])[]): boolean {
  if (links === undefined) return false;
  return sides.some(([node, known], at) => {
    const [other, made] = sides[1 - at] ?? [node, known];
    if (known !== 'sent' || !isDigest.test(node.text) || provesNobody.test(`${node.text} ${other.text}`))
      return false;
    if (made !== 'computed' && !makesDigest.test(other.text)) return false;
    links.met.add(node.text.match(/\b[A-Za-z_]\w*\b(?!\s*\()/g)?.at(-1) ?? 'hash');
    return true;
  });
}
