import type { Verdict } from '../../findings/claim.ts';
import type { FittedServer } from './fitted-server.ts';

export interface Compared {
  readonly measured: number;
  readonly predicted: number;
  /** (predicted − measured)/measured. */
  readonly error: number;
}

/** A measured time, with half the 95 % interval from ten parts of the step. */
export interface ComparedTime extends Compared {
  readonly halfWidth: number;
}

/** A step beside what the model says of it; times in seconds. */
export interface JudgedStep extends ComparedTime {
  /** Requests a second that fell due. */
  readonly rate: number;
  /** Part of the busiest station's servers that the model has busy. */
  readonly utilisation: number;
  /** The mean in endless time at this rate. */
  readonly longRun: number;
  /** Why its times say nothing of the server. */
  readonly disturbance?: string;
}

/** A step after the ladder beside what the model, which was fitted to none of it, says of it. */
export interface JudgedTrial extends JudgedStep {
  /** Answers a second. */
  readonly throughput: Compared;
  readonly p95: ComparedTime;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly server?: FittedServer;
  /** Seconds outside the server's CPU: network, kernel. A delay station of the model. */
  readonly offset: number;
  /** Answers a second when more is asked than the server can do. */
  readonly maximum?: Compared;
  readonly steps: readonly JudgedStep[];
  readonly trials: readonly JudgedTrial[];
}

export const compared = (measured: number, predicted: number): Compared => ({
  measured,
  predicted,
  error: measured === 0 ? 0 : predicted / measured - 1,
});
