import type { RawNode } from '../explain.ts';
import type { Candidate } from './candidates.ts';
import { chooseIndexes } from './search.ts';
import { ask } from './ways.ts';
import type { Known, Possible } from './ways.ts';
import type { WhatIf } from './what-if.ts';

/** One index of the advice. Costs are planner units, weighted. */
export interface AdvisedIndex {
  /** Of the candidate. */
  readonly name: string;
  readonly candidate: Candidate;
  readonly bytes: number;
  /** What the workload would cost more without it, the rest staying. */
  readonly gain: number;
  readonly upkeep: number;
  /** Names of the queries whose plan uses it. */
  readonly usedBy: readonly string[];
}

export interface Advice {
  readonly indexes: readonly AdvisedIndex[];
  readonly bytes: number;
  /** Each query without and with the advice: cost, unweighted, and plan. */
  readonly queries: readonly {
    readonly name: string;
    readonly before: number;
    readonly after: number;
    readonly plans: { readonly before: RawNode; readonly after: RawNode };
  }[];
  readonly incomplete: readonly string[];
}

/** Times the choice is held against the planner and made again with what it answered. */
const mostVerifications = 8;

/**
 * The cheapest set of candidates within a budget (bytes), as the planner plans with it. `upkeep`: what each candidate
 * adds to the writes of the workload, in weighted planner units.
 */
export async function adviseWithin(
  whatIf: WhatIf,
  all: readonly Known[],
  possible: readonly Possible[],
  upkeep: readonly number[],
  budget: number,
  incomplete: readonly string[],
): Promise<Advice> {
  const position = new Map(possible.map(({ name }, at) => [name, at]));
  let names: readonly string[] = [];
  let last: readonly number[] | undefined;
  for (let round = 0; round < mostVerifications; round++) {
    const chosen = chooseIndexes(
      {
        base: all.map(({ base }) => base),
        weights: all.map(({ query }) => query.weight),
        ways: all.flatMap(({ ways }, query) =>
          [...ways.values()].map(({ uses, cost }) => ({
            query,
            cost,
            uses: uses.flatMap((name) => position.get(name) ?? []),
          })),
        ),
        sizes: possible.map(({ bytes }) => bytes),
        upkeep,
        budget,
      },
      last,
    );
    last = chosen.indexes;
    names = chosen.indexes.flatMap((at) => possible[at]?.name ?? []);
    const ways = all.reduce((sum, known) => sum + known.ways.size, 0);
    await whatIf.enable(names);
    for (const known of all) await ask(whatIf, known);
    if (all.reduce((sum, known) => sum + known.ways.size, 0) === ways) break;
  }
  return settled(whatIf, all, possible, upkeep, names, incomplete);
}

/**
 * The advice as the planner plans it: what no plan uses, or what brings next to nothing, is left out. One at a time,
 * for of two indexes that stand in for each other each brings next to nothing.
 */
async function settled(
  whatIf: WhatIf,
  all: readonly Known[],
  possible: readonly Possible[],
  upkeep: readonly number[],
  chosen: readonly string[],
  incomplete: readonly string[],
): Promise<Advice> {
  const before = all.reduce((sum, { query, base }) => sum + query.weight * base, 0);
  let names = chosen;
  for (;;) {
    const plans = await plansWith(whatIf, all, names);
    const indexes: AdvisedIndex[] = [];
    let least: { readonly name: string; readonly gain: number } | undefined;
    for (const name of names) {
      const at = possible.findIndex((each) => each.name === name);
      const one = possible[at];
      if (one === undefined) continue;
      const users = all.filter((_, position) => plans[position]?.uses.includes(name) === true);
      const gain = await gainOf(whatIf, all, plans, names, name);
      const served = Math.max(0, ...users.map(({ query, base }) => gain / (query.weight * base)));
      const isIdle = users.length === 0 || (gain < before * leastOfAll && served < leastOfOne);
      if (isIdle && (least === undefined || gain < least.gain)) least = { name, gain };
      const { candidate, bytes } = one;
      const usedBy = users.map(({ query }) => query.name);
      indexes.push({ name, candidate, bytes, gain, upkeep: upkeep[at] ?? 0, usedBy });
    }
    if (least === undefined) return adviceOf(all, plans, indexes, incomplete);
    const { name: dropped } = least;
    names = names.filter((name) => name !== dropped);
  }
}

/** What the queries that use an index cost more without it, the others staying; weighted planner units. */
async function gainOf(
  whatIf: WhatIf,
  all: readonly Known[],
  plans: readonly Planned[],
  names: readonly string[],
  name: string,
): Promise<number> {
  const isUser = (position: number): boolean => plans[position]?.uses.includes(name) === true;
  const users = all.filter((_, position) => isUser(position));
  if (users.length === 0) return 0;
  const without = await plansWith(
    whatIf,
    users,
    names.filter((other) => other !== name),
  );
  return (
    weighted(users, without) -
    weighted(
      users,
      plans.filter((_, position) => isUser(position)),
    )
  );
}

/** Part of the whole workload, or of one query, from which a gain is worth an index. */
const leastOfAll = 0.001;
const leastOfOne = 0.2;

const adviceOf = (
  all: readonly Known[],
  plans: readonly Planned[],
  indexes: readonly AdvisedIndex[],
  incomplete: readonly string[],
): Advice => ({
  indexes: indexes.toSorted((a, b) => b.gain - a.gain),
  bytes: indexes.reduce((sum, { bytes }) => sum + bytes, 0),
  queries: all.map(({ query, base, plan }, at) => ({
    name: query.name,
    before: base,
    after: plans[at]?.cost ?? base,
    plans: { before: plan, after: plans[at]?.plan ?? plan },
  })),
  incomplete,
});

interface Planned {
  readonly cost: number;
  readonly plan: RawNode;
  readonly uses: readonly string[];
}

async function plansWith(
  whatIf: WhatIf,
  all: readonly Known[],
  names: readonly string[],
): Promise<readonly Planned[]> {
  await whatIf.enable(names);
  const plans: Planned[] = [];
  for (const { query, base, plan } of all) {
    const asked = await whatIf.explain(query);
    plans.push(asked.kind === 'plan' ? asked : { cost: base, plan, uses: [] });
  }
  return plans;
}

const weighted = (all: readonly Known[], plans: readonly Planned[]): number =>
  all.reduce((sum, { query }, at) => sum + query.weight * (plans[at]?.cost ?? 0), 0);
