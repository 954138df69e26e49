import type { Asked, Built, WhatIf } from '../indexes/what-if.ts';
import type { Rung } from '../production/rung.ts';
import type { WrittenQuery } from '../queries/read-queries.ts';
import type { Offer } from './rule.ts';

/** What the planner thinks of an offer, at the size of production. Costs are planner units. */
export type Gain =
  | { readonly kind: 'gain'; readonly before: number; readonly after: number; readonly index?: string }
  | { readonly kind: 'none'; readonly before: number; readonly after: number; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Where offers are planned; an index is made once, however many offers name it. */
export interface Planner {
  readonly whatIf: WhatIf;
  readonly rung: Rung;
  readonly built: Map<string, Built>;
}

/** Below this part of the cost a plan counts as better: estimates of equal work differ by less. */
const better = 0.9;

/** Plans both. An index is only taken along when the rewrite needs it and gains by it more than the query itself. */
export async function gainOf(planner: Planner, query: WrittenQuery, offer: Offer): Promise<Gain> {
  const { whatIf, rung } = planner;
  if (offer.kind === 'none' || offer.kind === 'answer') return { kind: 'gain', before: 0, after: 0 };
  if (rung.kind === 'schema')
    return { kind: 'unknown', why: 'without statistics no plan is better than another' };
  const before = await whatIf.explain(query);
  if (before.kind === 'failed') return { kind: 'unknown', why: before.why };
  const sql = offer.kind === 'index' ? query.sql : offer.kind === 'pages' ? offer.page.sql : offer.sql;
  const index = offer.kind === 'pages' ? offer.page.index : offer.kind === 'same' ? undefined : offer.index;
  const other = { sql, parameters: /\$\d/.test(sql) };
  const after = await whatIf.explain(other);
  if (after.kind === 'failed') return { kind: 'unknown', why: after.why };
  if (offer.kind === 'same')
    return after.cost <= before.cost * 1.01 ? gain(before, after) : dearer(before, after);
  if (offer.kind !== 'index' && after.cost < before.cost * better) return gain(before, after);
  if (index === undefined) return dearer(before, after);
  return withIndex(planner, query, other, offer, { before, after, index });
}

type Plan = Extract<Asked, { kind: 'plan' }>;

const gain = (before: Plan, after: Plan): Gain => ({ kind: 'gain', before: before.cost, after: after.cost });
const dearer = (before: Plan, after: Plan): Gain => ({
  kind: 'none',
  before: before.cost,
  after: after.cost,
  why: 'the plan gets no better by it',
});

async function withIndex(
  { whatIf, built: known }: Planner,
  query: WrittenQuery,
  other: { readonly sql: string; readonly parameters: boolean },
  offer: Offer,
  { before, after, index }: { readonly before: Plan; readonly after: Plan; readonly index: string },
): Promise<Gain> {
  const built = known.get(index) ?? (await whatIf.build([index.replace(/^create index /i, '')]))[0];
  if (built !== undefined) known.set(index, built);
  if (built?.kind !== 'built') return { kind: 'unknown', why: built?.why ?? 'the index was not made' };
  await whatIf.enable([built.name]);
  const [with1, with2] = [await whatIf.explain(query), await whatIf.explain(other)];
  await whatIf.enable([]);
  if (with1.kind === 'failed' || with2.kind === 'failed') return dearer(before, after);
  const least = offer.kind === 'index' ? before.cost : Math.min(before.cost, with1.cost);
  return with2.cost < least * better && with2.uses.includes(built.name)
    ? { kind: 'gain', before: before.cost, after: with2.cost, index }
    : dearer(before, with2);
}
