import type { Criterion, OptionShape } from '../../model/decision.ts';
import { derived } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import { plain } from '../quantities.ts';
import { utilisation } from '../sizing/latency.ts';
import { serverConnections } from '../sizing/poolers.ts';
import type { Problem } from '../sizing/problem.ts';
import type { Pressure, SizedOption, SizedTier } from '../sizing/sized.ts';

/** The part of the machines that is nearest to its end. */
export function mostPressed({ pressures }: SizedOption): Pressure {
  return pressures
    .filter(({ final }) => final)
    .reduce((most, next) => (next.ratio > most.ratio ? next : most), {
      what: 'nothing',
      ratio: 0,
      final: true,
      change: 'nothing',
    });
}

/** How many times the peak the machines could be extended to carry, against the growth asked for. */
export function headroomCriterion(factor: number, bottleneck: string): Criterion {
  const limit = figure('growthHeadroom');
  const met = factor >= limit.value;
  const value = derived(factor, 'x', 'load at which a part has no larger size, against the peak', [
    bottleneck,
  ]);
  return {
    id: 'headroom',
    words: met
      ? `the peak may grow ${quantityText(limit)} without a new kind of part`
      : `${bottleneck} ends at ${plain(factor)} times the peak, below the ${quantityText(limit)} growth asked for`,
    met,
    value,
    limit,
  };
}

export function throughputCriteria(problem: Problem, factor: number, arrival: number): readonly Criterion[] {
  return problem.objectives.flatMap(({ id, throughput }) => {
    if (throughput === undefined) return [];
    const value = derived(factor * arrival, 'requests/s', 'ceiling of the machines', [
      `${plain(factor)} × peak`,
    ]);
    const met = value.value >= throughput.value;
    return [
      {
        id: `throughput/${id}`,
        words: met
          ? `carries at least ${quantityText(throughput)}`
          : `carries ${quantityText(value)}, below ${quantityText(throughput)}`,
        met,
        value,
        limit: throughput,
      },
    ];
  });
}

/** Tiers of which one machine may be lost, each with its slowdown. */
export function redundantTiers(option: SizedOption): readonly SizedTier[] {
  return [...option.units, ...(option.worker === undefined ? [] : [option.worker])].filter(
    ({ instances }) => instances > 1,
  );
}

/** At peak, with one application instance lost, the others stay below the limit. */
export function oneDownCriterion(option: SizedOption): Criterion {
  const limit = figure('oneDownUtilisation');
  const tiers = redundantTiers(option).map((tier) => ({ id: tier.id, value: utilisation(tier, 1) }));
  const worst = tiers.toSorted((a, b) => b.value - a.value)[0];
  const value = derived(
    worst?.value ?? 0,
    'ratio',
    'busy cores / cores of the instances left',
    worst === undefined ? ['one instance; its loss is counted as downtime'] : [worst.id],
  );
  const met = value.value <= limit.value + 1e-9;
  return {
    id: 'one-instance-down',
    words: met
      ? `with one instance lost the others stay below ${quantityText(limit)}`
      : `with one instance lost ${worst?.id ?? ''} is ${quantityText(value)} busy`,
    met,
    value,
    limit,
  };
}

/** The largest table that is in one piece, at the end of the planning horizon. */
export function tableCriterion({ volumes }: Problem, { partitioning }: OptionShape): Criterion {
  const limit = figure('tableRows');
  const largest = largestTables({ volumes })[0];
  const years = valueOf('planningYears');
  const value = derived(
    partitioning ? Math.min(limit.value, largest?.rows ?? 0) : (largest?.rows ?? 0),
    'rows',
    partitioning ? 'rows of one partition' : `rows of the largest table in ${years} years`,
    [largest?.entity ?? 'no table'],
  );
  const met = partitioning || !needsPartitions({ volumes });
  return {
    id: 'table-size',
    words: met
      ? `no table in one piece outgrows ${quantityText(limit)} in ${years} years`
      : `${largest?.entity ?? 'a table'} has ${quantityText(value)} in ${years} years, above ${quantityText(limit)}, or too many bytes`,
    met,
    value,
    limit,
  };
}

