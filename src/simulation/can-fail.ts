import type { Disturbance, Network } from '../model/network.ts';
import { policiesOf } from '../model/network-steps.ts';

const harmful: readonly Disturbance['kind'][] = ['outage', 'failures', 'deploy'];

/** Whether anything in a network refuses, gives up or loses requests; else all of them are answered in the end. */
export const canFail = (network: Network): boolean =>
  network.stations.some(({ room }) => room < Infinity) ||
  network.pools.some(({ room, patience }) => room < Infinity || patience < Infinity) ||
  network.disturbances.some(({ kind }) => harmful.includes(kind)) ||
  policiesOf(network).length > 0;
