import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { unwrap, wrap } from './keys.ts';
import type { KeyStore } from './keys.ts';

/** Encrypts values of fields. A value opens only in the place it was sealed for: table, column and id of its row. */
export interface Sealing {
  /** `v1.<key>.<nonce, ciphertext and tag>` */
  readonly seal: (place: string, plain: string) => string;
  /** @throws UnreadableValue */
  readonly open: (place: string, sealed: string) => string;
  readonly keys: () => readonly string[];
  /**
   * A new key for what is sealed from now on; `reseal` is told to seal everything anew. Older keys open what they have
   * sealed for a day more, as long as answers are kept for repeats.
   */
  readonly rotate: (
    reseal: (again: (place: string, sealed: string) => string) => Promise<void>,
  ) => Promise<void>;
}

export class UnreadableValue extends Error {
  constructor(place: string, why: string) {
    super(`the encrypted value of ${place} cannot be opened: ${why}`);
    this.name = 'UnreadableValue';
  }
}

const kept = 24 * 3_600_000;

export async function openSealing(store: KeyStore, clock: Clock): Promise<Sealing> {
  const keys = new Map<string, Buffer>();
  let current = '';
  const renew = async (): Promise<void> => {
    const id = randomBytes(6).toString('hex');
    const material = randomBytes(32);
    await store.add('encryption', id, material);
    keys.set(id, material);
    current = id;
  };
  for (const { id, material, retiredAt } of await store.all('encryption')) {
    keys.set(id, material);
    if (retiredAt === undefined) current = id;
  }
  if (current === '') await renew();
  const seal = (place: string, plain: string): string => {
    const key = keys.get(current);
    if (key === undefined) throw new Error('there is no current key');
    return `v1.${current}.${wrap(key, `v1.${current}.${place}`, Buffer.from(plain))}`;
  };
  const open = (place: string, sealed: string): string => {
    const [form, id = '', wrapped = ''] = sealed.split('.');
    const key = keys.get(id);
    if (form !== 'v1' || key === undefined) throw new UnreadableValue(place, `its key ${id} is gone`);
    try {
      return unwrap(key, `v1.${id}.${place}`, wrapped).toString();
    } catch {
      throw new UnreadableValue(place, 'it was changed, or sealed for another place');
    }
  };
  return {
    seal,
    open,
    keys: () => [...keys.keys()],
    rotate: async (reseal) => {
      const before = current;
      await renew();
      await store.retire('encryption', before);
      await reseal((place, sealed) => seal(place, open(place, sealed)));
      const gone = clock.now().getTime() - kept;
      for (const { id, retiredAt } of await store.all('encryption')) {
        if (retiredAt === undefined || retiredAt.getTime() > gone) continue;
        await store.remove('encryption', id);
        keys.delete(id);
      }
    },
  };
}
