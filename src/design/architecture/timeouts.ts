import { derived } from '../../model/origin.ts';
import type { Flow } from '../../model/domain.ts';
import type { Quantity } from '../../model/origin.ts';
import { longestCall } from '../processes/limits.ts';
import { unitOf } from '../sizing/layout.ts';
import { hopsOf, percentileOf, waitingOf } from '../sizing/latency.ts';
import { workFor } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { flowsOf, waitedSteps } from '../sizing/work.ts';
import { foreignCalls, innerCalls, makerOf } from './calls.ts';

/** Timeouts in ms, each longer than all that its callee may wait for. */
export interface Timeouts {
  readonly database: Quantity;
  readonly cache: Quantity;
  readonly search: Quantity;
  readonly ofUnit: ReadonlyMap<string, Quantity>;
  /** How long a client has to wait at least, so that no request is worked on for nobody. */
  readonly client: Quantity;
}

const ms = (value: number, rule: string, ...from: readonly string[]): Quantity =>
  derived(Math.ceil(value / 100) * 100, 'ms', rule, from);

/** From the innermost call outwards: a caller that gives up first leaves work running for nobody. */
export function timeoutsOf(problem: Problem, option: SizedOption): Timeouts {
  const database = databaseTimeout(problem, option);
  const cache = derived(50, 'ms', 'a lookup that takes longer than the database would is given up', [
    'cache',
  ]);
  const search = derived(
    database.value,
    'ms',
    'no longer than the database, which answers lists and filters without it',
    ['search'],
  );
  const waits = waitsOf(problem, option);
  const ofUnit = new Map<string, Quantity>();
  const asked = option.search === undefined ? 0 : search.value;
  for (const { id } of option.units) unitTimeout(id, database.value, asked, waits, ofUnit);
  const longest = Math.max(0, ...[...ofUnit.values()].map(({ value }) => value));
  const client = ms(
    longest * 1.1 + 100,
    'the longest that the gateway waits, and a tenth more',
    `${longest} ms`,
  );
  return { database, cache, search, ofUnit, client };
}

function databaseTimeout(problem: Problem, option: SizedOption): Quantity {
  const waiting = waitingOf(option);
  const stores = new Set(option.databases.flatMap(({ id, replicas }) => [id, replicas?.id ?? id]));
  const slowest = workFor(problem, option.shape)
    .filter(({ interactive }) => interactive)
    .flatMap((work) =>
      hopsOf(problem, option, work, waiting).filter(({ container }) => stores.has(container)),
    )
    .reduce((most, hop) => Math.max(most, percentileOf(hop, 99) * 1000), 0);
  const wanted = Number.isFinite(slowest) ? Math.min(5000, Math.max(1000, slowest * 5)) : 5000;
  return ms(
    wanted,
    'five times the slowest p99, from 1 s to 5 s',
    Number.isFinite(slowest) ? `slowest p99 ${slowest.toPrecision(3)} ms` : 'the database is saturated',
  );
}

/** What one unit waits for in one request, one after the other. */
interface Waits {
  readonly unit: string;
  /** Transactions of its own database: calls in between end one. */
  transactions: number;
  /** Calls of foreign systems with their attempts and pauses, in ms. */
  foreign: number;
  /** Other services, once for each time they are asked. */
  readonly services: string[];
}

/** The waits of each operation whose answer is waited for, by the unit where they happen. */
function waitsOf(problem: Problem, option: SizedOption): readonly Waits[] {
  const { layout } = option.streams;
  const maker = makerOf(problem, option);
  const walk = stepWalk(problem, option);
  return problem.domain.operations
    .filter(({ longRunning }) => !longRunning)
    .flatMap((operation) => {
      const asked = unitOf(layout, operation.context)?.id ?? 'api';
      const byUnit = new Map<string, Waits>();
      for (const flow of flowsOf(problem.domain, operation)) {
        // Calls between services are those of the flow's own context, even where another unit was asked.
        const own = unitOf(layout, flow.context)?.id ?? asked;
        for (const unit of new Set([maker(asked, flow.context), own])) {
          const waits = byUnit.get(unit) ?? { unit, transactions: 0, foreign: 0, services: [] };
          byUnit.set(unit, waits);
          walk(flow, waits);
        }
      }
      return [...byUnit.values()];
    });
}

/**
 * Adds the steps of a flow up to its first event. Foreign calls that are done from a queue hold nobody; another service is
 * asked over the same connection by a request and by a queue, which has one limit, so that its time always counts.
 */
function stepWalk(problem: Problem, option: SizedOption): (flow: Flow, waits: Waits) => void {
  const foreign = foreignCalls(problem, option).filter(({ waited }) => waited);
  const inner = innerCalls(problem, option).filter(({ waited }) => waited);
  return (flow, waits) => {
    let isOpen = false;
    let isQueued = false;
    for (const { kind, at } of waitedSteps(flow, false)) {
      const to = unitOf(option.streams.layout, at)?.id;
      const call = foreign.find(
        ({ from, integration }) => from === waits.unit && at === `integration:${integration}`,
      );
      const service = inner.find((each) => each.from === waits.unit && each.to === to);
      if (kind === 'remote') {
        waits.foreign += call === undefined ? 0 : longestCall(call);
        isOpen = false;
        isQueued ||= option.shape.asyncCheckout;
      } else if (service !== undefined) {
        waits.services.push(service.to);
        isOpen = false;
      } else if (!isOpen && !isQueued && to === waits.unit) {
        waits.transactions++;
        isOpen = true;
      }
    }
  };
}

/** The most that any request needs of a unit, and a tenth more; a request reads or writes its database at least once. */
function unitTimeout(
  id: string,
  database: number,
  search: number,
  waits: readonly Waits[],
  known: Map<string, Quantity>,
): number {
  const before = known.get(id);
  if (before !== undefined) return before.value;
  const needs = waits
    .filter(({ unit }) => unit === id)
    .map(({ transactions, foreign, services }) => ({
      own: database * Math.max(1, transactions),
      foreign,
      others: services.reduce((sum, to) => sum + unitTimeout(to, database, search, waits, known), 0),
    }));
  const [most = { own: database, foreign: 0, others: 0 }] = needs.toSorted((a, b) => total(b) - total(a));
  const value = ms(
    (total(most) + search) * 1.1 + 100,
    'all calls it waits for in one request, with their attempts and the pauses between them, and a tenth more',
    `database ${most.own} ms`,
    `foreign systems ${most.foreign} ms`,
    `other services ${most.others} ms`,
    ...(search === 0 ? [] : [`search ${search} ms`]),
  );
  known.set(id, value);
  return value.value;
}

const total = (need: { readonly own: number; readonly foreign: number; readonly others: number }): number =>
  need.own + need.foreign + need.others;
