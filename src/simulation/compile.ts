import type { Network, NetworkOperation, NetworkStation, Source } from '../model/network.ts';
import { newCache } from './cache-state.ts';
import type { CacheState } from './cache-state.ts';
import type { CallSite } from './call-site.ts';
import { compileSteps } from './compile-steps.ts';
import type { Compilation } from './compile-steps.ts';
import { histogram } from './histogram.ts';
import { newPool } from './pool-state.ts';
import type { PoolState } from './pool-state.ts';
import { bind, emit, failureScope, here, programBuilder, writeDeferred } from './program-builder.ts';
import { op } from './program.ts';
import type { Instruction } from './program.ts';
import { timeDistribution } from './random-time.ts';
import type { SourceState } from './run.ts';
import { newStation } from './station-state.ts';
import type { StationState } from './station-state.ts';

/** A network made ready to run: the steps of all operations and sources as one list of instructions. */
export interface CompiledNetwork {
  readonly program: readonly Instruction[];
  readonly stations: readonly StationState[];
  readonly pools: readonly PoolState[];
  readonly caches: readonly CacheState[];
  readonly sites: readonly CallSite[];
  readonly sources: readonly SourceState[];
}

/** Throws when a step names what does not exist, or operations call each other in a circle. */
export function compileNetwork(network: Network): CompiledNetwork {
  refuseCircles(network.operations);
  const ranks = prioritiesOf(network);
  const stations = network.stations.map((station) => newStation(station, isPlain(network, station)));
  const pools = network.pools.map((pool) => newPool(pool, ranks.length));
  const caches = network.caches.map(newCache);
  const to: Compilation = {
    builder: programBuilder(),
    station: byName('station', stations),
    pool: byName('pool', pools),
    cache: byName('cache', caches),
    sites: [],
  };
  const entries = new Map(
    network.operations.map((operation) => [operation.id, compileOperation(to, operation)]),
  );
  const sources = network.sources.map((source, index) =>
    newSource(source, index, compileSource(to, source), ranks.indexOf(source.priority)),
  );
  for (const site of to.sites) {
    const entry = entries.get(site.operation);
    if (entry === undefined) throw unknown('operation', site.operation);
    site.entry = entry;
  }
  return { program: to.builder.program, stations, pools, caches, sites: to.sites, sources };
}

/** Distinct priorities, the highest first. */
export const prioritiesOf = (network: Network): readonly number[] =>
  [...new Set(network.sources.map((source) => source.priority))].toSorted((a, b) => b - a);

function isPlain(network: Network, station: NetworkStation): boolean {
  const isDisturbed = network.disturbances.some((it) => 'station' in it && it.station === station.id);
  const isScaled = network.autoscalers.some((it) => it.station === station.id);
  return (
    !isDisturbed &&
    !isScaled &&
    !station.dropsExpired &&
    station.discipline === 'fifo' &&
    station.room === Infinity &&
    (station.speeds ?? []).length === 0 &&
    (station.balancing === 'shared' || station.replicas === 1)
  );
}

function byName<T extends { readonly id: string }>(kind: string, all: readonly T[]): (id: string) => T {
  const known = new Map(all.map((one) => [one.id, one]));
  return (id) => {
    const found = known.get(id);
    if (found === undefined) throw unknown(kind, id);
    return found;
  };
}

const unknown = (kind: string, id: string): Error =>
  new RangeError(`${kind} "${id}" is named in the network and is not in it: add it, or correct the name`);

function compileOperation(to: Compilation, operation: NetworkOperation): number {
  const { builder } = to;
  const pool = operation.pool === undefined ? undefined : to.pool(operation.pool);
  const [outside, within, after] = [failureScope(), failureScope(), failureScope()];
  const entry = here(builder);
  const caller = operation.id;
  if (pool !== undefined) emit(builder, outside, { op: op.acquire, pool });
  compileSteps(to, operation.steps, { caller, scope: within });
  emit(builder, failureScope(), { op: op.reply });
  compileSteps(to, operation.after, { caller, scope: after });
  bind(builder, after);
  if (pool !== undefined) emit(builder, failureScope(), { op: op.release, pool });
  emit(builder, failureScope(), { op: op.exit });
  bind(builder, within);
  if (pool !== undefined) emit(builder, failureScope(), { op: op.release, pool });
  bind(builder, outside);
  emit(builder, failureScope(), { op: op.replyFailure });
  writeDeferred(builder);
  return entry;
}

function compileSource(to: Compilation, source: Source): number {
  const { builder } = to;
  const scope = failureScope();
  const entry = here(builder);
  if (source.kind === 'closed')
    emit(builder, failureScope(), { op: op.think, time: timeDistribution(source.think) });
  emit(builder, failureScope(), { op: op.begin });
  compileSteps(to, source.steps, { caller: source.id, scope });
  emit(builder, failureScope(), { op: op.done, target: entry });
  bind(builder, scope);
  emit(builder, failureScope(), { op: op.failed, target: entry });
  writeDeferred(builder);
  return entry;
}

function newSource(source: Source, index: number, entry: number, rank: number): SourceState {
  return {
    id: source.id,
    index,
    isOpen: source.kind === 'open',
    time: timeDistribution(
      source.kind === 'open' ? { mean: source.batch / source.rate, scv: source.scv } : source.think,
    ),
    isPoisson: source.kind === 'open' && source.scv === 1 && source.batch === 1,
    meanGap: source.kind === 'open' ? source.batch / source.rate : 0,
    batch: source.kind === 'open' ? source.batch : 1,
    population: source.kind === 'closed' ? source.population : 0,
    rank,
    entry,
    surge: 1,
    due: Infinity,
    arrivals: 0,
    completed: 0,
    failed: 0,
    responseSum: 0,
    responses: histogram(),
  };
}

function refuseCircles(operations: readonly NetworkOperation[]): void {
  const calls = new Map(
    operations.map((operation) => [operation.id, calledIn([...operation.steps, ...operation.after])]),
  );
  const isSafe = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id))
      throw new RangeError(
        `operations call each other in a circle (${[...path, id].join(' -> ')}): a request would never end; break it`,
      );
    if (isSafe.has(id)) return;
    for (const called of calls.get(id) ?? []) visit(called, [...path, id]);
    isSafe.add(id);
  };
  for (const { id } of operations) visit(id, []);
}

function calledIn(steps: NetworkOperation['steps']): readonly string[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'work':
        return [];
      case 'call':
        return [step.operation];
      case 'mix':
        return step.calls.map((call) => call.operation);
      case 'hold':
      case 'cached':
        return calledIn(step.steps);
      case 'choose':
        return step.branches.flatMap((branch) => calledIn(branch.steps));
      case 'fork':
        return step.branches.flatMap(calledIn);
    }
  });
}
