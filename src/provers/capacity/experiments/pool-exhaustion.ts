import { percent } from '../../settle.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import type { Network } from '../../../model/network.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { under, withPool } from './change.ts';
import { secondsText } from './goodput.ts';

/** Places in use above which a pool counts as used up, and use of the stations behind it that leaves room. */
const full = 0.9;
const idle = 0.8;

/**
 * A pool is used up while what stands behind it is not: requests wait for a place, not for work to be done. The pool is
 * made larger until the wait is gone or a station is full.
 */
export const poolExhaustion: NetworkExperiment = {
  rule: 'pool-exhaustion',
  summary: 'Requests wait for places of a pool while the stations behind it are idle.',
  severity: 'warning',
  standards: [],
  run: (stage) =>
    eachInTurn(
      stage.base.pools.filter(({ utilisation, waiting }) => utilisation.mean >= full && waiting.mean > 0),
      ({ pool }) => play(stage, pool),
    ),
};

interface Trial {
  readonly places: number;
  readonly response: number;
  readonly waiting: number;
  readonly busiest: number;
}

async function play({ calm, base, simulate }: Stage, pool: string): Promise<readonly Found[]> {
  const places = calm.pools.find(({ id }) => id === pool)?.places ?? 1;
  if (places === 1 || busiestOf(calm, base) > idle) return [];
  const trial = async (factor: number): Promise<Trial> => {
    const size = Math.ceil(places * factor);
    const larger = withPool(calm, pool, (each) => ({ ...each, places: size }));
    const figures = factor === 1 ? base : await simulate(under(larger, [], {}));
    return {
      places: size,
      response: overall(figures),
      waiting: figures.pools.find((each) => each.pool === pool)?.waiting.mean ?? 0,
      busiest: busiestOf(calm, figures),
    };
  };
  const trials = await Promise.all([1, 1.25, 1.5, 2, 3, 4].map(trial));
  const [now] = trials;
  if (now === undefined) return [];
  const enough = trials.find(({ waiting }) => waiting <= 0.1 * now.waiting);
  return [
    {
      subject: pool,
      severity: 'warning',
      confidence: 'certain',
      what: `All ${places} places of ${pool} are in use ${percent(base.pools.find((each) => each.pool === pool)?.utilisation.mean ?? 0)} of the time; a request waits ${secondsText(now.waiting)} for one, while no station is busier than ${percent(now.busiest)}.`,
      why: 'The limit is the pool, not the work: throughput is places / time for which one is held (Little).',
      next:
        enough === undefined
          ? `More places alone do not end the wait (${trials.at(-1)?.places ?? places} tried): hold them for less time, or add servers behind them.`
          : `Give ${pool} ${enough.places} places: the wait falls to ${secondsText(enough.waiting)}, the busiest station is then busy ${percent(enough.busiest)}. Or hold a place for less time.`,
      curve: {
        title: `Mean response by places of ${pool}`,
        x: 'places',
        y: 's',
        series: [
          { name: 'mean response', points: trials.map((each) => [each.places, each.response] as const) },
          { name: 'wait for a place', points: trials.map((each) => [each.places, each.waiting] as const) },
        ],
      },
    },
  ];
}

/** Utilisation of the busiest station that has a queue. */
function busiestOf({ stations }: Network, figures: NetworkSimulation): number {
  const queues = new Set(stations.filter(({ servers }) => Number.isFinite(servers)).map(({ id }) => id));
  return Math.max(
    0,
    ...figures.stations
      .filter(({ station }) => queues.has(station))
      .map(({ utilisation }) => utilisation.mean),
  );
}

/** Mean response of all sources, by throughput. */
function overall({ sources }: NetworkSimulation): number {
  const answered = sources.reduce((sum, { throughput }) => sum + throughput.mean, 0);
  const time = sources.reduce((sum, { throughput, response }) => sum + throughput.mean * response.mean, 0);
  return answered === 0 ? 0 : time / answered;
}
