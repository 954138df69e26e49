import type { ServiceLevel } from '../../artifacts/service-levels.ts';
import { product, sum } from '../../model/amounts.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { section, table, warning } from '../blocks.ts';
import type { Cell, Section } from '../deliverable.ts';

/** Seconds of the short window of the fastest page, and its pace: SRE workbook, chapter 5, table 5-8. */
const shortWindow = 300;
const fastest = 14.4;

/** Bad requests below which a page says little: a single client that retries can cause them. */
const few = 10;

interface Budget {
  readonly level: ServiceLevel;
  readonly what: string;
  readonly allowed: number;
  readonly requests: Quantity;
  /** Bad requests within the short window that wake somebody. */
  readonly fires: Quantity;
}

/** What each objective allows, and how many bad requests within five minutes wake somebody. */
export function errorBudgets(backend: Backend, levels: readonly ServiceLevel[]): Section | undefined {
  const budgets = levels.flatMap((level) => budgetsOf(backend, level));
  const quiet = budgets.filter(({ fires }) => fires.value < few);
  return section(
    { id: 'error-budgets', title: 'Error budgets' },
    table(
      ['objective', 'bad is', 'budget', 'requests in 5 min', 'bad ones in 5 min that page'],
      budgets.map(({ level, what, allowed, requests, fires }): readonly Cell[] => [
        level.id,
        what,
        derived(allowed, 'ratio', '1 − objective', [level.id]),
        requests,
        fires,
      ]),
    ),
    quiet.length === 0
      ? undefined
      : warning(
          `${quiet.map(({ level, what }) => `${level.id} (${what})`).join(', ')}: fewer than ${few} bad requests in five minutes page. Add artificial traffic, judge it together with other operations, or give it a longer short window (SRE workbook, chapter 5, low-traffic services).`,
        ),
  );
}

function budgetsOf(backend: Backend, level: ServiceLevel): readonly Budget[] {
  const rates = backend.load.rates.filter(({ workload, operation }) =>
    level.endpoints.length === 0
      ? backend.load.workloads.find(({ id }) => id === workload)?.every === undefined
      : level.endpoints.some((endpoint) => endpoint.operation === operation),
  );
  if (rates.length === 0) return [];
  const mean = sum(
    rates.map((rate) => [rate.workload, rate.mean]),
    'requests/s',
    'sum over workloads',
  );
  const requests = product([['mean', mean]], 'count', 'mean of the busiest hour × 300 s', shortWindow);
  const of = (what: string, allowed: number): readonly Budget[] =>
    fastest * allowed >= 1
      ? []
      : [
          {
            level,
            what,
            allowed,
            requests,
            fires: product([['requests', requests]], 'count', 'requests × 14.4 × budget', fastest * allowed),
          },
        ];
  return [
    ...(level.availability === undefined ? [] : of('an error of ours', 1 - level.availability)),
    ...(level.latency === undefined
      ? []
      : of(`slower than ${level.latency.limitMs} ms`, 1 - level.latency.percentile / 100)),
  ];
}
