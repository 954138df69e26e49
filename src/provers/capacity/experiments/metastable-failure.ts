import type { CallPolicy, Network, NetworkStation } from '../../../model/network.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { callsOf, stationsBelow, under, withPolicy, withStation } from './change.ts';
import type { PolicyUse } from './change.ts';
import { goodputCurve, meanBetween, requestRate, secondsText } from './goodput.ts';

/** Part of the goodput before the trigger below which a system counts as down. */
const alive = 0.9;

/**
 * A short outage is played at each station behind a call that is retried. When the goodput stays down long after, and
 * comes back with one attempt only, the retries alone keep the station busy.
 * Source: Bronson et al., Metastable failures in distributed systems, HotOS 2021.
 */
export const metastableFailure: NetworkExperiment = {
  rule: 'metastable-failure',
  summary: 'After a short outage retries keep the system down for good.',
  severity: 'blocker',
  standards: ['SRE:addressing-cascading-failures'],
  run: (stage) => {
    const retried = callsOf(stage.calm).filter(({ policy }) => policy.attempts > 1);
    const seen = new Set<string>();
    const outages = retried.flatMap((use) =>
      busiest(stage, use).flatMap((station) => {
        if (seen.has(station)) return [];
        seen.add(station);
        return [{ use, station }];
      }),
    );
    return eachInTurn(outages, ({ use, station }) => playOutage(stage, use, station));
  },
};

/** The busiest station behind the call: it is the first that retries fill. */
function busiest({ calm, base }: Stage, { operation }: PolicyUse): readonly string[] {
  const below = stationsBelow(calm, operation);
  return base.stations
    .filter(({ station }) => below.has(station) && isQueue(calm, station))
    .toSorted((a, b) => b.utilisation.mean - a.utilisation.mean)
    .slice(0, 1)
    .map(({ station }) => station);
}

const isQueue = ({ stations }: Network, id: string): boolean =>
  stations.some((station) => station.id === id && Number.isFinite(station.servers));

interface Times {
  readonly from: number;
  readonly lasts: number;
  readonly end: number;
}

/** Long enough for a backlog to drain three times over: outage × ρ/(1 − ρ) without retries. */
function timesOf(policy: CallPolicy, utilisation: number): Times {
  const lasts = 10 * Math.max(0.1, policy.timeout ?? 1);
  const drain = (lasts * utilisation) / Math.max(0.02, 1 - utilisation);
  return { from: 3 * lasts, lasts, end: 4 * lasts + Math.min(60 * lasts, 3 * drain + 10 * lasts) };
}

interface Cure {
  readonly words: string;
  readonly change: (network: Network) => Network;
}

/** Tried in this order: what keeps the retries that help comes before what gives them up. */
function curesFor({ operation, policy }: PolicyUse, station: string): readonly Cure[] {
  const limit = policy.timeout ?? 1;
  return [
    {
      words: 'a retry budget of one retry for ten requests',
      change: (network) =>
        withPolicy(network, operation, (each) => ({ ...each, budget: { ratio: 0.1, burst: 10 } })),
    },
    {
      words: `dropping at ${station} what its caller has given up`,
      change: (network) => withStation(network, station, (each) => ({ ...each, dropsExpired: true })),
    },
    {
      words: `serving the newest first at ${station}`,
      change: (network) => withStation(network, station, newestFirst),
    },
    {
      words: 'a breaker (half of 20 calls in 10 s, open for 5 s)',
      change: (network) =>
        withPolicy(network, operation, (each) => ({
          ...each,
          breaker: { window: 10, ratio: 0.5, least: 20, open: 5 },
        })),
    },
    {
      words: `exponential back-off from ${secondsText(limit)} with full jitter`,
      change: (network) =>
        withPolicy(network, operation, (each) => ({
          ...each,
          backoff: { base: limit, factor: 2, cap: 16 * limit, jitter: 'full' },
        })),
    },
    { words: 'a single attempt', change: (network) => single(network, operation) },
  ];
}

