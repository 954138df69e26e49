import type { Network, NetworkOperation, Step } from '../../model/network.ts';

/**
 * Who asks: the people of a source, or the places of a pool while they are held. Each asks for stations and for places
 * of other pools; what it asks for under a place of another pool, that pool asks for.
 */
export interface Asker {
  readonly id: string;
  readonly kind: 'closed' | 'open' | 'apart' | 'pool';
  /** People or places; Infinity for what arrives from outside and for what nobody waits for. */
  readonly count: number;
  /** Index among the network's sources or pools; −1 for work apart. */
  readonly at: number;
}

/** One way in which a place is held, or the request of a source. */
interface Entry {
  readonly asker: number;
  /** Until the answer, and after it. */
  readonly phases: readonly [Asked, Asked];
}

/** Asked in the mean each time. */
interface Asked {
  readonly visits: Float64Array;
  readonly seconds: Float64Array;
  /** Σ of squared means times (1 + scv), for the variance of service. */
  readonly squares: Float64Array;
  /** Times other entries are called, and waited for. */
  readonly calls: Map<number, number>;
}

export interface Layers {
  readonly askers: readonly Asker[];
  readonly entries: readonly Entry[];
  /** Entry of each source, by its index. */
  readonly requests: readonly number[];
  /** Entries that nobody waits for, started each time by an entry. */
  readonly started: readonly { readonly by: number; readonly entry: number; readonly times: number }[];
  /** Entries so that each comes after those that call or start it. */
  readonly order: readonly number[];
}

interface Sheet {
  readonly network: Network;
  readonly askers: Asker[];
  readonly entries: Entry[];
  readonly started: { by: number; entry: number; times: number }[];
  readonly pools: ReadonlyMap<string, number>;
  readonly operations: ReadonlyMap<string, NetworkOperation>;
  /** Entry of an operation, or of a step that holds. */
  readonly known: Map<string | Step, number>;
}

/** Where what is asked for is written down. */
interface Page {
  readonly entry: number;
  readonly asked: Asked;
  readonly callers: readonly string[];
}

export function layersOf(network: Network): Layers {
  const askers: Asker[] = network.sources.map((source, at) =>
    source.kind === 'closed'
      ? { id: source.id, kind: 'closed', count: source.population, at }
      : { id: source.id, kind: 'open', count: Infinity, at },
  );
  const pools = new Map<string, number>();
  network.pools.forEach(({ id, places }, at) => {
    if (Number.isFinite(places)) pools.set(id, askers.push({ id, kind: 'pool', count: places, at }) - 1);
  });
  const operations = new Map(network.operations.map((operation) => [operation.id, operation]));
  const sheet: Sheet = { network, askers, entries: [], started: [], pools, operations, known: new Map() };
  const requests = network.sources.map((source, asker) => writeEntry(sheet, asker, source.steps, [], []));
  const { entries, started } = sheet;
  return { askers, entries, requests, started, order: callersFirst(entries, started, requests) };
}

function writeEntry(
  sheet: Sheet,
  asker: number,
  steps: readonly Step[],
  after: readonly Step[],
  callers: readonly string[],
): number {
  const size = sheet.network.stations.length;
  const empty = (): Asked => ({
    visits: new Float64Array(size),
    seconds: new Float64Array(size),
    squares: new Float64Array(size),
    calls: new Map(),
  });
  const phases: readonly [Asked, Asked] = [empty(), empty()];
  const entry = sheet.entries.push({ asker, phases }) - 1;
  [steps, after].forEach((part, phase) => {
    const asked = phases[phase];
    if (asked !== undefined) askSteps(sheet, { entry, asked, callers }, part, 1);
  });
  return entry;
}

function askSteps(sheet: Sheet, page: Page, steps: readonly Step[], times: number): void {
  if (times <= 0) return;
  for (const step of steps) askStep(sheet, page, step, times);
}

