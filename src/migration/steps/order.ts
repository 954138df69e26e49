import type { MigrationContext } from '../../model/migration.ts';
import { compareText } from '../../model/text.ts';
import { readTables, useOf } from './draft.ts';
import type { Groundwork } from './draft.ts';

/** Why a context has its place in the order. */
export interface ContextRank {
  readonly context: MigrationContext;
  readonly money: boolean;
  /** Entries of other contexts that write its tables. */
  readonly foreignWriters: number;
  /** Pairs of an entry and a table of which one is in it and the other is not. */
  readonly cutEdges: number;
}

/** Words by which a context is taken for one that moves money, unless it says so itself. */
const moneyWords =
  /pay|invoice|refund|charge|billing|checkout|order|ledger|balance|price|wallet|payout|subscription/i;

/**
 * The order in which contexts move, safest first: those that move no money before those that do; among them those that
 * nobody else writes into, then those with few cut edges, then small ones. Newman advises the same for a first
 * extraction (Monolith to Microservices, chapter 2: easy to take out and of use); equal ones go by id, so that the
 * same input gives the same plan.
 */
export const orderOf = (ground: Groundwork): readonly ContextRank[] =>
  ground.contexts
    .filter(({ stays }) => stays === undefined)
    .map((context) => rankOf(context, ground))
    .sort(
      (a, b) =>
        Number(a.money) - Number(b.money) ||
        a.foreignWriters - b.foreignWriters ||
        a.cutEdges - b.cutEdges ||
        a.context.tables.length - b.context.tables.length ||
        compareText(a.context.id, b.context.id),
    );

function rankOf(context: MigrationContext, { legacy }: Groundwork): ContextRank {
  const own = new Set(context.tables);
  const members = new Set(context.entries);
  const entries = [...Object.keys(legacy.endpoints), ...Object.keys(legacy.jobs)];
  let foreignWriters = 0;
  let cutEdges = 0;
  for (const entry of entries) {
    const use = useOf(legacy, entry);
    const touched = new Set([...readTables(use, legacy), ...use.writes]);
    const isOwn = members.has(entry);
    cutEdges += [...touched].filter((table) => own.has(table) !== isOwn).length;
    if (!isOwn && use.writes.some((table) => own.has(table))) foreignWriters += 1;
  }
  const words = [context.id, context.name, ...context.tables];
  return {
    context,
    money: context.money ?? words.some((word) => moneyWords.test(word)),
    foreignWriters,
    cutEdges,
  };
}
