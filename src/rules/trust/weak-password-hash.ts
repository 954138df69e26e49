import type { Backend } from '../../model/backend.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, purposesOf, settingsOf } from './settings.ts';

export const weakPasswordHash: Rule = {
  id: 'weak-password-hash',
  summary: 'Passwords are kept in a form that is quickly guessed.',
  severity: 'warning',
  standards: ['CWE-916', 'ASVS-5.0-11.4.2', 'API2:2023'],
  remedy: {
    title: 'Hash passwords with a slow function',
    impact: 5,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'keep reading both forms; old ones are made anew at the next sign-in',
  },
  check: (backend) => {
    const slow = settingsOf(backend, 'password-hash');
    const fast = settingsOf(backend, 'digest').filter(isOfPassword);
    return byCall([
      ...slow.filter((setting) => tooCheap(setting) !== undefined && !isForKey(setting, backend)),
      ...slow.filter(isUnhashed),
      ...fast.filter((setting) => !isHashedAfter(setting, slow)),
    ]).map(fault);
  },
};

/** What goes in is a password, or the function says that it hashes one; looking for leaked ones is another thing. */
function isOfPassword(setting: SecuritySetting): boolean {
  const names = purposesOf(setting);
  return (
    !setting.purpose.some((name) => /pwn|leak|breach|cache|reset|token|temp|tmp/i.test(name)) &&
    names.some((name) =>
      /^(\w*_)?(user)?(plain)?pass(word|wd|phrase)?\d?$|pwd$|(hash|encrypt|digest|crypt)_?(the)?_?pass(word|wd)?$/i.test(
        name,
      ),
    )
  );
}

/** An encoder that hands the password back as it came. */
const isUnhashed = ({ values }: SecuritySetting): boolean => values['algorithm'] === 'none';

/** A key for a cipher in the same file: what goes in is a secret of the installation, often called a password. */
const isForKey = ({ origin, call }: SecuritySetting, { trust }: Backend): boolean =>
  !/^(bcrypt|password_hash)/i.test(call) &&
  trust.settings.some(
    (other) =>
      other.kind === 'cipher' &&
      origin.kind === 'read' &&
      other.origin.kind === 'read' &&
      other.origin.file === origin.file,
  );

/** A fast digest in front of a slow function is no fault. */
const isHashedAfter = ({ origin, purpose }: SecuritySetting, slow: readonly SecuritySetting[]): boolean =>
  slow.some(
    (other) =>
      origin.kind === 'read' &&
      other.origin.kind === 'read' &&
      origin.file === other.origin.file &&
      origin.line <= other.origin.line &&
      purpose.at(-1) === other.purpose.at(-1),
  );

/** OWASP Password Storage Cheat Sheet: bcrypt from 10 rounds, PBKDF2 from 600,000 (SHA-256) or 210,000 (SHA-512); a sixth of that is told. */
function tooCheap({ call, values: { rounds, iterations } }: SecuritySetting): string | undefined {
  if (/^(bcrypt|password_hash)/i.test(call) && typeof rounds === 'number' && rounds < 10)
    return `${rounds} rounds`;
  return typeof iterations === 'number' && iterations < 100_000 ? `${iterations} iterations` : undefined;
}

function fault(group: Together<SecuritySetting>): Fault {
  const { first, subject, all } = group;
  const cheap = tooCheap(first);
  const { algorithm } = first.values;
  return {
    subject,
    confidence: 'likely',
    what: isUnhashed(first)
      ? `${first.call} keeps passwords as they are given${placesText(group)}.`
      : cheap === undefined
        ? `A password goes through ${typeof algorithm === 'string' ? algorithm : first.call}, which is made to be fast${placesText(group)}.`
        : `${first.call} works with ${cheap} only${placesText(group)}.`,
    why: isUnhashed(first)
      ? 'Whoever gets a copy of the table, a backup or a line of a log can sign in as everybody, here and where else the password is used.'
      : 'Whoever gets a copy of the table tries billions of guesses a second on one graphics card; a slow function leaves some thousand.',
    next: `Use ${languageOf(first) === 'php' ? 'password_hash' : 'argon2id, scrypt or bcrypt (12 rounds)'}, and hash again at the next sign-in of each user.`,
    evidence: seenAt(all),
  };
}
