import type { Flip } from '../../model/decision.ts';
import type { Problem } from '../sizing/problem.ts';
import type { Candidate } from './choose.ts';
import type { JudgedOption } from './judge.ts';

/** An option with its exact figures and, if it may not be taken, the reason. */
export interface ComparedOption extends JudgedOption {
  readonly id: string;
  readonly title: string;
  readonly excluded?: Candidate['excluded'];
  /** Requests a second up to which the first objective holds. */
  readonly ceiling: number;
}

/** All options, which of them is taken, and when that changes. */
export interface Comparison {
  readonly problem: Problem;
  readonly candidates: readonly Candidate[];
  readonly options: readonly ComparedOption[];
  readonly chosen: ComparedOption;
  readonly flips: readonly Flip[];
}
