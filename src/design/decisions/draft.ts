import type { Pin } from '../../model/brief.ts';
import type { Decision, Flip } from '../../model/decision.ts';
import { quantityText } from '../../model/quantity.ts';
import { plain } from '../quantities.ts';
import type { ComparedOption, Comparison } from '../options/result.ts';

type Considered = Decision['considered'][number];

/** A decision without what is the same for all. */
export interface Draft extends Omit<Decision, 'status' | 'origin' | 'drivers' | 'revisit'> {
  readonly drivers: readonly string[];
  readonly revisit?: string;
  /** A pin that settled it. */
  readonly pin?: Pin | undefined;
  readonly from: readonly string[];
}

export const decision = ({ pin, from, revisit, ...draft }: Draft): Decision => ({
  ...draft,
  status: pin === undefined ? 'accepted' : 'pinned',
  outcome: pin === undefined ? draft.outcome : `${draft.outcome} Pinned in the brief: ${pin.because}.`,
  revisit: revisit ?? 'when a driver named here changes',
  origin: pin?.origin ?? { kind: 'derived', rule: `decision ${draft.id}`, from },
});

export const considered = (option: string, pros: readonly string[], cons: readonly string[]): Considered => ({
  option,
  pros,
  cons,
});

/** Figures of an option against the chosen one: what speaks for and against taking it instead. */
export function figuresOf(option: ComparedOption, chosen: ComparedOption): Omit<Considered, 'option'> {
  const pros: string[] = [];
  const cons: string[] = [];
  const cost = option.cost - chosen.cost;
  const parts = option.parts - chosen.parts;
  const money = quantityText({ value: option.cost, unit: 'EUR/month' });
  (cost <= 0 ? pros : cons).push(`costs ${money}`);
  (parts <= 0 ? pros : cons).push(`${option.parts} moving parts`);
  (option.headroom >= 3 ? pros : cons).push(`machines can grow to ${plain(option.headroom)} times the peak`);
  const missed = option.criteria.filter(({ met }) => !met).map(({ words }) => words);
  if (missed.length === 0) pros.push('meets every criterion');
  cons.push(...missed);
  if (option.excluded !== undefined) cons.push(option.excluded.because);
  return { pros, cons };
}

/** The inputs at which the choice changes, as a sentence; nothing when none is known. */
export const revisitAt = (flips: readonly Flip[]): string | undefined =>
  flips.length === 0
    ? undefined
    : `at ${flips.map(({ input, at, title }) => `${quantityText(at)} (${input}), then ${title}`).join('; at ')}`;

/** Names of the objectives and limits that a comparison is judged by. */
export const driversOf = ({ chosen }: Comparison, ids: RegExp): readonly string[] =>
  chosen.criteria.filter(({ id }) => ids.test(id)).map(({ words }) => words);
