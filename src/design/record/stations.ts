import type { Station } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { variableQuantile, variableResponse } from '../../queueing/ggc.ts';
import type { VariableStation } from '../../queueing/ggc.ts';
import { valueOf } from '../capacity/figures.ts';
import { plain, ranged } from '../quantities.ts';
import { replicaStream } from '../sizing/latency.ts';
import { slowdown } from '../sizing/machines.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption, SizedTier } from '../sizing/sized.ts';
import { meanService, rateAt, variability } from '../sizing/streams.ts';
import { integrationLatency } from '../sizing/work.ts';
import { workFor } from '../sizing/problem.ts';
import { afterAnHour, finiteRange, isSaturated, saturatedRule } from './saturated.ts';

/** The lowest and highest load the estimates allow, as factors of the stated one. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

export function endsOf({ load }: Problem): Ends {
  const { value, low = value, high = value } = load.totalPeak;
  return value === 0 ? { low: 1, high: 1 } : { low: low / value, high: high / value };
}

/** Every container that takes time, as a queue with its machines or as a delay. */
export function stationsOf(problem: Problem, option: SizedOption): readonly Station[] {
  const ends = endsOf(problem);
  const tiers: readonly SizedTier[] = [
    ...option.units,
    ...(option.worker === undefined ? [] : [option.worker]),
  ];
  return [
    delay('gateway', option.streams.arrival, valueOf('gatewayDelay'), ends, 'delay of the gateway (default)'),
    ...tiers.filter(busy).map((tier) => queue(tier, 1, ends)),
    ...cacheStation(problem, option, ends),
    ...option.databases.flatMap((database) => {
      const { replicas, writes } = database;
      const reads = replicas === undefined ? [] : [{ ...replicas, stream: replicaStream(replicas, writes) }];
      return [database, ...reads].filter(busy).map((tier) => queue(tier, slowdown(tier.cores), ends));
    }),
    ...[...option.streams.integrations].map(([id, { waited, queued }]) => {
      const latency = integrationLatency(problem.domain.integrations.find((entry) => entry.id === id));
      return delay(id, waited + queued, latency, ends, 'latency of the foreign system');
    }),
  ];
}

const busy = ({ stream }: SizedTier): boolean => stream.rate > 0;

function cacheStation(problem: Problem, option: SizedOption, ends: Ends): readonly Station[] {
  if (option.cache === undefined) return [];
  const asked = workFor(problem, option.shape).reduce(
    (sum, work) => (option.streams.hits.has(work.operation) ? sum + rateAt(work, option.scale) : sum),
    0,
  );
  return [delay('cache', asked, valueOf('cacheDelay'), ends, 'delay of a cache lookup (default)')];
}

/** A tier as M/M/c with the correction of Lee and Longton for its variability; all machines are one queue. */
function queue(tier: SizedTier, slow: number, ends: Ends): Station {
  const { id, stream, cores, instances } = tier;
  const scv = Number(variability(stream).toPrecision(4));
  const at = (factor: number): VariableStation => ({
    arrival: stream.rate * factor,
    service: meanService(stream) * slow,
    servers: cores * instances,
    scv,
  });
  const now = at(1);
  const words = [
    `${plain(stream.rate)} visits/s`,
    `${plain(now.service * 1000)} ms service`,
    `${instances} × ${cores} cores`,
    `scv ${plain(scv)}`,
  ];
  const use = (factor: number, left: number): number => (stream.rate * factor * now.service) / (left * cores);
  const saturated = isSaturated(now);
  const time = (measure: (station: VariableStation) => number, rule: string): Quantity => {
    const seconds = (factor: number): number => (saturated ? afterAnHour : measure)(at(factor));
    const values = [seconds(1) * 1000, seconds(ends.low) * 1000, seconds(ends.high) * 1000] as const;
    return finiteRange(values, 'ms', saturated ? saturatedRule : rule, words);
  };
  return {
    container: id,
    model: 'M/M/c',
    ...visits(stream.rate, ends),
    service: serviceOf(tier, slow),
    scv,
    servers: derived(cores * instances, 'vCPU', 'instances × cores', [`${instances} × ${cores}`]),
    utilisation: finiteRange(
      [use(1, instances), use(ends.low, instances), use(ends.high, instances)],
      'ratio',
      'arrivals × service / servers',
      words,
    ),
    ...(instances > 1 && {
      utilisationOneDown: derived(use(1, instances - 1), 'ratio', 'arrivals × service / servers left', words),
    }),
    response: time(variableResponse, 'M/M/c, Lee and Longton'),
    p95: time((station) => variableQuantile(station, 0.95), '95 % of the M/M/c response'),
    p99: time((station) => variableQuantile(station, 0.99), '99 % of the M/M/c response'),
    knee: derived(
      kneeOf(now),
      'requests/s',
      'arrivals at which the mean response is twice the service',
      words,
    ),
    curve: curveOf(now),
  };
}

const visits = (rate: number, { low, high }: Ends): Pick<Station, 'arrival'> => ({
  arrival: ranged(rate, rate * low, rate * high, 'requests/s', 'sum of peak rates × visits', [
    'operations that reach it, events and batches included',
  ]),
});

function serviceOf({ stream }: SizedTier, slow: number): Quantity {
  const mean = meanService(stream);
  const reference = `${plain(mean * 1000)} ms on the reference core`;
  return slow === 1
    ? derived(mean * 1000, 'ms', 'mean CPU of a visit', [reference])
    : derived(mean * slow * 1000, 'ms', 'mean CPU of a visit × slowdown', [
        reference,
        `cores of one machine slow each other by ${plain(slow)} (default contention)`,
      ]);
}

/** Bisection between idle and saturation. */
function kneeOf(station: VariableStation): number {
  let low = 0;
  let high = station.servers / station.service;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (variableResponse({ ...station, arrival: middle }) < 2 * station.service) low = middle;
    else high = middle;
  }
  return low;
}

const curvePoints = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98] as const;

/** Mean response in ms at rising arrival rates. */
function curveOf(station: VariableStation): readonly (readonly [number, number])[] {
  const capacity = station.servers / station.service;
  return curvePoints.map((part) => {
    const arrival = part * capacity;
    return [arrival, variableResponse({ ...station, arrival }) * 1000] as const;
  });
}

/** Something that takes time and does not queue in this model. */
function delay(container: string, rate: number, seconds: number, ends: Ends, source: string): Station {
  const time = (value: number, rule: string): Quantity => derived(value * 1000, 'ms', rule, [source]);
  const unlimited = derived(0, 'vCPU', 'a delay has no servers', [source]);
  return {
    container,
    model: 'delay',
    ...visits(rate, ends),
    service: time(seconds, 'delay'),
    scv: 1,
    servers: unlimited,
    utilisation: derived(0, 'ratio', 'a delay is never busy', [source]),
    response: time(seconds, 'delay'),
    p95: time(seconds * Math.log(20), 'exponential, 95 %'),
    p99: time(seconds * Math.log(100), 'exponential, 99 %'),
    knee: derived(0, 'requests/s', 'a delay has no knee', [source]),
  };
}
