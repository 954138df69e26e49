import type { SyntaxNode } from '../languages/syntax.ts';
import type { Frame } from './flow.ts';
import type { Known } from './language.ts';

/** A comparison that takes as long wherever its sides differ. */
const inConstantTime =
  /^[\w.:\\$]*\b(fixed_?time_?equals|hash_?equals|timing_?safe_?equals?|compare_?digest|secure_?compare|constant_?time_?(compare|equals?|eq)|(MessageDigest\.is|hmac\.)Equal)\s*\(/i;

/** What a sign-in takes, and what tells who signs in. */
const signsIn = /pass(word|wd|phrase)|pwd|\botp|totp|\bpin\b|e-?mail|user_?name|login/i;

/**
 * What is sent and compared in constant time is a secret, whatever its name: only for those is it done. It is met
 * under the name it has here.
 */
export function provedInConstantTime(
  { links }: Frame,
  node: SyntaxNode,
  sides: readonly (readonly [SyntaxNode, Known])[],
): Known | undefined {
  if (links === undefined || !inConstantTime.test(node.text) || signsIn.test(node.text)) return undefined;
  const [sent, other] = sides.filter(([, known]) => known === 'sent');
  if (sent === undefined || other !== undefined) return undefined;
  // `Encoding.UTF8.GetBytes(key)` and `key.getBytes()` are made of `key`.
  links.met.add(sent[0].text.match(/\b[A-Za-z_]\w*\b(?!\s*\()/g)?.at(-1) ?? 'secret');
  return 'absent';
}
