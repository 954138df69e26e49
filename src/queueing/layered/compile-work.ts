import type { RandomTime } from '../../model/network.ts';
import { resourceAt, type Scene } from './compile-scene.ts';
import { isExponential, stagesOf } from './stages.ts';

/** Time at a station, in its queue where it has one. */
export function workStep(scene: Scene, id: string, time: RandomTime, next: number): number {
  const at = scene.network.stations.findIndex((station) => station.id === id);
  const station = scene.network.stations[at];
  if (station === undefined || time.mean <= 0) return next;
  const { write } = scene.writer;
  const resource = resourceAt(scene, 'station', id);
  if (resource < 0)
    return timed(
      scene,
      time,
      at,
      Number.isFinite(station.servers) || station.speeds !== undefined,
      next,
      `the work at ${id}`,
    );
  const leave = write({ kind: 'leave', resource, next });
  return write({ kind: 'enter', resource, next: timed(scene, time, at, false, leave, `the work at ${id}`) });
}

/** A time as exponential stages; `station` −1 is nowhere: thinking, and the pause between arrivals. */
export function timed(
  scene: Scene,
  time: RandomTime,
  station: number,
  isShared: boolean,
  next: number,
  what: string,
): number {
  if (!isExponential(time))
    scene.because.add(`${what} is fitted by exponential stages with its mean and variance`);
  const { write, choose } = scene.writer;
  return choose(
    stagesOf(time).map(({ probability, rates }) => ({
      probability,
      next: rates.reduceRight(
        (after, rate) => write({ kind: 'stage', station, rate, isShared, next: after }),
        next,
      ),
    })),
  );
}
