import { walkSyntax } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { callTypes, memberName, plainString, writtenArguments } from '../php/syntax.ts';
import type { Seen } from './seen.ts';

const words =
  /pass(w(or)?d|wort|phrase)?s?\d*$|passw(or)?d|passwrd|pwd|kennwort|senha|contrasena|mot_?de_?passe/i;
const others = /(by|com|tres|sur)pass|passed|passiv|passeng|passthr|passport|passage/i;

/** A name says that it is of a password: `user_password`, `$pwd`, `hashPassword`. */
export const namesPassword = (name: string): boolean => words.test(name) && !others.test(name);

export const isOfPassword = (node: SyntaxNode | undefined, around: readonly string[]): boolean =>
  around.some(namesPassword) || (node?.text.match(/\w+/g) ?? []).some(namesPassword);

/**
 * What goes into a digest beside the password: nothing, the same for everybody (a constant), or something of each
 * account (a variable or a column). A digest of a digest is told as such.
 */
export function saltOf(argument: SyntaxNode | undefined): string {
  if (argument === undefined) return 'salt not known';
  let inner = '';
  walkSyntax(argument, (node) => {
    if (inner === '' && callTypes.has(node.type) && /^(md5|sha1|hash|crypt)$/i.test(memberName(node) ?? ''))
      inner = memberName(node)?.toLowerCase() ?? '';
    return true;
  });
  const parts = operandsOf(argument);
  const isSame = (part: SyntaxNode): boolean =>
    plainString(part) !== undefined || /^[A-Z][A-Z0-9_]*$/.test(part.text);
  const password =
    parts.find((part) => (part.text.match(/\w+/g) ?? []).some(namesPassword)) ??
    parts.find((part) => !isSame(part));
  const salt = parts.find((part) => part !== password);
  const around = inner === '' ? '' : `, of a ${inner}`;
  if (parts.length < 2 || salt === undefined) return inner === '' ? 'no salt' : `no salt of its own${around}`;
  if (!isSame(salt)) return `salted with ${salt.text.slice(0, 40)}${around}`;
  const which = plainString(salt) === undefined ? salt.text : 'written in the code';
  return `one salt for everybody, ${which}${around}`;
}

function operandsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'parenthesized_expression') return node.children.flatMap(operandsOf);
  if (node.type === 'binary_expression' && node.children.some(({ text }) => text === '.'))
    return node.children.filter(({ text }) => text !== '.').flatMap(operandsOf);
  return node.type === 'encapsed_string' && node.children.length > 1 ? node.children : [node];
}

/** `MD5('$password')`, `PASSWORD(…)` inside of a statement. */
export function passwordsInSql(text: string, line: number): readonly Seen[] {
  if (!/\b(select|insert|update|where|set)\b/i.test(text)) return [];
  return [...text.matchAll(/\b(OLD_PASSWORD|PASSWORD|MD5|SHA1|SHA2?|ENCRYPT)\s*\(([^()]{0,80})/gi)].flatMap(
    ([, name = '', inside = '']): readonly Seen[] => {
      const isTold = /^(old_)?password$/i.test(name) || (inside.match(/\w+/g) ?? []).some(namesPassword);
      return isTold
        ? [
            {
              kind: 'password-hash',
              subject: `MySQL ${name.toUpperCase()}()`,
              value: /concat/i.test(inside) ? 'salted in the statement' : 'no salt',
              line,
            },
          ]
        : [];
    },
  );
}

export function passwordCall(name: string, node: SyntaxNode, around: readonly string[]): readonly Seen[] {
  const given = writtenArguments(node).map((each) => each.node);
  const line = node.line;
  const hashed = (
    subject: string,
    argument: SyntaxNode | undefined,
    value = saltOf(argument),
  ): readonly Seen[] =>
    isOfPassword(argument, around) ? [{ kind: 'password-hash', subject, value, line }] : [];
  switch (name) {
    case 'md5':
    case 'sha1':
      return hashed(name, given[0]);
    case 'hash':
      return hashed(plainString(given[0]) ?? 'hash()', given[1]);
    case 'hash_hmac':
      return hashed(`hmac ${plainString(given[0]) ?? ''}`.trim(), given[1], 'keyed');
    case 'hash_pbkdf2':
      return hashed('pbkdf2', given[1], 'salt in an argument');
    case 'crypt':
      return hashed('crypt', given[0], given[1] === undefined ? 'salt chosen by PHP' : 'salt in the hash');
    case 'password_hash':
      return [{ kind: 'password-hash', subject: name, value: given[1]?.text ?? 'salt in the hash', line }];
    case 'wp_hash_password':
    case 'bcrypt':
      return [{ kind: 'password-hash', subject: name, value: 'salt in the hash', line }];
    case 'password_verify':
    case 'password_needs_rehash':
    case 'wp_check_password':
      return [{ kind: 'password-check', subject: name, line }];
    default:
      return [];
  }
}
