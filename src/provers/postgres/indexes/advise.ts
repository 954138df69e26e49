import { candidateSql, grownFrom, seedsOf } from './candidates.ts';
import type { Candidate, FactsOf } from './candidates.ts';
import { demandsOf } from './demands.ts';
import type { Demand } from './demands.ts';
import { upkeepOf, writtenBy } from './upkeep.ts';
import { askAlone, askTogether } from './ways.ts';
import type { Known, Possible, WorkloadQuery } from './ways.ts';
import type { WhatIf } from './what-if.ts';
import { adviseWithin } from './within-budget.ts';
import type { Advice } from './within-budget.ts';

/** What the advisor must know of the database beside its plans. */
export interface Surroundings {
  readonly factsOf: FactsOf;
  /** Columns of each existing index of a table (`schema.table`). */
  readonly indexed: (table: string) => readonly (readonly string[])[];
  readonly randomPageCost: number;
  /** Rows from which an index of a table can matter. */
  readonly isLarge: (demand: Demand) => boolean;
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
  const upkeep = made.all().map((each) => upkeepOf(each, written, around.indexed, around.randomPageCost));
  return {
    within: (budget) => adviseWithin(whatIf, all, made.all(), upkeep, budget, incomplete),
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
