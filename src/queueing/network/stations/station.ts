import { dealtInTurnWait } from './cycled.ts';
import { capacityOf, queuesOf, serversOfQueue, staysOf } from './load.ts';
import type { Queue, StationAnswer, StationLoad } from './load.ts';
import { isMarkovian, merged } from './priority.ts';
import { solveQueue } from './queue.ts';
import { twoChoicesResponse } from './two-choices.ts';

/** What one station does with its load, or why there is no formula for it. */
export function solveStation(load: StationLoad): StationAnswer | { readonly noFormula: string } {
  const { station, sources } = load;
  const count = queuesOf(station);
  const servers = serversOfQueue(station);
  const whole: Queue = { station, servers, sources, arrivalScv: load.arrivalScv };
  if (count === 1 || servers === Infinity) return solveQueue(whole);
  const each = sources.map((source) => ({ ...source, arrival: source.arrival / count }));
  switch (station.balancing) {
    case 'shared':
      return solveQueue(whole);
    case 'random': {
      const scv = Math.max(load.arrivalScv, batchScv(load));
      const answer = solveQueue({ ...whole, sources: each.map(alone), arrivalScv: thinned(scv, count) });
      return { ...answer, keepsPoisson: answer.keepsPoisson && scv === 1 };
    }
    case 'round-robin':
      return dealtInTurn(load, { ...whole, sources: each.map(alone) }, count);
    case 'two-choices':
      return ofTwo(load, { ...whole, sources: each }, count);
    case 'least-busy':
      return pooled(load, count);
  }
}

const alone = <T extends { readonly batch: number }>(source: T): T => ({ ...source, batch: 1 });

/** A stream of which each request is kept with probability 1/n. */
const thinned = (scv: number, count: number): number => (scv === 1 ? 1 : (scv - 1) / count + 1);

/** Requests in batches spread their numbers as arrivals with this scv do. */
function batchScv({ sources }: StationLoad): number {
  const arrival = sources.reduce((sum, source) => sum + source.arrival, 0);
  return arrival === 0
    ? 1
    : sources.reduce((sum, source) => sum + source.arrival * source.batch, 0) / arrival;
}

function dealtInTurn(load: StationLoad, one: Queue, count: number): StationAnswer {
  const scv = Math.max(load.arrivalScv, batchScv(load));
  const all = merged(one.sources);
  const isInTurn = load.station.discipline === 'fifo' || load.station.discipline === 'lifo';
  const isPlain = isInTurn && load.station.room === Infinity && load.station.speeds === undefined;
  if (scv === 1 && one.servers === 1 && isPlain && isMarkovian(one.sources)) {
    const waiting = dealtInTurnWait(all.arrival * all.service, count) * all.service;
    return {
      stays: staysOf(load.sources, { waiting, stretch: 1 }),
      refused: 0,
      approximations: [],
      keepsPoisson: false,
    };
  }
  return { ...solveQueue({ ...one, arrivalScv: scv / count }), keepsPoisson: false };
}

function ofTwo(load: StationLoad, one: Queue, count: number): StationAnswer | { readonly noFormula: string } {
  const { station } = load;
  if (one.servers !== 1 || station.room < Infinity || station.speeds !== undefined)
    return { noFormula: 'two choices among replicas with several servers, limited room or changing speed' };
  if (station.discipline === 'priority' || station.discipline === 'preemptive')
    return { noFormula: 'two choices among replicas with priorities' };
  const all = merged(one.sources);
  const response = twoChoicesResponse(all.arrival * all.service, count);
  const isShared = station.discipline === 'processor-sharing';
  const approximations = [`two choices of ${count} replicas by the refined limit of many replicas`];
  if (!isShared && !isMarkovian(one.sources))
    approximations.push('service behind two choices is taken as exponential');
  return {
    stays: staysOf(
      load.sources,
      isShared ? { waiting: 0, stretch: response } : { waiting: (response - 1) * all.service, stretch: 1 },
    ),
    refused: 0,
    approximations,
    keepsPoisson: false,
  };
}

/** The shortest of all queues is nearly one queue for all. */
function pooled({ station, sources, arrivalScv }: StationLoad, count: number): StationAnswer {
  const servers = serversOfQueue(station) * count;
  const answer = solveQueue({ station, servers, sources, arrivalScv });
  return {
    ...answer,
    approximations: [
      ...answer.approximations,
      'least busy replica is taken as one queue for all (too short by up to a tenth)',
    ],
    keepsPoisson: false,
  };
}

/** Busy servers over all servers; the mean number present where nobody waits. */
export function utilisationOf(load: StationLoad, refused: number): number {
  const offered = load.sources.reduce((sum, { arrival, service }) => sum + arrival * service, 0);
  const { station } = load;
  if (station.servers === Infinity && station.speeds === undefined) return offered;
  const most =
    station.speeds === undefined ? capacityOf(station) : Math.max(...station.speeds) * queuesOf(station);
  return (offered * (1 - refused)) / most;
}
