import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { previewClock } from '../clock.ts';
import type { KeyStore, StoredKey } from './keys.ts';
import { UnreadableValue, openSealing } from './sealing.ts';
import type { Sealing } from './sealing.ts';

const clock = previewClock(new Date('2026-03-01T12:00:00Z'));
const keys = new Map<string, StoredKey>();
const store: KeyStore = {
  all: async () => [...keys.values()],
  add: async (_purpose, id, material) => void keys.set(id, { id, material, retiredAt: undefined }),
  retire: async (_purpose, id) => {
    const key = keys.get(id);
    if (key !== undefined) keys.set(id, { ...key, retiredAt: clock.now() });
  },
  remove: async (_purpose, id) => void keys.delete(id),
  digest: (text) => text,
};

let sealing: Sealing;
beforeAll(async () => {
  sealing = await openSealing(store, clock);
});

const place = 'auth.credentials.secret_hash.1';

test('a value opens where it was sealed, and only there', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (plain, other) => {
      const sealed = sealing.seal(place, plain);
      expect(sealing.open(place, sealed)).toBe(plain);
      if (plain.length > 3) expect(sealed).not.toContain(plain);
      if (other !== place) expect(() => sealing.open(other, sealed)).toThrow(UnreadableValue);
      expect(sealing.seal(place, plain)).not.toBe(sealed);
    }),
  );
});

test('a value of which a letter was changed does not open', () => {
  const sealed = sealing.seal(place, 'JBSWY3DPEHPK3PXP');
  fc.assert(
    fc.property(fc.nat(sealed.length - 2), fc.constantFrom('A', 'z', '0', '-', '_', '.'), (at, letter) => {
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      fc.pre(changed !== sealed);
      expect(() => sealing.open(place, changed)).toThrow(UnreadableValue);
    }),
  );
});

test('after a rotation old values open until their key is gone, and what was sealed anew stays', async () => {
  const old = sealing.seal(place, 'secret');
  let kept = old;
  await sealing.rotate(async (again) => {
    kept = again(place, kept);
  });
  expect(sealing.keys().length).toBe(2);
  expect([sealing.open(place, old), sealing.open(place, kept)]).toEqual(['secret', 'secret']);
  expect(kept.split('.')[1]).not.toBe(old.split('.')[1]);
  await clock.travel(25 * 3_600_000);
  const again = await openSealing(store, clock);
  expect(again.open(place, kept)).toBe('secret');
  await again.rotate(async () => {});
  expect(() => again.open(place, old)).toThrow(/is gone/);
});
