import { derived } from '../../model/origin.ts';
import { longestBackOff } from '../../model/back-off.ts';
import type { Quantity } from '../../model/origin.ts';
import { hopsOf, percentileOf, waitingOf } from '../sizing/latency.ts';
import { workFor } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { foreignCalls, innerCalls } from './calls.ts';
import type { ForeignCall, InnerCall } from './calls.ts';

/** Timeouts in ms, each longer than all that its callee may wait for. */
export interface Timeouts {
  readonly database: Quantity;
  readonly cache: Quantity;
  readonly ofUnit: ReadonlyMap<string, Quantity>;
}

const ms = (value: number, rule: string, ...from: readonly string[]): Quantity =>
  derived(Math.ceil(value / 100) * 100, 'ms', rule, from);

/** From the innermost call outwards: a caller that gives up first leaves work running for nobody. */
export function timeoutsOf(problem: Problem, option: SizedOption): Timeouts {
  const database = databaseTimeout(problem, option);
  const cache = derived(50, 'ms', 'a lookup that takes longer than the database would is given up', [
    'cache',
  ]);
  const foreign = foreignCalls(problem, option);
  const inner = innerCalls(problem, option);
  const ofUnit = new Map<string, Quantity>();
  for (const { id } of option.units) unitTimeout(id, database, foreign, inner, ofUnit);
  return { database, cache, ofUnit };
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

/** Everything a unit may wait for in one request, one after the other, and a tenth more. */
function unitTimeout(
  id: string,
  database: Quantity,
  foreign: readonly ForeignCall[],
  inner: readonly InnerCall[],
  known: Map<string, Quantity>,
): number {
  const before = known.get(id);
  if (before !== undefined) return before.value;
  const remote = foreign
    .filter(({ from, waited }) => from === id && waited)
    .reduce((sum, { timeout, attempts }) => sum + timeout * attempts * 1000 + longestBackOff(attempts), 0);
  const others = inner
    .filter(({ from, waited }) => from === id && waited)
    .reduce((sum, { to }) => sum + unitTimeout(to, database, foreign, inner, known), 0);
  const value = ms(
    (database.value + remote + others) * 1.1 + 100,
    'all calls it waits for, with their attempts and the pauses between them, and a tenth more',
    `database ${database.value} ms`,
    `foreign systems ${remote} ms`,
    `other services ${others} ms`,
  );
  known.set(id, value);
  return value.value;
}
