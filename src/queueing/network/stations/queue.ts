import { erlangC } from '../../erlang.ts';
import { sumOf, waitingTime } from '../../laplace.ts';
import { multiServer } from '../../mmc.ts';
import { batchWaits } from './batches.ts';
import { loadDependentLength } from './birth-death.ts';
import { generalWait } from './general.ts';
import { limitedQueue } from './limited-queue.ts';
import { levelsOf, staysOf } from './load.ts';
import type { Queue, SourceLoad, SourceStay, StationAnswer } from './load.ts';
import { pollaczekKhinchine } from './pollaczek-khinchine.ts';
import { headOfLine, isMarkovian, merged, preemptiveResume, scvOf } from './priority.ts';

/** Stays at one queue by its discipline. The load must be below what the servers can do, unless room is limited. */
export function solveQueue(queue: Queue): StationAnswer {
  const { station, servers, sources } = queue;
  if (servers === Infinity && station.speeds === undefined) return delay(sources);
  if (station.room < Infinity) return limitedQueue(queue);
  if (station.speeds !== undefined) return loadDependent(queue, station.speeds);
  if (sources.some(({ batch }) => batch > 1)) return batched(queue);
  switch (station.discipline) {
    case 'processor-sharing':
      return shared(queue);
    case 'priority':
    case 'preemptive':
      return prioritised(queue);
    case 'fifo':
    case 'lifo':
      return inTurn(queue);
  }
}

const delay = (sources: readonly SourceLoad[]): StationAnswer => ({
  stays: staysOf(sources, { waiting: 0, stretch: 1 }),
  refused: 0,
  visitTime: (service) => service,
  approximations: [],
  keepsPoisson: true,
});

function inTurn({ station, servers, sources, arrivalScv }: Queue): StationAnswer {
  const all = merged(sources);
  const scv = scvOf(all);
  const offered = all.arrival * all.service;
  const waiting = generalWait({ ...all, servers, arrivalScv, serviceScv: scv });
  const isPoisson = arrivalScv === 1;
  const markovian = isMarkovian(sources);
  const waits = erlangC(offered, servers);
  const approximations = isPoisson ? [] : ['arrivals that are not Poisson are known by two moments only'];
  const isKnown = servers === 1 || markovian || (isConstant(sources) && scv === 0);
  if (isPoisson && !isKnown)
    approximations.push('the wait at several servers whose service is not exponential');
  const time =
    isPoisson && servers === 1 && !markovian
      ? pollaczekKhinchine(sources)
      : waitingTime(waits, waiting > 0 ? waits / waiting : 1);
  return {
    stays: staysOf(sources, { waiting, stretch: 1 }),
    refused: 0,
    ...(station.discipline === 'fifo' && {
      // A wait too short to be told from none would be a rate without end.
      visitTime: (service) => (waiting < 1e-12 * all.service ? service : sumOf([time, service])),
    }),
    approximations,
    keepsPoisson: isPoisson && markovian,
  };
}

function shared({ servers, sources, arrivalScv }: Queue): StationAnswer {
  const { arrival, service } = merged(sources);
  const offered = arrival * service;
  const stretch = offered === 0 ? 1 : multiServer({ arrival: offered, service: 1, servers }).response;
  return {
    stays: staysOf(sources, { waiting: 0, stretch }),
    refused: 0,
    approximations: arrivalScv === 1 ? [] : ['arrivals to a shared processor are taken as Poisson'],
    keepsPoisson: true,
  };
}

function loadDependent({ station, sources, arrivalScv }: Queue, speeds: readonly number[]): StationAnswer {
  const { arrival, service } = merged(sources);
  const offered = arrival * service;
  const first = speeds[0] ?? 1;
  const stretch = offered === 0 ? 1 / first : loadDependentLength(offered, speeds) / offered;
  const isShared = station.discipline === 'processor-sharing';
  const approximations: string[] = [];
  if (arrivalScv !== 1) approximations.push('arrivals to a station with changing speed are taken as Poisson');
  if (!isShared && !isMarkovian(sources))
    approximations.push('service at a station with changing speed is taken as exponential and equal for all');
  if (station.discipline === 'priority' || station.discipline === 'preemptive')
    approximations.push('priorities at a station with changing speed are left out');
  return {
    stays: staysOf(sources, { waiting: 0, stretch }),
    refused: 0,
    approximations,
    keepsPoisson: approximations.length === 0,
  };
}

