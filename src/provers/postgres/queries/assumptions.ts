import type { PlannedQuery } from './plan-queries.ts';
import type { Reason, Reasons } from './reason.ts';

/** Columns nobody declared, on which the plans of queries rest: one, or those that change a plan only together. */
export interface Assumption {
  readonly columns: string;
  /** Where the query stands whose plan it changes most. */
  readonly line: number;
  readonly what: string;
}

interface Rests {
  readonly name: string;
  readonly line: number;
  readonly reason: Reason;
  /** How many times dearer or cheaper the other plan is, at least 1. */
  readonly factor: number;
}

const named = 3;

/** One for each column: first the one that decides most plans, then the one that changes a cost most. */
export function assumptionsOf(planned: readonly PlannedQuery[], reasons: Reasons): readonly Assumption[] {
  const columns = new Map<string, Map<string, Rests>>();
  for (const { query, plan } of planned)
    for (const reason of reasons.get(query.name) ?? []) {
      if (reason.kind !== 'undeclared') continue;
      const key = reason.columns.join(', ');
      const rests = columns.get(key) ?? new Map<string, Rests>();
      columns.set(key, rests);
      const factor = factorOf(plan.cost, reason.cost);
      const before = rests.get(query.name);
      if (before === undefined || factor > before.factor)
        rests.set(query.name, { name: query.name, line: query.line, reason, factor });
    }
  return [...columns.values()]
    .map((rests) => [...rests.values()].toSorted((one, other) => other.factor - one.factor))
    .toSorted((one, other) => other.length - one.length || (other[0]?.factor ?? 1) - (one[0]?.factor ?? 1))
    .flatMap((rests) => {
      const [most] = rests;
      if (most === undefined) return [];
      const { line, reason } = most;
      return [{ columns: columnsInWords(reason.columns), line, what: whatOf(most, rests) }];
    });
}

/** The first names, and how many more. */
function columnsInWords(columns: readonly string[]): string {
  const first = columns.slice(0, named).join(', ');
  return columns.length > named ? `${first} and ${columns.length - named} more` : first;
}

const factorOf = (one: number, other: number): number => {
  const [less, more] = one < other ? [one, other] : [other, one];
  return less > 0 ? more / less : 1;
};

function whatOf({ name, reason }: Rests, rests: readonly Rests[]): string {
  const { changed, instead } = reason;
  const first = `The plan of ${name} rests on an assumption: ${changed} it would be ${instead}.`;
  if (rests.length === 1) return first;
  const others = rests.slice(1, named).map((each) => each.name);
  const more = rests.length - 1 - others.length;
  return `${rests.length} plans rest on it: ${[name, ...others].join(', ')}${more > 0 ? ` and ${more} more` : ''}. ${first}`;
}
