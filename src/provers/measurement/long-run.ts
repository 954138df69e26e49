import { variableResponse } from '../../queueing/ggc.ts';
import { mixtureOf } from '../../queueing/mixture.ts';
import { wakingResponse } from '../../queueing/waking-server.ts';
import { cpuLeft, servedClasses } from './fitted-server.ts';
import type { FittedServer } from './fitted-server.ts';

/**
 * Mean response in seconds in endless time of Poisson arrivals: the sum over the stations of M/G/c (Pollaczek–Khinchine;
 * Lee and Longton for several servers; Welch where a thread has to be woken), each as if its arrivals were Poisson and its core its own. Infinite beyond the maximum.
 */
export const longRunResponse = (
  { stations }: FittedServer,
  rate: number,
  shares: readonly number[],
): number =>
  stations.reduce((sum, station) => {
    const { servers, waking } = station;
    const served = mixtureOf(servedClasses(station, rate, shares));
    return (
      sum +
      (waking > 0
        ? wakingResponse({ ...served, waking: waking / cpuLeft(station) })
        : variableResponse({ ...served, servers }))
    );
  }, 0);
