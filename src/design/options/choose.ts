import type { OptionShape, ScoredOption } from '../../model/decision.ts';
import type { Problem } from '../sizing/problem.ts';
import { exclusionOf } from './exclusions.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';
import { shapeId, sharded, shapes } from './shapes.ts';

/** A shape with the reason, if any, for which it is not considered. */
export interface Candidate {
  readonly shape: OptionShape;
  readonly id: string;
  readonly excluded?: ScoredOption['excluded'];
}

export const candidatesOf = (problem: Problem): readonly Candidate[] =>
  shapes.map((shape) => candidateOf(problem, shape));

export function candidateOf(problem: Problem, shape: OptionShape): Candidate {
  const excluded = exclusionOf(problem, shape);
  return { shape, id: shapeId(shape), ...(excluded !== undefined && { excluded }) };
}

/** The candidates with their busiest database spread over shards, those of them that are allowed. */
export const shardedOf = (problem: Problem, candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates
    .map(({ shape }) => candidateOf(problem, sharded(shape)))
    .filter(({ excluded }) => excluded === undefined);

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
  const best = (from: readonly Candidate[]): JudgedOption | undefined =>
    from.map(({ shape }) => judge(problem, shape, scale)).toSorted(preferring(ignored))[0];
  const whole = best(candidates.filter(({ excluded }) => excluded === undefined));
  const spread = wantsShards(whole, ignored) ? best(shardedOf(problem, candidates)) : undefined;
  const chosen = [whole, spread].filter((one) => one !== undefined).toSorted(preferring(ignored))[0];
  const found = chosen ?? best(candidates);
  if (found === undefined) throw new Error('there is no option to choose from');
  return found;
}

/**
 * Rows are spread only where the best option with a primary for each database misses something that is ours to mend:
 * spreading adds parts and never takes any away, so that it could not be chosen before.
 */
export const wantsShards = (
  whole: JudgedOption | undefined,
  ignored: (criterion: string) => boolean = () => false,
): boolean =>
  whole === undefined ||
  !whole.carries ||
  whole.criteria.some(({ id, met }) => !met && !isForeign(id) && !ignored(id));

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
