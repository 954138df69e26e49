import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Clock } from '../clock.ts';
import type { KeyStore } from '../encryption/keys.ts';

/** The one algorithm of the design; whatever a token says of itself, no other is tried. */
export const signingAlgorithm = 'ES256';

export interface SigningKey {
  readonly id: string;
  readonly privateJwk: JWK;
  readonly privateKey: CryptoKey | Uint8Array;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey | Uint8Array;
  readonly retiredAt: Date | undefined;
}

/** Keys that sign tokens: the newest signs, the others are published as long as what they signed may live. */
export interface SigningKeys {
  readonly current: () => SigningKey;
  readonly published: () => readonly SigningKey[];
  readonly byId: (id: string) => SigningKey | undefined;
  readonly rotate: () => Promise<void>;
}

/** `life`: how long a token lives, s. */
export async function openSigningKeys(store: KeyStore, clock: Clock, life: number): Promise<SigningKeys> {
  let keys: readonly SigningKey[] = [];
  const read = async (): Promise<void> => {
    const stored = await store.all('signing');
    keys = await Promise.all(
      stored.map(({ id, material, retiredAt }) => signingKey(id, JSON.parse(material.toString()), retiredAt)),
    );
  };
  const add = async (): Promise<void> => {
    const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
    const jwk = await exportJWK(privateKey);
    // The thumbprint would do as well; a time in the name tells people which key is the newer one.
    const id = `${clock.now().toISOString().slice(0, 10)}-${String(jwk.x).slice(0, 8)}`;
    await store.add('signing', id, Buffer.from(JSON.stringify(jwk)));
    await read();
  };
  await read();
  if (!keys.some(({ retiredAt }) => retiredAt === undefined)) await add();
  const lives = ({ retiredAt }: SigningKey): boolean =>
    retiredAt === undefined || retiredAt.getTime() + life * 1000 > clock.now().getTime();
  const current = (): SigningKey => {
    const newest = keys.findLast(({ retiredAt }) => retiredAt === undefined);
    if (newest === undefined) throw new Error('there is no key that signs');
    return newest;
  };
  const published = (): readonly SigningKey[] => {
    const newest = current();
    return [newest, ...keys.filter((key) => key !== newest && lives(key))];
  };
  return {
    current,
    published,
    byId: (id) => keys.find((key) => key.id === id && lives(key)),
    rotate: async () => {
      const before = current();
      await add();
      await store.retire('signing', before.id);
      for (const key of keys) if (!lives(key)) await store.remove('signing', key.id);
      await read();
    },
  };
}

async function signingKey(id: string, jwk: JWK, retiredAt: Date | undefined): Promise<SigningKey> {
  const { d: _secret, ...point } = jwk;
  const told = { kid: id, alg: signingAlgorithm, use: 'sig' };
  const publicJwk = { ...point, ...told };
  const privateJwk = { ...jwk, ...told };
  return {
    id,
    privateJwk,
    publicJwk,
    privateKey: await importJWK(privateJwk, signingAlgorithm),
    publicKey: await importJWK(publicJwk, signingAlgorithm),
    retiredAt,
  };
}