function prioritised({ station, servers, sources, arrivalScv }: Queue): StationAnswer {
  const levels = levelsOf(sources);
  const given = levels.map(({ members }) => merged(members));
  const isPreemptive = station.discipline === 'preemptive';
  const solved = isPreemptive ? preemptiveResume(given, servers) : headOfLine(given, servers);
  const burst = arrivalScv === 1 ? 1 : burstiness(sources, servers, arrivalScv);
  const stays = new Map<string, SourceStay>();
  levels.forEach(({ names }, k) => {
    const { waiting, stretch } = solved[k] ?? { waiting: 0, stretch: 1 };
    for (const name of names) stays.set(name, { waiting: waiting * burst, stretch });
  });
  const isMany = servers > 1 && !isMarkovian(sources);
  const isAlone = levels.length === 1;
  return {
    stays,
    refused: 0,
    approximations: [
      ...(arrivalScv === 1 ? [] : ['arrivals that are not Poisson are known by two moments only']),
      ...(isMany ? ['priorities at several servers with unequal service are scaled from one server'] : []),
    ],
    keepsPoisson: isAlone && arrivalScv === 1 && isMarkovian(sources),
  };
}

/** By how much such arrivals lengthen the wait without priorities. */
function burstiness(sources: readonly SourceLoad[], servers: number, arrivalScv: number): number {
  const all = merged(sources);
  const queue = { ...all, servers, serviceScv: scvOf(all) };
  const poisson = generalWait({ ...queue, arrivalScv: 1 });
  return poisson === 0 ? 1 : generalWait({ ...queue, arrivalScv }) / poisson;
}

/** A whole batch arrives at once; its members are served one by one. */
function batched(queue: Queue): StationAnswer {
  const { station, servers, sources } = queue;
  const all = merged(sources);
  const isMarkov = isMarkovian(sources);
  const isPlain = station.discipline === 'fifo' || station.discipline === 'lifo';
  if (isPlain && isMarkov) {
    const waits = batchWaits(
      sources.map(({ arrival, batch }) => ({ rate: arrival * all.service, size: batch })),
      servers,
    );
    if (waits !== undefined)
      return {
        stays: new Map(
          sources.map(({ source }, k) => [source, { waiting: (waits[k] ?? 0) * all.service, stretch: 1 }]),
        ),
        refused: 0,
        approximations: station.discipline === 'lifo' ? ['last come first served among batches'] : [],
        keepsPoisson: false,
      };
  }
  if (isPlain && servers === 1) return batchedOneServer(sources);
  const size = sources.reduce((sum, { arrival, batch }) => sum + arrival * batch, 0) / all.arrival;
  const answer = solveQueue({
    ...queue,
    sources: sources.map((source) => ({ ...source, batch: 1 })),
    arrivalScv: Math.max(queue.arrivalScv, size),
  });
  return { ...answer, approximations: [...answer.approximations, 'batches are known by two moments only'] };
}

/**
 * M^[X]/G/1: a batch finds the work of any moment, (Σ λE[S²] + Σ λ(b − 1)E[S]²)/2(1 − ρ), and each member waits for those
 * before it in its batch. Exact. Source: Chaudhry and Templeton, ch. 3; Gross and Harris, ch. 5.
 */
function batchedOneServer(sources: readonly SourceLoad[]): StationAnswer {
  const all = merged(sources);
  const together = sources.reduce(
    (sum, { arrival, batch, service }) => sum + arrival * (batch - 1) * service * service,
    0,
  );
  const work = (all.arrival * all.secondMoment + together) / (2 * (1 - all.arrival * all.service));
  return {
    stays: new Map(
      sources.map(({ source, batch, service }) => [
        source,
        { waiting: work + ((batch - 1) * service) / 2, stretch: 1 },
      ]),
    ),
    refused: 0,
    approximations: [],
    keepsPoisson: false,
  };
}

const isConstant = (sources: readonly SourceLoad[]): boolean =>
  sources.every(({ service }) => Math.abs(service - (sources[0]?.service ?? 0)) <= 1e-12 * service);
