import type { Measurement } from './measurement.ts';

/** What a load tool that reads no CPU time tells of one operation. */
export interface ThroughputRun {
  /** As the run was called: an operation of a brief where one is meant. */
  readonly operation: string;
  /** Answers a second without an error. */
  readonly throughput: number;
}

/** A load test, read from a file. */
export type LoadRecord =
  | { readonly kind: 'measurement'; readonly measurement: Measurement }
  | {
      readonly kind: 'throughput';
      readonly tool: 'autocannon' | 'k6';
      /** Runs of k6 share one server at one time; a run of autocannon has it alone. */
      readonly runs: readonly ThroughputRun[];
    };

/** A load test to calibrate a design by. */
export interface Calibration {
  /** Name of the file, without its folder. */
  readonly file: string;
  readonly record: LoadRecord;
  /** Cores the server could use in the test, where the record does not tell. */
  readonly cores?: number;
}
