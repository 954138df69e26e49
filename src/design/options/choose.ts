import type { OptionShape, ScoredOption } from '../../model/decision.ts';
import type { Problem } from '../sizing/problem.ts';
import { exclusionOf } from './exclusions.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';
import { shapeId, shapes } from './shapes.ts';

/** A shape with the reason, if any, for which it is not considered. */
export interface Candidate {
  readonly shape: OptionShape;
  readonly id: string;
  readonly excluded?: ScoredOption['excluded'];
}

export const candidatesOf = (problem: Problem): readonly Candidate[] =>
  shapes.map((shape) => {
    const excluded = exclusionOf(problem, shape);
    return { shape, id: shapeId(shape), ...(excluded !== undefined && { excluded }) };
  });

/**
 * The option with the fewest moving parts among those that meet every criterion, the cheaper one of equals. When none
 * meets all, the one that misses the fewest. Criteria that are ignored do not count.
 */
export function chooseOption(
  problem: Problem,
  candidates: readonly Candidate[],
  scale: number,
  ignored: (criterion: string) => boolean = () => false,
): JudgedOption {
  const open = candidates.filter(({ excluded }) => excluded === undefined);
  const judged = (open.length > 0 ? open : candidates).map(({ shape }) => judge(problem, shape, scale));
  const best = judged.toSorted(preferring(ignored))[0];
  if (best === undefined) throw new Error('there is no option to choose from');
  return best;
}

/** Order of preference; sorts are stable, so the simpler shapes, which come first, win a tie. */
const preferring =
  (ignored: (criterion: string) => boolean) =>
  (a: JudgedOption, b: JudgedOption): number =>
    missed(a, ignored) - missed(b, ignored) || a.parts - b.parts || a.cost - b.cost;

export const better = preferring(() => false);

/** An option whose largest machines do not carry the load comes after all that do, however few criteria it misses. */
const missed = ({ criteria, carries }: JudgedOption, ignored: (criterion: string) => boolean): number =>
  criteria.filter(({ id, met }) => !met && !ignored(id)).length + (carries ? 0 : 1000);

/** What others accept from us can be agreed on anew: no change of ours follows from it. */
export const isForeign = (id: string): boolean => id.startsWith('integration/');
