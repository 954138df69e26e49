import type { DualWrite, Job, Processes } from './processes.ts';

/** Recovered patterns of each kind that are searched as flows: a few show what all of their kind come to. */
const mostSearched = 5;

/** A place of the backend's code whose pattern is searched as a flow, with the name of its claim. */
export interface Searched<T> {
  readonly name: string;
  readonly claim: string;
  readonly of: T;
}

/** Handlers that store and then send, the first of each message. */
export const searchedDualWrites = ({ dualWrites = [] }: Processes): readonly Searched<DualWrite>[] =>
  dualWrites
    .filter(({ job }, at) => dualWrites.findIndex((each) => each.job === job) === at)
    .slice(0, mostSearched)
    .map((of, at) => searched(`dual-write-${at + 1}`, of));

/** Consumers whose inserts a second delivery repeats. */
export const searchedConsumers = ({ jobs }: Processes): readonly Searched<Job>[] =>
  jobs
    .filter(({ repeatedInserts = [] }) => repeatedInserts.length > 0)
    .slice(0, mostSearched)
    .map((of, at) => searched(`consumer-not-idempotent-${at + 1}`, of));

const searched = <T>(name: string, of: T): Searched<T> => ({ name, claim: `recovered-flow/${name}`, of });
