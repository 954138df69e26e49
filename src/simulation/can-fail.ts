import type { Disturbance, Network, Step } from '../model/network.ts';
import { everyStep } from '../queueing/network/steps.ts';

const harmful: readonly Disturbance['kind'][] = ['outage', 'failures', 'deploy'];

/** Whether anything in a network refuses, gives up or loses requests; else all of them are answered in the end. */
export const canFail = (network: Network): boolean =>
  network.stations.some(({ room }) => room < Infinity) ||
  network.pools.some(({ room, patience }) => room < Infinity || patience < Infinity) ||
  network.disturbances.some(({ kind }) => harmful.includes(kind)) ||
  everyStep(network).some(hasPolicy);

function hasPolicy(step: Step): boolean {
  if (step.kind === 'call') return step.policy !== undefined;
  return step.kind === 'mix' && step.calls.some(({ policy }) => policy !== undefined);
}
