import { candidateSql, grownFrom, seedsOf } from './candidates.ts';
import type { Candidate, FactsOf } from './candidates.ts';
import { demandsOf } from './demands.ts';
import type { Demand } from './demands.ts';
import { chooseIndexes } from './search.ts';
import { upkeepOf, writtenBy } from './upkeep.ts';
import type { Written } from './upkeep.ts';
import { ask, askAlone, askTogether } from './ways.ts';
import type { Known, Possible, WorkloadQuery } from './ways.ts';
import type { WhatIf } from './what-if.ts';

/** What the advisor must know of the database beside its plans. */
export interface Surroundings {
  readonly factsOf: FactsOf;
  /** Columns of each existing index of a table (`schema.table`). */
  readonly indexed: (table: string) => readonly (readonly string[])[];
  readonly randomPageCost: number;
  /** Rows from which an index of a table can matter. */
  readonly isLarge: (demand: Demand) => boolean;
}

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
  /** Cost of each query without and with the advice, unweighted. */
  readonly queries: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  readonly incomplete: readonly string[];
}

/** A workload whose candidates are known: one exploration answers every budget. */
export interface Explored {
  /** @param budget bytes */
  readonly within: (budget: number) => Promise<Advice>;
  readonly candidates: number;
}

/** Most candidates made for one workload; more are told as left out. */
const mostCandidates = 1500;
const growthRounds = 2;

/** Asks the planner about the workload with each candidate, alone and together, and grows what helps. */
export async function exploreIndexes(
  whatIf: WhatIf,
  workload: readonly WorkloadQuery[],
  around: Surroundings,
): Promise<Explored> {
  const incomplete: string[] = [];
  await whatIf.enable([]);
  const all: Known[] = [];
  for (const query of workload) {
    const asked = await whatIf.explain(query);
    if (asked.kind === 'failed') incomplete.push(`${query.name} has no plan: ${asked.why}`);
    else {
      const { cost: base, plan } = asked;
      all.push({ query, base, plan, demands: demandsOf(plan).filter(around.isLarge), ways: new Map() });
    }
  }
  const made = createMaker(whatIf, incomplete);
  let fresh = await made.add(
    all.flatMap(({ demands }) => demands).flatMap((demand) => seedsOf(demand, around.factsOf)),
  );
  await askAlone(whatIf, all, fresh);
  for (let round = 0; round < growthRounds && fresh.length > 0; round++) {
    const grown = all.flatMap((known) => {
      const parents = bestAlone(known, made.all());
      return parents.flatMap(({ candidate }) =>
        known.demands
          .filter(({ schema, table }) => schema === candidate.schema && table === candidate.table)
          .flatMap((demand) => grownFrom(candidate, demand, around.factsOf)),
      );
    });
    fresh = await made.add(grown);
    await askAlone(whatIf, all, fresh);
  }
  for (const known of all) await askTogether(whatIf, known);
  const written = (await Promise.all(all.map(writtenBy))).flat();
  return {
    within: (budget) => adviseWithin(whatIf, all, made.all(), written, around, budget, incomplete),
    candidates: made.all().length,
  };
}

/** Candidates of one query from which longer ones are grown: the cheapest alone, and those that gain most for their size. */
const mostParents = 6;

function bestAlone({ base, ways }: Known, possible: readonly Possible[]): readonly Possible[] {
  const alone = possible.flatMap((each) => {
    const way = ways.get(each.name);
    return way === undefined ? [] : [{ each, cost: way.cost, rate: (base - way.cost) / each.bytes }];
  });
  const cheapest = alone.toSorted((a, b) => a.cost - b.cost).slice(0, mostParents);
  const smallest = alone.toSorted((a, b) => b.rate - a.rate).slice(0, mostParents);
  return [...new Set([...cheapest, ...smallest].map(({ each }) => each))];
}

interface Maker {
  /** Makes what does not exist yet; gives what was made. */
  readonly add: (candidates: readonly Candidate[]) => Promise<readonly Possible[]>;
  readonly all: () => readonly Possible[];
}

function createMaker(whatIf: WhatIf, incomplete: string[]): Maker {
  const seen = new Set<string>();
  const possible: Possible[] = [];
  return {
    all: () => possible,
    add: async (candidates) => {
      const fresh = [
        ...new Map(
          candidates
            .map((candidate) => [candidateSql(candidate), candidate] as const)
            .filter(([sql]) => !seen.has(sql)),
        ),
      ];
      const left = fresh.splice(Math.max(0, mostCandidates - seen.size));
      if (left.length > 0) incomplete.push(`${left.length} further candidates were not tried`);
      for (const [sql] of fresh) seen.add(sql);
      const built = await whatIf.build(fresh.map(([sql]) => sql));
      const made = fresh.flatMap(([, candidate], at): readonly Possible[] => {
        const answer = built[at];
        if (answer === undefined || answer.kind === 'refused') return [];
        const { name, bytes, height } = answer;
        return [{ candidate, name, bytes, height }];
      });
      possible.push(...made);
      return made;
    },
  };
}

/** Times the choice is held against the planner and made again with what it answered. */
const mostVerifications = 8;

async function adviseWithin(
  whatIf: WhatIf,
  all: readonly Known[],
  possible: readonly Possible[],
  written: readonly Written[],
  around: Surroundings,
  budget: number,
  incomplete: readonly string[],
): Promise<Advice> {
  const position = new Map(possible.map(({ name }, at) => [name, at]));
  const upkeep = possible.map((each) => upkeepOf(each, written, around.indexed, around.randomPageCost));
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
  queries: all.map(({ query, base }, at) => ({
    name: query.name,
    before: base,
    after: plans[at]?.cost ?? base,
  })),
  incomplete,
});

interface Planned {
  readonly cost: number;
  readonly uses: readonly string[];
}

async function plansWith(
  whatIf: WhatIf,
  all: readonly Known[],
  names: readonly string[],
): Promise<readonly Planned[]> {
  await whatIf.enable(names);
  const plans: Planned[] = [];
  for (const { query, base } of all) {
    const asked = await whatIf.explain(query);
    plans.push(asked.kind === 'plan' ? asked : { cost: base, uses: [] });
  }
  return plans;
}

const weighted = (all: readonly Known[], plans: readonly Planned[]): number =>
  all.reduce((sum, { query }, at) => sum + query.weight * (plans[at]?.cost ?? 0), 0);
