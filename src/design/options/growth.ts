import type { Criterion } from '../../model/decision.ts';
import type { GrowthStep } from '../../model/load.ts';
import { plain } from '../quantities.ts';
import { movingParts } from '../sizing/parts.ts';
import type { Problem } from '../sizing/problem.ts';
import type { Pressure, SizedDatabase, SizedOption, SizedTier } from '../sizing/sized.ts';
import { mostPressed } from './capacity-criteria.ts';
import { chooseOption, isForeign } from './choose.ts';
import type { Candidate } from './choose.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';
import { shapeId, shapeTitle } from './shapes.ts';
import { costOf } from './team-criteria.ts';

const factors = [1, 2, 5, 10, 100] as const;

/** The design at rising multiples of today's load: does it hold with larger machines, what ends first, what then. */
export const growthWalk = (
  problem: Problem,
  candidates: readonly Candidate[],
  chosen: JudgedOption,
): readonly GrowthStep[] => factors.map((factor) => growthStep(problem, candidates, chosen, factor));

/** What is not settled by a choice of parts: contracts, people, money. */
const isOutside = (id: string): boolean => isForeign(id) || id.startsWith('team') || id === 'budget';

/** A walk asks whether a load is carried, not whether it may grow further. */
const isRoom = (id: string): boolean => id === 'headroom' || id.startsWith('throughput');

function growthStep(
  problem: Problem,
  candidates: readonly Candidate[],
  chosen: JudgedOption,
  factor: number,
): GrowthStep {
  const then = judge(problem, chosen.shape, factor);
  const pressed = mostPressed(then.sized);
  const missing = missedAt(then, pressed);
  const limit = `${pressed.what} (${plain(pressed.ratio * 100)} % of the most there can be)`;
  const cost = costOf(problem, then.sized);
  const larger = factor === 1 ? 'none' : enlargements(chosen.sized, then.sized);
  const over = pressed.ratio > 1;
  if (missing.length === 0 && !over) return { factor, holds: true, bottleneck: limit, change: larger, cost };
  const bottleneck = [...(over ? [limit] : []), ...missing.map(({ words }) => words)].join('; ');
  const ids = missing.map(({ id }) => id);
  if (!over && ids.every(isForeign))
    return { factor, holds: false, bottleneck, change: `${remedies(ids, '')}; ${larger}`, cost };
  const ignored = (id: string): boolean => isRoom(id) || isForeign(id);
  const next = chooseOption(problem, candidates, factor, ignored);
  const open = next.criteria.filter(({ id, met }) => !met && !isRoom(id)).map(({ id }) => id);
  if (!next.carries || !open.every(isOutside) || shapeId(next.shape) === shapeId(chosen.shape))
    return {
      factor,
      holds: false,
      bottleneck,
      change: ['no option of this design space meets it', remedies(ids, over ? pressed.change : '')]
        .filter((words) => words !== '')
        .join(': '),
      ...(!over && { cost }),
    };
  const agreed = open.length === 0 ? '' : `; ${remedies(open, '')}`;
  return {
    factor,
    holds: false,
    bottleneck,
    change: `move to ${shapeTitle(next.shape)}${machinesOf(problem, chosen.sized, next.sized)}${agreed}`,
    cost: costOf(problem, next.sized),
  };
}

/** What a title leaves open where rows are spread: the number of shards, and mechanisms that came with the load. */
function machinesOf(problem: Problem, before: SizedOption, after: SizedOption): string {
  const spread = after.databases.flatMap(({ id, shards, cores }) =>
    shards === undefined ? [] : [`${id}: ${shards} shards × ${cores} vCPU`],
  );
  if (spread.length === 0) return '';
  const known = movingParts(problem, before);
  const added = movingParts(problem, after).filter((part) => !known.includes(part));
  return ` (${spread.join(', ')}; new parts: ${added.join(', ')})`;
}

/** Beyond the largest machines only what does not follow from them is worth telling. */
function missedAt({ criteria }: JudgedOption, pressed: Pressure): readonly Criterion[] {
  const missed = criteria.filter(({ id, met }) => !met && !isRoom(id));
  return pressed.ratio <= 1
    ? missed
    : missed.filter(({ id }) => /^(integration|budget|table-size|team)/.test(id));
}

/** What has to be done about a missed criterion beside another choice of parts. */
function remedies(missing: readonly string[], change: string): string {
  const words = ['machines', ...missing].flatMap((id) => {
    if (id === 'machines') return change === '' ? [] : [change];
    if (id.startsWith('integration/'))
      return `agree on a higher rate with ${id.slice('integration/'.length)}, or spread calls over a second provider`;
    if (id === 'budget') return 'raise the budget, or give up growth';
    if (id === 'connections') return 'a transaction pooler in front of the database';
    if (id === 'isolation') return 'workers of their own for background work';
    if (id.startsWith('team')) return 'more people, or fewer parts';
    return change === '' ? [] : [change];
  });
  return [...new Set(words)].join('; ');
}

const sizeWords = ({
  instances,
  cores,
  shards,
}: SizedTier & Partial<Pick<SizedDatabase, 'shards'>>): string =>
  `${shards === undefined ? instances : `${shards} shards`} × ${cores} vCPU`;

/** Larger numbers of the same parts. */
function enlargements(before: SizedOption, after: SizedOption): string {
  const tiers = (option: SizedOption): readonly SizedTier[] => [
    ...option.units,
    ...(option.worker === undefined ? [] : [option.worker]),
    ...option.databases,
    ...option.databases.flatMap(({ replicas }) => replicas ?? []),
  ];
  const changes = tiers(after).flatMap((tier) => {
    const old = tiers(before).find(({ id }) => id === tier.id);
    const now = sizeWords(tier);
    const was = old === undefined ? 'none' : sizeWords(old);
    return now === was ? [] : [`${tier.id}: ${was} → ${now}`];
  });
  const broker = after.broker && !before.broker ? ['a broker takes the queue over from the database'] : [];
  const all = [...changes, ...broker];
  return all.length === 0 ? 'none: today’s machines carry it' : all.join('; ');
}
