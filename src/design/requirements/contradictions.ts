import type { Contradiction, Objective } from '../../model/brief.ts';
import type { Origin, Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { valueOf } from '../capacity/figures.ts';
import { pinnedSwitch } from '../options/exclusions.ts';
import type { ComparedOption, Comparison } from '../options/result.ts';
import { costLines } from '../sizing/cost.ts';
import { databaseRoom, largestDatabase, largestInstance } from '../sizing/machines.ts';
import { leastStaleness, objectiveFor } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import { unitOf } from '../sizing/layout.ts';
import { noStream } from '../sizing/streams.ts';
import type { Work } from '../sizing/work.ts';

/** Statements of the brief that only a sized design shows to be apart: each with the number that breaks it. */
export function designContradictions(comparison: Comparison): readonly Contradiction[] {
  const known = new Set(comparison.problem.brief.contradictions.map(({ id }) => id));
  return [
    ...budgetTooSmall(comparison),
    ...batchesTooLarge(comparison),
    ...strongButOld(comparison.problem),
    ...strongButCopied(comparison.problem),
  ].filter(({ id }) => !known.has(id));
}

const money = (value: number): string => quantityText({ value, unit: 'EUR/month' });
const seconds = (value: number): string => quantityText({ value, unit: 's' });
const missedBy = ({ criteria }: ComparedOption): readonly string[] =>
  criteria.flatMap(({ id, met, words }) => (met || id === 'budget' ? [] : [words]));

/** The least that a design costs which misses nothing else, or where all do, the least of any. */
function budgetTooSmall({ problem, options, chosen }: Comparison): readonly Contradiction[] {
  const { budget } = problem;
  if (budget === undefined || chosen.cost <= budget.value) return [];
  const open = options.filter(({ excluded }) => excluded === undefined).toSorted((a, b) => a.cost - b.cost);
  const [cheapest = chosen] = open;
  const enough = open.find((option) => missedBy(option).length === 0) ?? cheapest;
  if (enough.cost <= budget.value) return [];
  const parts = costLines(problem, enough.sized, 'value').toSorted((a, b) => b.cost - a.cost);
  const largest = parts.slice(0, 3).map(({ container, cost }) => `${container} ${money(cost)}`);
  const missed = missedBy(enough);
  return [
    {
      id: 'budget',
      what: `The budget is ${quantityText(budget)}; ${missed.length === 0 ? 'what meets everything else' : 'the cheapest design'} costs at least ${money(enough.cost)}.`,
      why: `${enough.title}: ${largest.join(', ')} ${parts.length > 3 ? 'are most of it' : ''}.${
        cheapest === enough
          ? ` Nothing that is allowed costs less${missed.length === 0 ? '' : `, and it misses ${missed.join('; ')}`}.`
          : ` The cheapest of all, ${cheapest.title}, costs ${money(cheapest.cost)} and misses ${missedBy(cheapest).join('; ')}.`
      }`.replaceAll(' .', '.'),
      ask: `Is ${money(enough.cost)} to be had, are your unit prices lower (constraints.prices), or which objective may be weaker?`,
      between: [budget.origin],
    },
  ];
}

/** What a batch asks of one kind of machine for each row, and how much of it there can be. */
interface Held {
  readonly what: string;
  readonly each: number;
  readonly most: number;
}

/**
 * A batch is held if its rows are done within its window on the largest machines there can be, beside the work of
 * people: rows × demand of one / what is left.
 */
function batchesTooLarge({ problem, chosen }: Comparison): readonly Contradiction[] {
  return problem.domain.workloads.flatMap((workload) => {
    const { id, every, batch } = workload;
    const work = problem.work.waiting.find((each) => each.workload === id);
    if (every === undefined || batch === undefined || work === undefined || work.peak <= 0) return [];
    const window = batch.value / work.peak;
    const slowest = heldBy(problem, chosen, work)
      .map((held) => ({ ...held, needed: (batch.value * held.each) / held.most }))
      .toSorted((a, b) => b.needed - a.needed)[0];
    if (slowest === undefined || slowest.needed <= window) return [];
    const { what, each, most, needed } = slowest;
    const rows = Math.floor((window * most) / each);
    const overlap = needed > every.value ? ', longer than the time between two runs' : '';
    return [
      {
        id: `batch-${id}`,
        what: `${id} has ${quantityText(batch)} every ${quantityText(every)}: that takes ${seconds(needed)}${overlap}; its window is ${seconds(window)}.`,
        why: `${quantityText(batch)} × ${each === 1 ? '1 call' : seconds(each)} = ${each === 1 ? quantityText({ value: batch.value, unit: 'count' }) : seconds(batch.value * each)} of ${what}, of which ${Number(most.toPrecision(3))} at a time are left for it. The window is a part of the time between two runs (default).`,
        ask: `May ${id} run less often, with at most ${quantityText({ value: rows, unit: 'rows' })} a run, or with ${Number((needed / window).toPrecision(2))} times less work a row (statements over many rows)?`,
        between: [batch.origin, every.origin],
      },
    ];
  });
}

function heldBy(problem: Problem, { sized }: ComparedOption, work: Work): readonly Held[] {
  const { streams, databases } = sized;
  const unit = unitOf(streams.layout, work.context);
  const primary = streams.primary.get(unit?.database ?? '') ?? noStream;
  const shards = databases.find(({ id }) => id === unit?.database)?.shards ?? 1;
  const others = Math.max(0, primary.demand - work.peak * work.database);
  const database = Math.max(
    0.01 * databaseRoom(largestDatabase),
    shards * databaseRoom(largestDatabase) - others,
  );
  const application = valueOf('mostInstances') * largestInstance * valueOf('applicationUtilisation');
  const calls = new Map<string, number>();
  for (const { integration } of work.remote) calls.set(integration, (calls.get(integration) ?? 0) + 1);
  return [
    { what: 'database CPU', each: work.database, most: database },
    { what: 'application CPU', each: work.cpu, most: application },
    ...[...calls].map(([id, count]) => ({
      what: `calls to ${id} a second`,
      each: count,
      most: valueOf('integrationRate') * valueOf('integrationUse'),
    })),
  ].filter(({ each }) => each > 0);
}

const isGiven = ({ origin }: { readonly origin: Origin }): boolean => origin.kind === 'given';

type Strong = Objective & Required<Pick<Objective, 'consistency'>>;

function strongFor({ objectives }: Problem, workload: string): Strong | undefined {
  const objective = objectiveFor(objectives, workload, 'consistency');
  return objective?.consistency.value === 'strong' && isGiven(objective.consistency) ? objective : undefined;
}

/** A read that is to be strongly consistent, by its own objective or the one for everywhere, and that may be old. */
function strongButOld(problem: Problem): readonly Contradiction[] {
  const { workloads, operations } = problem.domain;
  return workloads.flatMap(({ id, operation, staleness: own }) => {
    const objective = strongFor(problem, id);
    const staleness: Quantity | undefined =
      own ?? operations.find((each) => each.id === operation)?.staleness;
    if (objective === undefined || staleness === undefined || staleness.value <= 0 || !isGiven(staleness))
      return [];
    const where = objective.workload === '*' ? 'everywhere' : `of ${objective.workload}`;
    return [
      {
        id: `consistency-${id}`,
        what: `${id} (${operation}) accepts data that is ${quantityText(staleness)} old, and strong consistency is asked for ${where}.`,
        why: 'A read that may be old is not strongly consistent: it is served by the primary, and neither by a cache nor by a replica.',
        ask: `May ${id} show data that is ${quantityText(staleness)} old? Then give it an objective of its own: slos.${id}.consistency: eventual.`,
        between: [objective.consistency.origin, staleness.origin],
      },
    ];
  });
}

/** Replicas or a cache are demanded, and no read with a rate may come from them because all are strongly consistent. */
function strongButCopied(problem: Problem): readonly Contradiction[] {
  const { brief, staleness, work } = problem;
  const everywhere =
    strongFor(problem, '*') ??
    brief.objectives.map(({ workload }) => strongFor(problem, workload)).find((one) => one !== undefined);
  if (everywhere === undefined || [...staleness.values()].some((age) => age >= leastStaleness())) return [];
  if (!work.waiting.some(({ interactive, writes }) => interactive && !writes)) return [];
  const pins = (['replicas', 'cache'] as const).flatMap((key) => {
    const pinned = pinnedSwitch(brief.pins, key);
    return pinned?.wanted === true
      ? [{ key, wanted: `the decision on ${pinned.pin.topic}`, origin: pinned.pin.origin }]
      : [];
  });
  const { cache } = brief.constraints.must;
  const musts =
    cache === undefined || /^(none|no)$/.test(cache.value)
      ? []
      : [{ key: 'cache' as const, wanted: 'must.cache', origin: cache.origin }];
  return [...pins, ...musts].map(({ key, wanted, origin }) => ({
    id: `consistency-${key}`,
    what: `${wanted} asks for ${key === 'cache' ? 'a cache' : 'read replicas'}, and no read may come from ${key === 'cache' ? 'it' : 'them'}: strong consistency is asked for.`,
    why: `A ${key === 'cache' ? 'cache holds' : 'replica lags, by'} ${seconds(valueOf('replicationLag'))} or more${key === 'cache' ? ' old answers' : ''}; strongly consistent reads go to the primary, so that it would serve nothing.`,
    ask: `Which reads may be old, and how old (workloads.*.stale), or shall the ${key} go?`,
    between: [origin, everywhere.consistency.origin],
  }));
}
