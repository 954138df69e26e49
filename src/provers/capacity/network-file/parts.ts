import { z } from 'zod';
import type { Disturbance, NetworkCache, NetworkObjective } from '../../../model/network.ts';
import { stationOf } from '../../../model/network-parts.ts';
import { oneOf } from './one-of.ts';
import { count, countOrUnlimited, name, positiveSeconds, rate, ratio, seconds } from './values.ts';

const disciplines = z.enum(['fifo', 'lifo', 'processor-sharing', 'priority', 'preemptive']);

/** Of a station, all replicas together: formulas go through them one by one, again and again. */
const mostServers = 100_000;

/** `delay`, or a number of servers, or all that can be said. */
export const station = z
  .union([
    z.literal('delay').transform(() => ({ servers: Infinity })),
    count.transform((servers) => ({ servers })),
    z.strictObject({
      servers: countOrUnlimited.default(1),
      replicas: count.max(10_000).default(1),
      balancing: z.enum(['shared', 'random', 'round-robin', 'two-choices', 'least-busy']).default('shared'),
      discipline: disciplines.default('fifo'),
      room: countOrUnlimited.default(Infinity),
      speeds: z.array(z.number().positive()).min(1).max(10_000).optional(),
      dropsExpired: z.boolean().default(false),
    }),
  ])
  .refine(
    ({ servers, replicas = 1 }: { servers: number; replicas?: number }) =>
      servers === Infinity || servers * replicas <= mostServers,
    `more than ${mostServers} servers in all: where so many are free nobody waits, write unlimited`,
  )
  .transform(({ speeds, ...given }: { speeds?: readonly number[] | undefined; servers: number }) => ({
    ...stationOf({ id: '', ...given }),
    ...(speeds !== undefined && { speeds }),
  }));

/** A number of places, or all that can be said. */
export const pool = z.union([
  count.transform((places) => ({
    places,
    room: Infinity,
    discipline: 'fifo' as const,
    dropsExpired: false,
    patience: Infinity,
  })),
  z.strictObject({
    places: count,
    room: countOrUnlimited.default(Infinity),
    discipline: z.enum(['fifo', 'lifo', 'priority']).default('fifo'),
    dropsExpired: z.boolean().default(false),
    patience: positiveSeconds.default(Infinity),
  }),
]);

type CacheBody<K extends NetworkCache['kind']> = Omit<Extract<NetworkCache, { kind: K }>, 'id'>;

const ratioCache = z
  .strictObject({ hits: ratio })
  .transform(({ hits }): CacheBody<'ratio'> => ({ kind: 'ratio', hits }));
const keyedCache = z
  .strictObject({
    keys: count.max(10_000_000),
    exponent: z.number().min(0).max(5).default(0.8),
    lifetime: positiveSeconds.default(Infinity),
    room: countOrUnlimited.default(Infinity),
    guard: z.enum(['none', 'single-flight']).default('none'),
  })
  .transform((given): CacheBody<'keys'> => ({ kind: 'keys', ...given }));

export const cache = oneOf<CacheBody<'ratio'> | CacheBody<'keys'>>(
  { hits: ratioCache, keys: keyedCache },
  'a cache',
);

export const autoscaler = z
  .strictObject({
    station: name,
    least: count.default(1),
    most: count.max(10_000),
    target: z.number().gt(0).max(1).default(0.7),
    interval: positiveSeconds.default(15),
    startup: seconds.default(60),
    cooldownUp: seconds.default(0),
    cooldownDown: seconds.default(300),
    tolerance: ratio.default(0.1),
  })
  .superRefine(({ least, most }, context) => {
    if (least > most)
      context.addIssue({
        code: 'custom',
        path: ['least'],
        message: `at least ${least} replicas are more than at most ${most}`,
      });
  });

const span = { from: seconds, lasts: positiveSeconds } as const;

const disturbances = {
  slow: z
    .strictObject({ slow: name, factor: z.number().positive(), ...span })
    .transform(({ slow, ...given }): Disturbance => ({ kind: 'slow', station: slow, ...given })),
  outage: z
    .strictObject({ outage: name, replicas: count.default(1), isLost: z.boolean().default(true), ...span })
    .transform(({ outage, ...given }): Disturbance => ({ kind: 'outage', station: outage, ...given })),
  failures: z
    .strictObject({
      failures: name,
      between: positiveSeconds,
      repair: positiveSeconds,
      isLost: z.boolean().default(true),
    })
    .transform(({ failures, ...given }): Disturbance => ({ kind: 'failures', station: failures, ...given })),
  pauses: z
    .strictObject({ pauses: name, every: positiveSeconds, lasts: positiveSeconds })
    .transform(({ pauses, ...given }): Disturbance => ({ kind: 'pauses', station: pauses, ...given })),
  surge: z
    .strictObject({ surge: name, factor: z.number().min(0).max(1e6), ...span })
    .transform(({ surge, ...given }): Disturbance => ({ kind: 'surge', source: surge, ...given })),
  herd: z
    .strictObject({ herd: name, requests: count.max(10_000_000), from: seconds })
    .transform(({ herd, ...given }): Disturbance => ({ kind: 'herd', source: herd, ...given })),
  'cold-cache': z
    .strictObject({ 'cold-cache': name, from: seconds })
    .transform(({ 'cold-cache': of, from }): Disturbance => ({ kind: 'cold-cache', cache: of, from })),
  deploy: z
    .strictObject({ deploy: name, atOnce: count.default(1), ...span })
    .transform(({ deploy, ...given }): Disturbance => ({ kind: 'deploy', station: deploy, ...given })),
} as const;

export const disturbance = oneOf(disturbances, 'a disturbance');

const objectives = {
  latency: z
    .strictObject({ latency: name, percentile: z.number().gt(0).lt(100).default(95), limit: positiveSeconds })
    .transform(({ latency, ...given }): NetworkObjective => ({ kind: 'latency', source: latency, ...given })),
  throughput: z
    .strictObject({ throughput: name, least: rate })
    .transform(({ throughput, least }): NetworkObjective => ({
      kind: 'throughput',
      source: throughput,
      least,
    })),
  success: z
    .strictObject({ success: name, least: ratio })
    .transform(({ success, least }): NetworkObjective => ({ kind: 'success', source: success, least })),
  utilisation: z
    .strictObject({ utilisation: name, most: ratio })
    .transform(({ utilisation, most }): NetworkObjective => ({
      kind: 'utilisation',
      station: utilisation,
      most,
    })),
} as const;

export const objective = oneOf(objectives, 'an objective');
