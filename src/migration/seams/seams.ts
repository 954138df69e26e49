import { compareText } from '../../model/text.ts';
import type { Coupling } from '../coupling/coupling.ts';
import { crossingsOf } from './crossings.ts';
import type { Crossing } from './crossings.ts';
import { cut } from './cut.ts';
import { homesOf } from './homes.ts';
import type { Homes } from './homes.ts';
import { namesOf } from './names.ts';
import { scoresOf } from './scores.ts';
import type { ContextScore, Score } from './scores.ts';
import { contradictionsOf } from './wishes.ts';
import type { Wishes } from './wishes.ts';

/** A candidate for a bounded context: tables that one owner could have alone, and the entries that would go with them. */
export interface CandidateContext {
  /** Its name as an anchor; unique. */
  readonly id: string;
  readonly name: string;
  readonly tables: readonly string[];
  /** Ids of endpoints and jobs, in order. */
  readonly entries: readonly string[];
  readonly score: ContextScore;
  /** Decided by a person in part: it holds tables that were wanted together. */
  readonly pinned: boolean;
}

/** Where a backend could be cut, and what the cut goes through. */
export interface Seams {
  readonly kind: 'cut';
  /** Those with most tables first, then by name. */
  readonly contexts: readonly CandidateContext[];
  readonly crossings: readonly Crossing[];
  readonly score: Score;
  /** Tables that statements touch which nearly everything reaches; those tie nothing and are not among the crossings. */
  readonly everywhere: readonly string[];
  /** Tables that no statement and no key names: nothing says where they belong. */
  readonly untied: readonly string[];
}

/** Wishes that cannot be fulfilled together; nothing was cut. */
export interface Contradictory {
  readonly kind: 'contradictory';
  readonly contradictions: readonly string[];
}

/**
 * Cuts the tables into candidate contexts so that least goes across: transactions count most, then writes, then keys
 * and joint use (`kindWeights`), each over what chance would put there; how many contexts there are the ties decide.
 * The same coupling gives the same cut, in whatever order it is given and whatever the tables are called.
 */
export function seamsOf(coupling: Coupling, wishes: Wishes): Seams | Contradictory {
  const contradictions = contradictionsOf(wishes, new Set(coupling.tables));
  if (contradictions.length > 0) return { kind: 'contradictory', contradictions };
  const named = new Set([
    ...coupling.entries.flatMap(({ uses }) => uses.map(({ table }) => table)),
    ...coupling.ties.flatMap(({ a, b }) => [a, b]),
    ...wishes.together.flatMap(({ tables }) => tables),
  ]);
  const drafts = cut(coupling, wishes).filter((tables) => tables.some((table) => named.has(table)));
  const { contexts, homes } = namedContexts(coupling, wishes, drafts);
  const { whole, each } = scoresOf(coupling, homes, contexts);
  return {
    kind: 'cut',
    contexts: contexts.flatMap((context) => {
      const score = each.get(context.id);
      return score === undefined ? [] : [{ ...context, score }];
    }),
    crossings: crossingsOf(coupling, homes),
    score: whole,
    everywhere: coupling.everywhere,
    untied: coupling.tables.filter((table) => !named.has(table)),
  };
}

type Unscored = Omit<CandidateContext, 'score'>;

function namedContexts(
  coupling: Coupling,
  { together }: Wishes,
  drafts: readonly (readonly string[])[],
): { readonly contexts: readonly Unscored[]; readonly homes: Homes } {
  const sorted = drafts.toSorted(
    (one, other) => other.length - one.length || compareText(one[0] ?? '', other[0] ?? ''),
  );
  const numbered = sorted.map((tables, at) => ({ id: String(at), tables }));
  const { ofTable, ofEntry } = homesOf(coupling, numbered);
  const outside = coupling.entries.filter(({ kind }) => kind !== 'code');
  const held = new Map<string, string[]>(numbered.map(({ id }) => [id, []]));
  for (const { id } of outside) held.get(ofEntry.get(id) ?? '')?.push(id);
  const cuts = numbered.map(({ id, tables }) => ({ tables, entries: held.get(id) ?? [] }));
  const given = cuts.map(({ tables }) =>
    together.filter((group) => group.tables.some((table) => tables.includes(table))),
  );
  const names = namesOf(coupling, cuts).map(
    (name, at) => given[at]?.find((group) => group.name !== undefined)?.name ?? name,
  );
  const ids = uniqueIds(names);
  const renamed = (homes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map([...homes].map(([key, number]) => [key, ids[Number(number)] ?? '']));
  return {
    contexts: cuts.map((one, at) => ({
      ...one,
      id: ids[at] ?? '',
      name: names[at] ?? '',
      pinned: (given[at]?.length ?? 0) > 0,
    })),
    homes: { ofTable: renamed(ofTable), ofEntry: renamed(ofEntry) },
  };
}

function uniqueIds(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const wish =
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '') || 'context';
    let id = wish;
    for (let next = 2; taken.has(id); next += 1) id = `${wish}-${next}`;
    taken.add(id);
    return id;
  });
}
