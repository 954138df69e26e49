import type { Network, Step } from '../../model/network.ts';

/** What one request asks of everything in the mean, second phases and what is not awaited included. */
interface RequestWork {
  /** By station: visits and seconds of work. */
  readonly visits: Float64Array;
  readonly seconds: Float64Array;
  /** By pool: places taken. */
  readonly places: Float64Array;
}

/** Mean work of one request of each source, by its id. A call that leads back to its caller counts once. */
export function workOfSources(network: Network): ReadonlyMap<string, RequestWork> {
  const known = new Map<string, RequestWork>();
  return new Map(
    network.sources.map((source) => {
      const work = noWork(network);
      addSteps({ network, known, work }, source.steps, 1, []);
      return [source.id, work];
    }),
  );
}

interface Sum {
  readonly network: Network;
  readonly known: Map<string, RequestWork>;
  readonly work: RequestWork;
}

const noWork = ({ stations, pools }: Network): RequestWork => ({
  visits: new Float64Array(stations.length),
  seconds: new Float64Array(stations.length),
  places: new Float64Array(pools.length),
});

function addSteps(sum: Sum, steps: readonly Step[], times: number, callers: readonly string[]): void {
  for (const step of steps) addStep(sum, step, times, callers);
}

function addStep(sum: Sum, step: Step, times: number, callers: readonly string[]): void {
  switch (step.kind) {
    case 'work':
      addVisits(sum, step.station, times, step.time.mean * times);
      break;
    case 'hold':
      addPlaces(sum, step.pool, times);
      addSteps(sum, step.steps, times, callers);
      break;
    case 'call':
      addOperation(sum, step.operation, times * step.times.mean, callers);
      break;
    case 'mix': {
      const calls = step.calls.reduce((total, { mean }) => total + mean, 0);
      addVisits(sum, step.station, times * (calls + 1), step.time.mean * times);
      for (const { operation, mean } of step.calls) addOperation(sum, operation, times * mean, callers);
      break;
    }
    case 'choose':
      for (const { probability, steps } of step.branches) addSteps(sum, steps, times * probability, callers);
      break;
    case 'fork':
      for (const branch of step.branches) addSteps(sum, branch, times, callers);
      break;
    case 'cached': {
      const cache = sum.network.caches.find(({ id }) => id === step.cache);
      addSteps(sum, step.steps, cache?.kind === 'ratio' ? times * (1 - cache.hits) : times, callers);
      break;
    }
  }
}

function addVisits({ network, work }: Sum, station: string, visits: number, seconds: number): void {
  const at = network.stations.findIndex(({ id }) => id === station);
  if (at < 0 || seconds <= 0) return;
  work.visits[at] = (work.visits[at] ?? 0) + visits;
  work.seconds[at] = (work.seconds[at] ?? 0) + seconds;
}

function addPlaces({ network, work }: Sum, pool: string, times: number): void {
  const at = network.pools.findIndex(({ id }) => id === pool);
  if (at >= 0) work.places[at] = (work.places[at] ?? 0) + times;
}

function addOperation(sum: Sum, id: string, times: number, callers: readonly string[]): void {
  if (times <= 0 || callers.includes(id)) return;
  const { network, known, work } = sum;
  let one = known.get(id);
  if (one === undefined) {
    one = noWork(network);
    const operation = network.operations.find((candidate) => candidate.id === id);
    const inner: Sum = { network, known, work: one };
    if (operation?.pool !== undefined) addPlaces(inner, operation.pool, 1);
    addSteps(inner, operation?.steps ?? [], 1, [...callers, id]);
    addSteps(inner, operation?.after ?? [], 1, [...callers, id]);
    known.set(id, one);
  }
  addScaled(work.visits, one.visits, times);
  addScaled(work.seconds, one.seconds, times);
  addScaled(work.places, one.places, times);
}

function addScaled(sum: Float64Array, one: Float64Array, times: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + times * (one[at] ?? 0);
}
