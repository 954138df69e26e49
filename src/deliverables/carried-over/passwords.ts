import type { ConcernFact } from '../../model/legacy-concerns.ts';
import { link, table } from '../blocks.ts';
import { columnTable, columnsWhere, factTable } from './carried.ts';
import type { Carried, Concern } from './carried.ts';

export const passwordsCode = '3-security/legacy-passwords.ts';

const isPassword = (name: string): boolean =>
  /(^|_)(pass(w(or)?d|wd|wort|phrase)?s?\d*|pwd|passwordhash|password_?hash|user_?pass)$/i.test(name);

const isFast = ({ subject }: ConcernFact): boolean => /^(md5|sha|crc|hmac|MySQL)/i.test(subject);

const canGoWrong: readonly string[] = [
  'A page in ISO-8859-1 sent other bytes of an umlaut than one in UTF-8 does: `signIn` tries both.',
  'Old code cut passwords, trimmed them or took them through htmlspecialchars before the digest: what it did has to stand in the digest as well. Look at the places above.',
  'MySQL compares without case: a digest in capitals equals one in small letters there, and not in PostgreSQL.',
  'Empty and short hashes of accounts that never had a password: they must let nobody in.',
];

const verified: readonly string[] = [
  'A test with accounts of each kind (every algorithm and salt above, an umlaut, an empty hash): right password in, wrong password out, the stolen digest itself out.',
  'After the back-fill no value of the column matches `^[0-9a-fA-F]{32}$` or `{40}`; the share of wrapped hashes is a gauge that falls.',
  'The rate of refused sign-ins stays where it was in the week before.',
];

/** Hashes of passwords: what they are, and how none of the weak ones stays. */
export function passwords(carried: Carried): Concern {
  const hashes = carried.facts('password-hash', 'password-check');
  const columns = columnsWhere(carried, ({ name, type }) => isPassword(name) && /char|text|bin/i.test(type));
  const fast = hashes.filter((fact) => fact.kind === 'password-hash' && isFast(fact));
  const slow = hashes.some(({ subject }) => /password_hash|bcrypt|crypt|Hash::|wp_|argon/i.test(subject));
  const salted = fast.filter(({ value = '' }) => !value.startsWith('no salt'));
  const method = carried.target.trust.authentication.find(({ settings }) => settings['hash'] !== undefined);
  const isOutside = method === undefined && carried.target.trust.authentication.length > 0;
  return {
    id: 'passwords',
    title: 'Passwords',
    soughtFor: 'digests of passwords, password_hash, crypt and columns that hold them',
    today: [...factTable(hashes), ...columnTable('column', columns)],
    afterwards: [
      isOutside
        ? `People sign in by ${carried.target.trust.authentication.map((each) => each.method).join(' or ')}: whoever keeps the passwords there has to import hashes, or to ask for them at sign-in as below; else every account needs a new password.`
        : `Passwords are kept as ${method?.settings['hash'] ?? 'argon2id, 19 MiB, 2 passes'}, with a salt of their own.`,
      'No column holds a digest that a graphics card tries through in hours.',
    ],
    onTheWay: [
      ...(fast.length > 0
        ? [
            `Wrap at the back-fill: what is stored becomes argon2id of the old digest, for every row at once and without its owner (\`wrapped\` of ${passwordsCode}). Digests are brought to lower case first.`,
            ...(salted.length > 0
              ? [
                  `Keep what stood beside the password in the digest (${[...new Set(salted.map(({ value = '' }) => value))].slice(0, 3).join('; ')}) with the row, as \`before\` or \`after\` of its digest.`,
                ]
              : []),
            'Take the old digests out of the legacy table in the same step in which sign-in is routed to the target; until then the legacy system needs them, and its copies and backups hold them: they are deleted with it.',
            'At sign-in the old digest of what was typed in is checked against the wrapped hash; on success the hash of the password itself takes its place (`signIn`).',
          ]
        : []),
      ...(slow
        ? [
            'Hashes of bcrypt (`$2y$`) are kept as they are: it is bcrypt `$2b$` under another name. They are checked by a bcrypt library and replaced by argon2id at the next sign-in.',
          ]
        : []),
      'While both systems let people sign in, a password that is changed in one is changed in both: the synchronisation of the account table carries it, in one direction at a time, as the plan says who owns the table.',
      'Accounts that nobody has used for a year after the change get an unusable hash and sign in again by a reset.',
    ],
    shown: [
      table(
        ['file', 'what it does'],
        fast.length === 0
          ? []
          : [
              [
                link(passwordsCode, passwordsCode),
                'wraps old digests, checks and replaces them; Node alone, the strong hash is handed in',
              ],
            ],
      ),
    ],
    canGoWrong,
    verified,
  };
}
