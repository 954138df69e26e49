import type { OptionShape } from '../../model/decision.ts';
import { valueOf } from '../capacity/figures.ts';
import { hitRatios } from './hits.ts';
import { layoutOf, unitOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { leastStaleness, workFor } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Work } from './work.ts';

/** Arrivals at a station: visits per second, busy cores they make, and the sum of rate × E[S²] for the variability. */
export interface Stream {
  readonly rate: number;
  readonly demand: number;
  readonly second: number;
}

/** Mean service time in seconds. */
export const meanService = ({ rate, demand }: Stream): number => (rate === 0 ? 0 : demand / rate);

/** Squared coefficient of variation of the service time. */
export function variability({ rate, demand, second }: Stream): number {
  if (rate === 0 || demand === 0) return 1;
  const mean = demand / rate;
  return Math.max(0, second / rate / (mean * mean) - 1);
}

/** What reaches each station at one load, before anything has a size. */
export interface Streams {
  readonly layout: Layout;
  /** Requests that people wait for, and background work, by unit. */
  readonly requests: ReadonlyMap<string, Stream>;
  readonly background: ReadonlyMap<string, Stream>;
  /** By database: what only the primary may do, and reads that may be stale. */
  readonly primary: ReadonlyMap<string, Stream>;
  readonly staleReads: ReadonlyMap<string, Stream>;
  /** CPU of writes alone, in cores: what replicas have to replay. */
  readonly writes: ReadonlyMap<string, number>;
  readonly hits: ReadonlyMap<string, number>;
  /** Events handed over a second. */
  readonly deliveries: number;
  /** Calls a second to each foreign system: those somebody waits for at peak, and queued ones on average. */
  readonly integrations: ReadonlyMap<string, { readonly waited: number; readonly queued: number }>;
  /** Requests a second that people wait for. */
  readonly arrival: number;
  /** Each visit to a database by itself, where its rows are spread: a shard gets a part of it that its key decides. */
  readonly visits: readonly DatabaseVisit[];
}

/** Statements of one operation, or of what it leaves behind, at one database; service in seconds of CPU. */
export interface DatabaseVisit {
  readonly database: string;
  readonly operation: string;
  readonly replica: boolean;
  readonly writes: boolean;
  readonly rate: number;
  readonly service: number;
  readonly scv: number;
}

/** Rates of people's work grow with `scale`; batches stay as they are. */
export const rateAt = (work: Work, scale: number): number => work.peak * (work.interactive ? scale : 1);

interface Open {
  rate: number;
  demand: number;
  second: number;
}

function add(to: Map<string, Open>, key: string, rate: number, service: number, scv: number): void {
  const stream = to.get(key) ?? { rate: 0, demand: 0, second: 0 };
  stream.rate += rate;
  stream.demand += rate * service;
  stream.second += rate * service * service * (1 + scv);
  to.set(key, stream);
}

/** Arrivals at a rate, each with one service of this mean and squared coefficient of variation. */
export const streamOf = (rate: number, service: number, scv: number): Stream => ({
  rate,
  demand: rate * service,
  second: rate * service * service * (1 + scv),
});

/** All arrivals of one option at `scale` times today's peak. */
export function streamsOf(problem: Problem, shape: OptionShape, scale: number): Streams {
  const layout = layoutOf(shape, problem.contexts);
  const work = workFor(problem, shape);
  const hits = hitRatios(problem, shape, scale);
  const state: State = {
    requests: new Map(),
    background: new Map(),
    primary: new Map(),
    staleReads: new Map(),
    writes: new Map(),
    integrations: new Map(),
    visits: [],
    deliveries: 0,
    arrival: 0,
  };
  for (const one of work) {
    const rate = rateAt(one, scale);
    if (one.interactive) state.arrival += rate;
    addRequest(state, one, rate, layout, shape, problem, hits);
    addDeferred(state, one, rate, layout, { scale, sharding: shape.sharding === true });
  }
  return { ...state, layout, hits };
}

interface State {
  readonly requests: Map<string, Open>;
  readonly background: Map<string, Open>;
  readonly primary: Map<string, Open>;
  readonly staleReads: Map<string, Open>;
  readonly writes: Map<string, number>;
  readonly integrations: Map<string, { waited: number; queued: number }>;
  readonly visits: DatabaseVisit[];
  deliveries: number;
  arrival: number;
}

/** A service that asks others spends CPU on each call, and so does the one it asks. */
export const crossings = (work: Work, layout: Layout): readonly string[] =>
  layout.units.length === 1 ? [] : work.calls;

function addRequest(
  state: State,
  work: Work,
  rate: number,
  layout: Layout,
  shape: OptionShape,
  problem: Problem,
  hits: ReadonlyMap<string, number>,
): void {
  const unit = unitOf(layout, work.context);
  if (unit === undefined) return;
  const calls = crossings(work, layout);
  const service = work.cpu + calls.length * valueOf('hopCpu');
  add(work.interactive ? state.requests : state.background, unit.id, rate, service, work.scv);
  for (const context of calls) {
    const other = unitOf(layout, context);
    if (other !== undefined) add(state.requests, other.id, rate, valueOf('hopCpu'), 1);
  }
  const missed = rate * (1 - (hits.get(work.operation) ?? 0));
  const stale = shape.replicas && readsReplica(problem, work);
  add(stale ? state.staleReads : state.primary, unit.database, missed, work.database, work.scv);
  if (work.writes) addTo(state.writes, unit.database, missed * work.database);
  if (shape.sharding === true)
    state.visits.push({
      database: unit.database,
      operation: work.operation,
      replica: stale,
      writes: work.writes,
      rate: missed,
      service: work.database,
      scv: work.scv,
    });
  for (const { integration } of work.remote) called(state, integration, rate, 0);
}

/** Whether a read may come from a replica that lags. */
export const readsReplica = ({ staleness }: Problem, work: Work): boolean =>
  work.interactive && (staleness.get(work.operation) ?? 0) >= leastStaleness();

function addDeferred(
  state: State,
  work: Work,
  rate: number,
  layout: Layout,
  { scale, sharding }: { readonly scale: number; readonly sharding: boolean },
): void {
  const mean = work.mean * (work.interactive ? scale : 1);
  for (const part of work.deferred) {
    const unit = unitOf(layout, part.context);
    if (unit === undefined) continue;
    add(state.background, unit.id, rate, part.cpu, 1);
    add(state.primary, unit.database, rate, part.database, 1);
    addTo(state.writes, unit.database, rate * part.database);
    if (sharding)
      state.visits.push({
        database: unit.database,
        operation: work.operation,
        replica: false,
        writes: true,
        rate,
        service: part.database,
        scv: 1,
      });
    if (part.delivery) state.deliveries += rate;
    for (const { integration } of part.remote) called(state, integration, 0, mean);
  }
}

const addTo = (map: Map<string, number>, key: string, value: number): void => {
  map.set(key, (map.get(key) ?? 0) + value);
};

function called(state: State, integration: string, waited: number, queued: number): void {
  const before = state.integrations.get(integration) ?? { waited: 0, queued: 0 };
  state.integrations.set(integration, {
    waited: before.waited + waited,
    queued: before.queued + queued,
  });
}

export const noStream: Stream = { rate: 0, demand: 0, second: 0 };

export const joined = (a: Stream, b: Stream): Stream => ({
  rate: a.rate + b.rate,
  demand: a.demand + b.demand,
  second: a.second + b.second,
});
