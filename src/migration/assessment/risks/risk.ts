import type { Finding } from '../../../findings/finding.ts';
import type { Backend } from '../../../model/backend.ts';
import type { StepAction } from '../../../model/migration.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Facts } from '../assessment.ts';
import { distinct } from '../told.ts';

export type Level = 'low' | 'medium' | 'high';

/** Something that may go wrong on the way out of the system. Likelihood and effect are a judgement from what was seen. */
export interface Risk {
  readonly id: string;
  readonly title: string;
  readonly likelihood: Level;
  /** What was seen that makes it so likely. */
  readonly because: string;
  readonly effect: Level;
  readonly harm: string;
  /** Likelihood × effect, each 1 to 3. */
  readonly score: number;
  readonly evidence: readonly Origin[];
  /** Names of findings of the same cause. */
  readonly findings: readonly string[];
  readonly mitigation: string;
  /** What of the system it is about, and the kinds of actions of a plan that answer it; empty: before the first step. */
  readonly about: {
    readonly tables: readonly string[];
    readonly entries: readonly string[];
    readonly answeredBy: readonly StepAction['kind'][];
  };
}

/** What a risk is judged from. */
export interface Grounds {
  readonly legacy: Backend;
  readonly findings: readonly Finding[];
  readonly facts: Facts;
}

export type JudgeRisk = (grounds: Grounds) => RiskDraft | undefined;

/** A risk as its judge says it; the rest is derived. */
export interface RiskDraft {
  readonly title: string;
  readonly likelihood: Level;
  readonly because: string;
  readonly effect: Level;
  readonly harm: string;
  readonly evidence?: readonly Origin[];
  readonly findings?: readonly string[];
  readonly mitigation: string;
  readonly tables?: readonly string[];
  readonly entries?: readonly string[];
  readonly answeredBy?: readonly StepAction['kind'][];
}

const weight: Readonly<Record<Level, number>> = { low: 1, medium: 2, high: 3 };

/** Places that are kept of each risk. */
const mostPlaces = 6;

export const riskFrom = (id: string, draft: RiskDraft): Risk => ({
  id,
  title: draft.title,
  likelihood: draft.likelihood,
  because: draft.because,
  effect: draft.effect,
  harm: draft.harm,
  score: weight[draft.likelihood] * weight[draft.effect],
  evidence: distinct(draft.evidence ?? []).slice(0, mostPlaces),
  findings: draft.findings ?? [],
  mitigation: draft.mitigation,
  about: {
    tables: draft.tables ?? [],
    entries: draft.entries ?? [],
    answeredBy: draft.answeredBy ?? [],
  },
});

/** `1 file`, `3 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** By a share of all: above the second bound high, above the first medium. */
export const levelOf = (value: number, medium: number, high: number): Level =>
  value >= high ? 'high' : value >= medium ? 'medium' : 'low';

/** The first names, and how many more. */
export const some = (names: readonly string[], limit = 5): string =>
  names.length > limit
    ? `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
    : names.join(', ');
