import type { Coupling } from '../coupling/coupling.ts';
import type { Homes } from './homes.ts';

/**
 * Figures of a decomposition as the literature defines them, with a table for its class, a pair of tables that
 * anything ties for its edge, and a statement of an entry on a table for its call (from the context of the entry to
 * that of the table). Statements that nearly everything reaches are left out: readers list some of their callers only.
 *
 * SM, structural modularity. Jin, Liu, Cai, Kazman, Mo, Zheng: "Service Candidate Identification from Monolithic
 * Systems Based on Execution Traces", IEEE TSE 47(5), 2021 (online 2019), where it is SMQ; Kalia, Xiao, Krishna,
 * Sinha, Vukovic, Banerjee: "Mono2Micro", ESEC/FSE 2021. For M parts of m_i classes, with mu_i edges inside of part i
 * and sigma_ij between i and j:
 *   SM = 1/M * sum_i mu_i / m_i^2  -  1/(M(M-1)/2) * sum_{i<j} sigma_ij / (2 m_i m_j)        more is better
 * ICP, inter-partition call percentage. Kalia et al. 2021; c_ij are the calls from i to j:
 *   ICP = sum_{i != j} c_ij / sum_{i,j} c_ij                                                   less is better
 * IFN, interface number. Jin et al.; ifn_i are the classes of part i that other parts call:
 *   IFN = 1/M * sum_i ifn_i                                                                    less is better
 * NED, non-extreme distribution. Kalia et al. 2021; a part is not extreme with 5 to 20 classes:
 *   NED = sum_{i not extreme} m_i / sum_i m_i                                                  more is better
 * (Some papers print 1 - NED under the same name, of which less is better.)
 */
export interface Score {
  readonly sm: number;
  readonly icp: number;
  readonly ifn: number;
  readonly ned: number;
}

/** What a context adds to each figure. */
export interface ContextScore {
  /** mu_i / m_i^2. */
  readonly cohesion: number;
  /** Mean of sigma_ij / (2 m_i m_j) over the other contexts. */
  readonly coupling: number;
  /** Of the calls that start or end in it, those whose other end is elsewhere. */
  readonly icp: number;
  readonly ifn: number;
  readonly extreme: boolean;
}

interface Counts {
  readonly size: number;
  inside: number;
  readonly between: Map<string, number>;
  calls: number;
  crossing: number;
  readonly called: Set<string>;
}

const smallest = 5;
const largest = 20;

const isExtreme = (size: number): boolean => size < smallest || size > largest;

/** The figures of a cut, for each context by its id and in whole. */
export function scoresOf(
  coupling: Coupling,
  homes: Homes,
  contexts: readonly { readonly id: string; readonly tables: readonly string[] }[],
): { readonly whole: Score; readonly each: ReadonlyMap<string, ContextScore> } {
  const counts = new Map(contexts.map(({ id, tables }) => [id, emptyCounts(tables.length)]));
  countEdges(coupling, homes, counts);
  const calls = countCalls(coupling, homes, counts);
  const each = new Map([...counts].map(([id, own]) => [id, scoreOf(own, counts)]));
  const sum = (of: (score: ContextScore) => number): number =>
    [...each.values()].reduce((total, score) => total + of(score), 0);
  const all = counts.size;
  const tables = [...counts.values()].reduce((total, { size }) => total + size, 0);
  const usual = [...counts.values()].reduce((total, { size }) => total + (isExtreme(size) ? 0 : size), 0);
  return {
    // The mean over contexts of their mean to the others is the mean over pairs.
    whole: {
      sm: all === 0 ? 0 : sum(({ cohesion }) => cohesion) / all - sum(({ coupling: with_ }) => with_) / all,
      icp: calls.all === 0 ? 0 : calls.crossing / calls.all,
      ifn: all === 0 ? 0 : sum(({ ifn }) => ifn) / all,
      ned: tables === 0 ? 0 : usual / tables,
    },
    each,
  };
}

const emptyCounts = (size: number): Counts => ({
  size,
  inside: 0,
  between: new Map(),
  calls: 0,
  crossing: 0,
  called: new Set(),
});

function countEdges({ ties }: Coupling, { ofTable }: Homes, counts: ReadonlyMap<string, Counts>): void {
  const pairs = new Map(ties.map(({ a, b }) => [`${a}\n${b}`, [a, b] as const]));
  for (const [a, b] of pairs.values()) {
    const [one, other] = [ofTable.get(a) ?? '', ofTable.get(b) ?? ''];
    const [from, to] = [counts.get(one), counts.get(other)];
    if (from === undefined || to === undefined) continue;
    if (from === to) from.inside += 1;
    else {
      from.between.set(other, (from.between.get(other) ?? 0) + 1);
      to.between.set(one, (to.between.get(one) ?? 0) + 1);
    }
  }
}

function countCalls(
  { entries }: Coupling,
  { ofTable, ofEntry }: Homes,
  counts: ReadonlyMap<string, Counts>,
): { readonly all: number; readonly crossing: number } {
  const total = { all: 0, crossing: 0 };
  for (const { id, uses } of entries)
    for (const { table, reads, writes, everywhere } of uses) {
      if (everywhere) continue;
      const [from, to] = [counts.get(ofEntry.get(id) ?? ''), counts.get(ofTable.get(table) ?? '')];
      if (from === undefined || to === undefined) continue;
      const calls = reads + writes;
      total.all += calls;
      from.calls += calls;
      if (from === to) continue;
      total.crossing += calls;
      from.crossing += calls;
      to.calls += calls;
      to.crossing += calls;
      to.called.add(table);
    }
  return total;
}

function scoreOf(own: Counts, counts: ReadonlyMap<string, Counts>): ContextScore {
  const coupling = [...own.between].reduce(
    (sum, [other, edges]) => sum + edges / (2 * own.size * (counts.get(other)?.size ?? 1)),
    0,
  );
  return {
    cohesion: own.size === 0 ? 0 : own.inside / own.size ** 2,
    coupling: counts.size < 2 ? 0 : coupling / (counts.size - 1),
    icp: own.calls === 0 ? 0 : own.crossing / own.calls,
    ifn: own.called.size,
    extreme: isExtreme(own.size),
  };
}
