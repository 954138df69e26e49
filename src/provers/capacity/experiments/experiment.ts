import type { Confidence, Severity } from '../../../findings/finding.ts';
import type { Network } from '../../../model/network.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';

/** Lines of a picture; `points` are (x, y), rising in x. */
export interface Curve {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

/** A fault that an experiment showed, and the change that was tried and cures it. */
export interface Found {
  readonly subject: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly curve: Curve;
}

/** What an experiment may use. `calm` is the network without its disturbances, `base` its figures. */
export interface Stage {
  readonly network: Network;
  readonly calm: Network;
  readonly base: NetworkSimulation;
  readonly simulate: (network: Network) => Promise<NetworkSimulation>;
}

/** What each of several things gives, one after the other. */
export async function eachInTurn<T, R>(
  things: readonly T[],
  find: (thing: T) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const all: R[] = [];
  for (const thing of things) all.push(...(await find(thing)));
  return all;
}

/** Looks for one fault by changing the network and simulating what becomes of it. */
export interface NetworkExperiment {
  readonly rule: string;
  readonly summary: string;
  /** The usual one; what was found may be worse. */
  readonly severity: Severity;
  readonly standards: readonly string[];
  readonly run: (stage: Stage) => Promise<readonly Found[]>;
}
