import type { Node } from 'oxc-parser';
import { plainKey } from '../../javascript/syntax.ts';
import { inWords } from '../../link-secrets.ts';
import type { Fact } from './fact.ts';
import { signsInBy } from './sign-ins.ts';
import type { Walk } from './walk.ts';

/** Things that somebody keeps behind a password of their own; the password of a person is what one signs in with. */
const things =
  /(^|_)(file|image|photo|picture|video|upload|link|url|share|paste|snippet|document|doc|note|page|post|album|gallery|folder|collection|room|meeting|event|poll|form|survey|board|view|dashboard|drop|transfer|secret)$/;
const passwordOf = /^(password|pass|passphrase|passcode)(_?(hash|digest))?$|^hashed_?password$/i;
const comparing = /compare|verify|check|match|valid|correct|equal|same/i;

/**
 * Whether what was sent is compared with the password of a thing: `checkPassword(given, file.password)`. Only whoever
 * was told it gets further, and nobody becomes known by it.
 */
export function comparesKept(walk: Walk, nodes: readonly Node[], facts: readonly Fact[]): boolean {
  if (!facts.some(signsInBy)) return false;
  const kept = nodes.find((node, at) => !signsInBy(facts[at]) && isKept(node));
  if (kept === undefined) return false;
  walk.secrets.add('password');
  if (walk.guessing) walk.used.add('password');
  return walk.guessing;
}

/** The same by a call, under a name that says so. */
export const comparesKeptIn = (
  walk: Walk,
  name: string,
  nodes: readonly Node[],
  facts: readonly Fact[],
): boolean => comparing.test(name) && comparesKept(walk, nodes, facts);

function isKept(node: Node): boolean {
  if (
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSAsExpression' ||
    node.type === 'ChainExpression'
  )
    return isKept(node.expression);
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return false;
  const key = plainKey(node.property, node.computed) ?? '';
  return passwordOf.test(inWords(key)) && things.test(inWords(node.object.name));
}
