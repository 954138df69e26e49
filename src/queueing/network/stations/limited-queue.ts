import { boundedQueue } from '../../mmck.ts';
import { limitedServer } from './limited.ts';
import { staysOf } from './load.ts';
import type { Queue, StationAnswer } from './load.ts';
import { isMarkovian, merged, scvOf } from './priority.ts';

/** One queue with finite room: one more is refused. */
export function limitedQueue({ station, servers, sources }: Queue): StationAnswer {
  const all = merged(sources);
  const capacity = servers + station.room;
  const isShared = station.discipline === 'processor-sharing';
  const isGeneral = !isShared && !isMarkovian(sources) && station.room > 0;
  const isExactGeneral = isGeneral && servers === 1 && capacity <= 4000;
  const bounded = boundedQueue({ ...all, servers }, capacity);
  const { refused, inSystem } =
    isExactGeneral && all.service > 0
      ? limitedServer(
          sources.map((source) => ({ ...source, scv: scvOf(source) })),
          capacity,
        )
      : { refused: bounded.pFull, inSystem: bounded.inSystem };
  const accepted = all.arrival * (1 - refused);
  const response = accepted > 0 && all.service > 0 ? inSystem / accepted : all.service;
  const waiting = Math.max(0, response - all.service);
  const stay = isShared
    ? { waiting: 0, stretch: all.service > 0 ? response / all.service : 1 }
    : { waiting, stretch: 1 };
  return {
    stays: staysOf(sources, stay),
    refused,
    approximations: !isGeneral
      ? []
      : isExactGeneral
        ? [
            'service times with limited room are gamma distributed, beyond exponential a mixture of two exponential times',
          ]
        : ['service times at several servers with limited room are taken as exponential'],
    keepsPoisson: false,
  };
}