const tooLarge = ({ rows, bytes }: Problem['volumes'][number]): boolean =>
  rows > valueOf('tableRows') || bytes > valueOf('tableBytes');

export const largestTables = ({ volumes }: Pick<Problem, 'volumes'>): Problem['volumes'] =>
  volumes.toSorted((a, b) => b.rows - a.rows);

export const needsPartitions = ({ volumes }: Pick<Problem, 'volumes'>): boolean => volumes.some(tooLarge);

/** Calls to each foreign system against the rate one client may expect to be let in with. */
export function integrationCriteria(option: SizedOption): readonly Criterion[] {
  const accepted = figure('integrationRate');
  const waitedPart = valueOf('integrationUse');
  return [...option.streams.integrations].map(([id, { waited, queued }]) => {
    const limit =
      waited > 0
        ? derived(
            accepted.value * waitedPart,
            'requests/s',
            'part of the accepted rate that may be waited for',
            [
              `${quantityText(accepted)} accepted from one client (default)`,
              `${plain(waitedPart * 100)} %: arrivals are uneven`,
            ],
          )
        : accepted;
    const value = derived(waited + queued, 'requests/s', 'calls of all flows', [
      waited > 0 ? 'at peak: somebody waits' : 'on average: a queue smooths the peak',
    ]);
    const met = value.value <= limit.value;
    return {
      id: `integration/${id}`,
      words: met
        ? `${id} is called at most ${quantityText(limit)}`
        : `${id} is called ${quantityText(value)}, above ${quantityText(limit)}`,
      met,
      value,
      limit,
    };
  });
}

/** Background work must not slow the process that answers people. */
export function isolationCriterion(option: SizedOption): Criterion {
  const limit = figure('backgroundCores');
  const worst = option.units
    .map(({ id, background, instances }) => ({ id, share: background / instances }))
    .toSorted((a, b) => b.share - a.share)[0];
  const value = derived(worst?.share ?? 0, 'vCPU', 'busy cores of background work in one process', [
    option.worker === undefined ? (worst?.id ?? 'none') : 'background work runs in the worker',
  ]);
  const met = value.value <= limit.value;
  return {
    id: 'isolation',
    words: met
      ? `background work takes at most ${quantityText(limit)} of a process that answers people`
      : `background work takes ${quantityText(value)} of each ${worst?.id ?? 'process'} instance, above ${quantityText(limit)}`,
    met,
    value,
    limit,
  };
}

/** Connections of all pools on the database that has most, against what its server accepts. */
export function connectionCriterion(problem: Problem, option: SizedOption): Criterion {
  const servers = option.databases.flatMap((database) =>
    serverConnections(problem, option, database).map(({ id, released, shared, reserved, accepted }) => ({
      id,
      opened: (database.pooler === undefined ? released : shared) + reserved,
      accepted,
    })),
  );
  const worst = servers.toSorted((a, b) => b.opened / b.accepted - a.opened / a.accepted)[0];
  const limit = derived(worst?.accepted ?? 0, 'connections', 'max_connections by cores, without a pooler', [
    worst?.id ?? 'no database',
  ]);
  const value = derived(
    worst?.opened ?? 0,
    'connections',
    'pools with one instance more of each tier, and the reserve',
    [worst?.id ?? 'no database'],
  );
  const met = value.value <= limit.value;
  return {
    id: 'connections',
    words: met
      ? `pools open at most ${quantityText(limit)} on a database`
      : `pools open ${quantityText(value)} on ${worst?.id ?? 'a database'}, above ${quantityText(limit)}: a pooler would have to stand in front`,
    met,
    value,
    limit,
  };
}