function askStep(sheet: Sheet, page: Page, step: Step, times: number): void {
  switch (step.kind) {
    case 'work':
      askStation(sheet, page, step.station, times, step.time.mean, step.time.scv);
      break;
    case 'hold': {
      const pool = sheet.pools.get(step.pool);
      if (pool === undefined) askSteps(sheet, page, step.steps, times);
      else
        askEntry(
          page,
          known(sheet, step, () => writeEntry(sheet, pool, step.steps, [], page.callers)),
          times,
        );
      break;
    }
    case 'call':
      askOperation(sheet, page, step.operation, step.isAwaited, times * step.times.mean);
      break;
    case 'mix': {
      const calls = step.calls.reduce((sum, { mean }) => sum + mean, 0);
      askStation(sheet, page, step.station, times * (calls + 1), step.time.mean / (calls + 1), step.time.scv);
      for (const { operation, mean, isAwaited } of step.calls)
        askOperation(sheet, page, operation, isAwaited, times * mean);
      break;
    }
    case 'choose':
      for (const { probability, steps } of step.branches) askSteps(sheet, page, steps, times * probability);
      break;
    case 'fork':
      for (const branch of step.branches) askSteps(sheet, page, branch, times);
      break;
    case 'cached': {
      const cache = sheet.network.caches.find(({ id }) => id === step.cache);
      askSteps(sheet, page, step.steps, cache?.kind === 'ratio' ? times * (1 - cache.hits) : times);
      break;
    }
  }
}

function askStation(
  sheet: Sheet,
  { asked }: Page,
  id: string,
  visits: number,
  mean: number,
  scv: number,
): void {
  const at = sheet.network.stations.findIndex((station) => station.id === id);
  if (at < 0 || mean <= 0 || visits <= 0) return;
  asked.visits[at] = (asked.visits[at] ?? 0) + visits;
  asked.seconds[at] = (asked.seconds[at] ?? 0) + visits * mean;
  asked.squares[at] = (asked.squares[at] ?? 0) + visits * mean ** 2 * (1 + scv);
}

function askEntry({ asked }: Page, entry: number, times: number): void {
  asked.calls.set(entry, (asked.calls.get(entry) ?? 0) + times);
}

function known(sheet: Sheet, key: string | Step, write: () => number): number {
  const found = sheet.known.get(key);
  if (found !== undefined) return found;
  const entry = write();
  sheet.known.set(key, entry);
  return entry;
}

/** An operation without a pool is done by whoever calls it; what follows its answer, and what is not awaited, is apart. */
function askOperation(sheet: Sheet, page: Page, id: string, isAwaited: boolean, times: number): void {
  const operation = sheet.operations.get(id);
  if (operation === undefined || times <= 0 || page.callers.includes(id)) return;
  const callers = [...page.callers, id];
  const pool = operation.pool === undefined ? undefined : sheet.pools.get(operation.pool);
  const { steps, after } = operation;
  const start = (key: string, what: readonly Step[]): void => {
    const entry = known(sheet, key, () => writeEntry(sheet, apartOf(sheet, id), what, [], page.callers));
    sheet.started.push({ by: page.entry, entry, times });
  };
  if (!isAwaited) {
    start(`apart ${id}`, [
      { kind: 'call', operation: id, times: { kind: 'fixed', mean: 1 }, isAwaited: true },
    ]);
  } else if (pool === undefined) {
    askSteps(sheet, { ...page, callers }, steps, times);
    if (after.length > 0) start(`after ${id}`, after);
  } else {
    askEntry(
      page,
      known(sheet, id, () => writeEntry(sheet, pool, steps, after, callers)),
      times,
    );
  }
}

const apartOf = ({ askers }: Sheet, id: string): number =>
  askers.push({ id, kind: 'apart', count: Infinity, at: -1 }) - 1;

function callersFirst(
  entries: readonly Entry[],
  started: Layers['started'],
  requests: readonly number[],
): readonly number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (at: number): void => {
    if (seen.has(at)) return;
    seen.add(at);
    for (const { calls } of entries[at]?.phases ?? []) for (const called of calls.keys()) visit(called);
    for (const { by, entry } of started) if (by === at) visit(entry);
    order.push(at);
  };
  requests.forEach(visit);
  return order.toReversed();
}