/** Where requests wait in the order they came; the other disciplines say who is first for reasons of their own. */
const newestFirst = (station: NetworkStation): NetworkStation =>
  station.discipline === 'fifo' ? { ...station, discipline: 'lifo' } : station;

const single = (network: Network, operation: string): Network =>
  withPolicy(network, operation, (policy) => ({ ...policy, attempts: 1 }));

async function playOutage(stage: Stage, use: PolicyUse, station: string): Promise<readonly Found[]> {
  const { calm, base, simulate } = stage;
  const utilisation = base.stations.find((each) => each.station === station)?.utilisation.mean ?? 0;
  if (utilisation >= 0.98) return [];
  const times = timesOf(use.policy, utilisation);
  const replicas = calm.stations.find(({ id }) => id === station)?.replicas ?? 1;
  const trigger = {
    kind: 'outage',
    station,
    replicas,
    isLost: false,
    from: times.from,
    lasts: times.lasts,
  } as const;
  const play = async (network: Network): Promise<readonly (readonly [number, number])[]> =>
    goodputCurve(await simulate(under(network, [trigger], { warmup: 0, duration: times.end })));
  const now = await play(calm);
  if (recovers(now, times)) return [];
  const once = await play(single(calm, use.operation));
  if (!recovers(once, times)) return [];
  const tried = await Promise.all(
    curesFor(use, station).map(async ({ words, change }) => ({ words, curve: await play(change(calm)) })),
  );
  const cure = tried.find(({ curve }) => recovers(curve, times));
  return [foundOf(use, station, times, now, tried, cure, utilisation)];
}

const before = (curve: readonly (readonly [number, number])[], { from }: Times): number =>
  meanBetween(curve, from / 3, from);
const afterwards = (curve: readonly (readonly [number, number])[], { end }: Times): number =>
  meanBetween(curve, 0.8 * end, end);
const recovers = (curve: readonly (readonly [number, number])[], times: Times): boolean =>
  afterwards(curve, times) >= alive * before(curve, times);

type Tried = { readonly words: string; readonly curve: readonly (readonly [number, number])[] };

function foundOf(
  { caller, operation, policy }: PolicyUse,
  station: string,
  times: Times,
  now: readonly (readonly [number, number])[],
  tried: readonly Tried[],
  cure: Tried | undefined,
  utilisation: number,
): Found {
  const { lasts, end } = times;
  const safe = 1 / policy.attempts;
  const failed = tried.filter((each) => !recovers(each.curve, times)).map(({ words }) => words);
  return {
    subject: `${caller} -> ${operation}`,
    severity: 'blocker',
    confidence: 'certain',
    what: `An outage of ${secondsText(lasts)} at ${station} never ends: ${secondsText(end - 4 * lasts)} after it ${requestRate(afterwards(now, times))} are answered in time, ${requestRate(before(now, times))} before.`,
    why: `${policy.attempts} attempts at a utilisation of ${Math.round(utilisation * 100)} % ask for ${Math.round(utilisation * policy.attempts * 100)} % of ${station} once all of them time out. It outlives its trigger above ${Math.round(safe * 100)} % (arrivals × attempts > capacity).`,
    next:
      cure === undefined
        ? `None of these brought it back: ${tried.map(({ words }) => words).join('; ')}. Give ${station} more servers: it is safe below ${Math.round(safe * 100)} % utilisation.`
        : `Add ${cure.words}: played with the same outage ${operation} comes back.${failed.length === 0 ? '' : ` Not enough alone: ${failed.join('; ')}.`}`,
    curve: {
      title: `${operation}: answers in time around an outage of ${station}`,
      x: 's',
      y: 'requests/s',
      series: [
        { name: 'now', points: now },
        ...(cure === undefined ? [] : [{ name: cure.words, points: cure.curve }]),
      ],
    },
  };
}
