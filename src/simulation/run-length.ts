import type { Network } from '../model/network.ts';

/** Placeholder until the rule of the pilot run is written. */
export function runLength(network: Network): { readonly warmup: number; readonly duration: number } {
  const duration = network.experiment.duration ?? 1000;
  return { warmup: network.experiment.warmup ?? duration / 10, duration };
}
