import type { CacheEntry } from '../../../model/processes.ts';
import type { Origin } from '../../../model/origin.ts';

/** How long a value is kept: seconds, a time that is not known here, or for ever. */
export type Lifetime = number | 'bounded' | 'none';

/** What code puts into a cache, and what it drops, as the walk of a language finds it. */
export interface Kept {
  readonly keep: (at: Place, key: string, lifetime: Lifetime) => void;
  readonly drop: (at: Place, key: string) => void;
  readonly entries: () => readonly CacheEntry[];
}

interface Place {
  readonly operation: string | undefined;
  readonly origin: Origin & { readonly kind: 'read' };
}

/** Parts that are only known at run time have another name at each place. */
const shape = (key: string): string => key.replaceAll(/\{[^{}]*\}/g, '{}');

/** A key that is not known at all is no other one. */
const isKnown = (key: string): boolean => /\w/.test(shape(key));

export function createKept(): Kept {
  const found = new Map<string, CacheEntry>();
  const dropped: { readonly key: string; readonly by: string }[] = [];
  return {
    keep: ({ operation, origin }, key, lifetime) => {
      const id = `${origin.file}:${origin.line}`;
      const ttl = typeof lifetime === 'number' ? { value: lifetime, unit: 's' as const, origin } : undefined;
      found.set(id, {
        id,
        operation: operation ?? origin.file,
        key: key.slice(0, 120),
        ...(ttl === undefined ? {} : { ttl }),
        ...(lifetime === 'bounded' ? { bounded: true } : {}),
        invalidatedBy: [],
        origin,
      });
    },
    drop: ({ operation, origin }, key) => {
      dropped.push({ key: shape(key.slice(0, 120)), by: operation ?? origin.file });
    },
    entries: () =>
      [...found.values()].map((entry) => ({
        ...entry,
        invalidatedBy: [
          ...new Set(
            dropped.filter(({ key }) => isKnown(entry.key) && key === shape(entry.key)).map(({ by }) => by),
          ),
        ],
      })),
  };
}

const units: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

/** Seconds of a unit of time by its name, in one or many. */
export const secondsIn = (unit: string): number | undefined => units[unit.toLowerCase().replace(/s$/, '')];

/** `60 * 15`: a product of whole numbers as code writes it; undefined for anything else. */
export function product(text: string): number | undefined {
  const plain = text.replaceAll(/[\s_()]/g, '');
  return /^\d+(\*\d+)*$/.test(plain)
    ? plain.split('*').reduce((value, part) => value * Number(part), 1)
    : undefined;
}
