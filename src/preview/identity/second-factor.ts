import { owner } from '../database/database.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../http/problems.ts';
import type { Running } from '../running.ts';
import { authTables } from './accounts.ts';
import type { Sealing } from '../encryption/sealing.ts';
import type { IdentitySettings } from './settings.ts';

/** A code that is right, with the time step it belongs to. It counts once `use` has noted the step. */
export interface UsedCode {
  readonly credential: string;
  readonly step: number;
}

/** Time-based one-time passwords (RFC 6238): SHA-1, thirty seconds, six digits, as every authenticator has them. */
export interface SecondFactor {
  /** `secret`: as it is stored. Undefined = the code is wrong, too old, or of a step that was used. */
  readonly check: (
    totp: { readonly id: string; readonly secret: string; readonly step: number },
    code: string,
  ) => Promise<UsedCode | undefined>;
  /** @throws Refusal when the code was used meanwhile */
  readonly use: (transaction: Transaction, code: UsedCode) => Promise<void>;
  /** A new secret, sealed for its row, and the URI that an authenticator reads. */
  readonly enrol: (
    credential: string,
    label: string,
  ) => Promise<{ readonly sealed: string; readonly uri: string }>;
}

const period = 30;

export function secondFactorOf(running: Running, settings: IdentitySettings, sealing: Sealing): SecondFactor {
  const { credentials } = authTables(running);
  const place = (id: string): string => `${credentials}.secret_hash.${id}`;
  return {
    check: async ({ id, secret, step }, code) => {
      if (!/^\d{6}$/.test(code)) return undefined;
      const { verify } = await import('otplib');
      const found = await verify({
        secret: sealing.open(place(id), secret),
        token: code,
        epoch: Math.floor(running.clock.now().getTime() / 1000),
        epochTolerance: settings.drift * period,
        period,
        afterTimeStep: step,
      });
      return found.valid && 'timeStep' in found ? { credential: id, step: found.timeStep } : undefined;
    },
    use: async (transaction, { credential, step }) => {
      // The design has no statement for it and lets its context not change credentials: the preview does it itself.
      await transaction.actAs(owner);
      const { affected } = await transaction.run(
        `update ${credentials} set sign_count = $2, last_used_at = now() where id = $1 and sign_count < $2`,
        [credential, String(step)],
      );
      if (affected === 0) throw new Refusal('unauthenticated', 'The code was used already.');
    },
    enrol: async (credential, label) => {
      const { ScureBase32Plugin, generateURI } = await import('otplib');
      const secret = new ScureBase32Plugin().encode(running.ids.bytes(20), { padding: false });
      return {
        sealed: sealing.seal(place(credential), secret),
        uri: generateURI({ issuer: running.backend.name, label, secret }),
      };
    },
  };
}

/** Seals the secrets of all second factors with the current key. */
export async function resealSecrets(
  running: Running,
  again: (place: string, sealed: string) => string,
): Promise<void> {
  const { credentials } = authTables(running);
  await running.database.transaction(owner, async (transaction) => {
    const { rows } = await transaction.run(
      `select id, secret_hash from ${credentials} where kind = 'totp' and secret_hash like 'v1.%' for update`,
    );
    for (const { id, secret_hash: secret } of rows)
      await transaction.run(`update ${credentials} set secret_hash = $2 where id = $1`, [
        id ?? null,
        again(`${credentials}.secret_hash.${id ?? ''}`, secret ?? ''),
      ]);
  });
}
