import { z } from 'zod';
import { cachesJson } from '../../artifacts/caches.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Estimate } from '../estimate.ts';
import type { Prover } from '../prover.ts';
import { percent, proved, refuted, settleEach, six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { mostKeys, mostReads, simulateCache } from './simulate.ts';

export const cachesPath = '5-performance/caches.json';

/** Difference of hit ratios within which the closed form and the simulation agree. */
export const agreement = 0.01;
const seed = 1;

const cacheSchema = z.object({
  id: z.string(),
  operation: z.string(),
  rate: z.number().positive(),
  keys: z.number().min(1),
  exponent: z.number().min(0),
  lifetime: z.number().positive(),
  stated: z.array(z.object({ room: z.number().min(1), hitRatio: z.number().min(0).max(1) })).min(1),
});
const fileSchema = z.object({ caches: z.array(cacheSchema) });
export type StatedCache = z.infer<typeof cacheSchema>;

const read = (text: string): readonly StatedCache[] => fileSchema.parse(JSON.parse(text)).caches;

/**
 * Plays the reads of each cache one by one and compares the hits with those that are stated: the closed form of
 * lifetimes where all entries find room, Che's approximation where they do not.
 */
export const caching: Prover = {
  id: 'caching',
  claims: (backend: Backend) => {
    const { text } = cachesJson(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    return { claims: read(text).map(claimOf), inputs: new Map([[cachesPath, text]]) };
  },
  prove: (claims, readInput) =>
    settleEach(claims, readInput, { name: 'cache simulation', version: '1' }, (claim) => {
      const cache = read(readInput(cachesPath)).find(({ id }) => `caching/${id}` === claim.id);
      return cache === undefined
        ? { verdict: undecided(`${cachesPath} has no ${claim.subject}`), measurements: {}, incomplete: [] }
        : judge(cache);
    }),
};

const claimOf = ({ id, operation, rate, keys, exponent, lifetime, stated }: StatedCache): Claim => ({
  id: `caching/${id}`,
  prover: 'caching',
  subject: operation,
  statement:
    `Of ${Number(rate.toPrecision(4))} reads a second of ${keys} keys (Zipf, exponent ${exponent}) kept ${lifetime} s, ` +
    `${percent(stated[0]?.hitRatio ?? 0)} are answered by the cache of ${operation}; with room for fewer entries, as stated.`,
  oracle: 'simulation',
  inputs: [cachesPath],
  parameters: { agreement, seed },
});

/** Whether a simulation is sharp, to a third of what it is to tell apart, and on one side of it. */
const tells =
  (stated: number) =>
  ({ mean, halfWidth }: Estimate): boolean =>
    halfWidth <= agreement / 3 && Math.abs(Math.abs(mean - stated) - agreement) >= halfWidth;

/** Refuted where the difference is beyond doubt, undecided where the simulation is not sharp enough to tell. */
export function judge({ id, rate, keys, exponent, lifetime, stated }: StatedCache): Settled {
  const rows = stated.map(({ room, hitRatio }) => ({
    room,
    hitRatio,
    found: simulateCache({ rate, keys, exponent, lifetime, room }, seed, tells(hitRatio)),
  }));
  const incomplete = [
    'reads are taken as independent of each other and popularity as constant',
    'events that drop an entry before its time are not played',
  ];
  const measurements = Object.fromEntries(
    rows.flatMap(({ room, found }) =>
      found === undefined
        ? []
        : [
            [`hits with room for ${room}`, six(found.hitRatio)],
            [`half of the 99 % interval with room for ${room}`, six(found.halfWidth)],
          ],
    ),
  );
  const settled = (verdict: Settled['verdict']): Settled => ({ verdict, measurements, incomplete });
  if (rows.some(({ found }) => found === undefined))
    return settled(
      undecided(`${id} takes more than ${mostReads} reads or ${mostKeys} keys to play, which is not done`),
    );
  const faults = rows.flatMap(({ room, hitRatio, found }) =>
    found !== undefined && Math.abs(hitRatio - found.hitRatio) - found.halfWidth > agreement
      ? [`${id} with room for ${room}: ${percent(hitRatio)} is stated, ${percent(found.hitRatio)} is played`]
      : [],
  );
  if (faults.length > 0) return settled(refuted(faults.join('\n')));
  const open = rows.filter(
    ({ hitRatio, found }) =>
      found !== undefined && Math.abs(hitRatio - found.hitRatio) + found.halfWidth > agreement,
  );
  return settled(
    open.length === 0
      ? proved
      : undecided(
          `with room for ${open.map(({ room }) => room).join(', ')} the simulation is not sharp enough to tell a difference of ${percent(agreement)}`,
        ),
  );
}
