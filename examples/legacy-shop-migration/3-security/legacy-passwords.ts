// Passwords that an old system kept as a fast digest, under the hash of the new one: wrapped at once, so that no weak
// hash is left in any table, and replaced by a plain one when somebody signs in. Node alone; the strong hash is handed in.
import { createHash, timingSafeEqual } from 'node:crypto';

/** The hash of the target: argon2id, or what its library offers. */
export interface StrongHash {
  hash(text: string): Promise<string>;
  verify(stored: string, text: string): Promise<boolean>;
}

/** What the old system put into its digest: `before` and `after` the password stands a salt, which may be empty. */
export interface Digest {
  readonly algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512';
  readonly before?: string;
  readonly after?: string;
}

/** As it lies in the column of the target. */
export type Stored =
  | { readonly kind: 'strong'; readonly hash: string }
  /** The strong hash of the old digest, in lower-case hexadecimal; the salt of the old digest stays beside it. */
  | { readonly kind: 'wrapped'; readonly hash: string; readonly digest: Digest };

/** Bytes of the password as the old pages sent them: a page in ISO-8859-1 sends other bytes than one in UTF-8. */
export type Encoding = 'utf8' | 'latin1';

export const oldDigest = (
  { algorithm, before = '', after = '' }: Digest,
  password: string,
  encoding: Encoding = 'utf8',
): string =>
  createHash(algorithm)
    .update(Buffer.from(`${before}${password}${after}`, encoding))
    .digest('hex');

/** One row of the old table; nobody has to be there for it. */
export async function wrapped(digest: Digest, hex: string, strong: StrongHash): Promise<Stored> {
  return { kind: 'wrapped', hash: await strong.hash(hex.trim().toLowerCase()), digest };
}

export interface SignIn {
  readonly ok: boolean;
  /** Takes the place of what is stored: the password itself is known now. */
  readonly replacement?: Stored;
}

export async function signIn(stored: Stored, password: string, strong: StrongHash): Promise<SignIn> {
  if (stored.kind === 'strong') return { ok: await strong.verify(stored.hash, password) };
  for (const encoding of ['utf8', 'latin1'] as const)
    if (await strong.verify(stored.hash, oldDigest(stored.digest, password, encoding)))
      return { ok: true, replacement: { kind: 'strong', hash: await strong.hash(password) } };
  return { ok: false };
}

/** MySQL before 8 made `PASSWORD()` this: `*` and SHA-1 of the bytes of SHA-1. */
export const mysqlPassword = (password: string): string =>
  `*${createHash('sha1').update(createHash('sha1').update(password, 'utf8').digest()).digest('hex').toUpperCase()}`;

/** Compares two hexadecimal texts without telling by its time where they differ. */
export function sameHex(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one.toLowerCase()), Buffer.from(other.toLowerCase())];
  return a.length === b.length && timingSafeEqual(a, b);
}
