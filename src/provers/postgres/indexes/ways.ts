import { mayServe } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import type { Demand } from './demands.ts';
import type { RawNode } from '../explain.ts';
import type { Explainable, WhatIf } from './what-if.ts';

/** A query of the workload; the weight says how often it runs, relative to the others. */
export interface WorkloadQuery extends Explainable {
  readonly name: string;
  readonly weight: number;
}

/** A candidate that PostgreSQL made. */
export interface Possible {
  readonly candidate: Candidate;
  readonly name: string;
  readonly bytes: number;
  readonly height: number;
}

/** What is known of a query: its cost without any candidate, and with each set of candidates that a plan used. */
export interface Known {
  readonly query: WorkloadQuery;
  readonly base: number;
  readonly plan: RawNode;
  /** Of the tables for which an index can matter. */
  readonly demands: readonly Demand[];
  /** By the names of the candidates the plan used, joined; at least two plans may use the same. */
  readonly ways: Map<string, { readonly uses: readonly string[]; readonly cost: number }>;
}

/** Part of a query's cost from which a gain counts: below it is the rounding of costs. */
const least = 1e-6;

/** Asks once, with what is switched on, and keeps the answer. */
export async function ask(whatIf: WhatIf, known: Known): Promise<readonly string[]> {
  const asked = await whatIf.explain(known.query);
  if (asked.kind === 'failed' || asked.uses.length === 0) return [];
  if (asked.cost > known.base * (1 - least)) return [];
  const key = asked.uses.join();
  const before = known.ways.get(key);
  if (before === undefined || asked.cost < before.cost)
    known.ways.set(key, { uses: asked.uses, cost: asked.cost });
  return asked.uses;
}

/** The queries whose plan a candidate could change. */
export const readersOf = (all: readonly Known[], candidate: Candidate): readonly Known[] =>
  all.filter(({ demands }) => demands.some((demand) => mayServe(candidate, demand)));

/** Each candidate by itself. */
export async function askAlone(
  whatIf: WhatIf,
  all: readonly Known[],
  candidates: readonly Possible[],
): Promise<void> {
  for (const { candidate, name } of candidates) {
    const readers = readersOf(all, candidate);
    if (readers.length === 0) continue;
    await whatIf.enable([name]);
    for (const known of readers) await ask(whatIf, known);
  }
}

/** Most times one query is asked about its candidates together. */
const mostTogether = 24;

/**
 * All candidates that help a query alone, together: what the planner takes of them, then what it takes in place of
 * each of these. So indexes that only pay together, and the next best of the best, are known too.
 */
export async function askTogether(whatIf: WhatIf, known: Known): Promise<void> {
  const useful = [...new Set([...known.ways.values()].flatMap(({ uses }) => uses))].sort();
  if (useful.length < 2) return;
  const open: (readonly string[])[] = [useful];
  const seen = new Set<string>();
  for (let asked = 0; asked < mostTogether; asked++) {
    const on = open.shift();
    if (on === undefined) return;
    await whatIf.enable(on);
    const uses = await ask(whatIf, known);
    for (const used of uses) {
      const without = on.filter((name) => name !== used);
      if (without.length === 0 || seen.has(without.join())) continue;
      seen.add(without.join());
      open.push(without);
    }
  }
}
