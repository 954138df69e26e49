import type { Network, NetworkOperation, Step } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import { everyStep } from '../../model/network-steps.ts';
import { noFormula } from '../no-formula.ts';

/** What no layered formula holds for, told before anything is solved. */
export function refusalOf(network: Network): NoSolution | undefined {
  for (const step of everyStep(network)) {
    if (step.kind === 'fork')
      return noFormula(
        'a request forks while it holds a place, and is in several layers at once',
        'simulate it',
      );
    if (step.kind === 'cached' && network.caches.find(({ id }) => id === step.cache)?.kind !== 'ratio')
      return noFormula(
        `what the cache ${step.cache} holds depends on the rate at which it is asked`,
        'give its hit ratio, or simulate it',
      );
  }
  return circleOf(network) ?? idleRound(network) ?? crowdOf(network);
}

/** What the walk along all calls finds: which pools are asked for under a place of which, and what is wrong. */
interface Walk {
  readonly limited: ReadonlySet<string>;
  readonly operations: ReadonlyMap<string, NetworkOperation>;
  readonly asked: Map<string, Set<string>>;
  readonly troubles: NoSolution[];
}

/** A pool of which a place is held while another of its places is waited for can lock up for ever. */
function circleOf(network: Network): NoSolution | undefined {
  const walk: Walk = {
    limited: new Set(network.pools.filter(({ places }) => Number.isFinite(places)).map(({ id }) => id)),
    operations: new Map(network.operations.map((operation) => [operation.id, operation])),
    asked: new Map(),
    troubles: [],
  };
  for (const { steps } of network.sources) walkSteps(walk, steps, undefined, []);
  return walk.troubles[0] ?? lockIn(walk.asked);
}

function walkSteps(
  walk: Walk,
  steps: readonly Step[],
  holder: string | undefined,
  callers: readonly string[],
): void {
  const enter = (id: string, isAwaited: boolean): void =>
    walkOperation(walk, id, isAwaited ? holder : undefined, callers);
  for (const step of steps) {
    if (step.kind === 'hold') walkSteps(walk, step.steps, takenFrom(walk, step.pool, holder), callers);
    if (step.kind === 'call') enter(step.operation, step.isAwaited);
    if (step.kind === 'mix') for (const { operation, isAwaited } of step.calls) enter(operation, isAwaited);
    if (step.kind === 'choose')
      for (const branch of step.branches) walkSteps(walk, branch.steps, holder, callers);
    if (step.kind === 'cached') walkSteps(walk, step.steps, holder, callers);
  }
}

function walkOperation(walk: Walk, id: string, holder: string | undefined, callers: readonly string[]): void {
  const operation = walk.operations.get(id);
  if (operation === undefined) {
    walk.troubles.push(noFormula(`the operation ${id} is called and not given`, `describe ${id}`));
    return;
  }
  if (callers.includes(id)) {
    const path = [...callers, id].join(' calls ');
    walk.troubles.push(noFormula(`${path}: the calls come back to where they began`, 'break the circle'));
    return;
  }
  const inside = takenFrom(walk, operation.pool, holder);
  walkSteps(walk, operation.steps, inside, [...callers, id]);
  walkSteps(walk, operation.after, operation.pool === undefined ? undefined : inside, [...callers, id]);
}

/** Who holds what is inside; that the pool is asked for under a place of the holder is written down. */
function takenFrom(
  { limited, asked }: Walk,
  pool: string | undefined,
  holder: string | undefined,
): string | undefined {
  if (pool === undefined || !limited.has(pool)) return holder;
  if (holder !== undefined) asked.set(holder, (asked.get(holder) ?? new Set()).add(pool));
  return pool;
}

function lockIn(asked: ReadonlyMap<string, ReadonlySet<string>>): NoSolution | undefined {
  const reach = (from: string, path: readonly string[]): readonly string[] | undefined => {
    for (const next of asked.get(from) ?? []) {
      if (next === path[0]) return [...path, next];
      const found = path.includes(next) ? undefined : reach(next, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const pool of asked.keys()) {
    const path = reach(pool, [pool]);
    if (path !== undefined)
      return noFormula(
        `places are waited for in a circle (${path.join(' -> ')}): when all are held by those who wait, nothing moves`,
        'give the inner calls a pool of their own',
      );
  }
  return undefined;
}

/** People who neither think nor ask for any work go round infinitely often. */
function idleRound(network: Network): NoSolution | undefined {
  const works = (steps: readonly Step[], callers: readonly string[]): boolean =>
    steps.some((step) => {
      if (step.kind === 'work') return step.time.mean > 0;
      if (step.kind === 'hold' || step.kind === 'cached') return works(step.steps, callers);
      if (step.kind === 'choose') return step.branches.some((branch) => works(branch.steps, callers));
      if (step.kind === 'fork') return true;
      if (step.kind === 'mix' && step.time.mean > 0) return true;
      const called =
        step.kind === 'mix'
          ? step.calls.filter(({ mean }) => mean > 0).map(({ operation }) => operation)
          : step.times.mean > 0
            ? [step.operation]
            : [];
      return called.some((id) => {
        const operation = network.operations.find((candidate) => candidate.id === id);
        return operation !== undefined && works([...operation.steps, ...operation.after], [...callers, id]);
      });
    });
  const idle = network.sources.find(
    (source) =>
      source.kind === 'closed' && source.population > 0 && source.think.mean <= 0 && !works(source.steps, []),
  );
  return (
    idle &&
    noFormula(
      `${idle.id} neither thinks nor asks for any work: its throughput has no limit`,
      'give it a think time',
    )
  );
}

/** The work of a step of the solver grows with the square of the people or places. */
const mostAtOnce = 2000;

function crowdOf({ sources, pools }: Network): NoSolution | undefined {
  const crowd = sources.find((source) => source.kind === 'closed' && source.population > mostAtOnce);
  if (crowd?.kind === 'closed')
    return noFormula(
      `${crowd.population} people of ${crowd.id} are more than the ${mostAtOnce} that are followed here`,
      'take them as an open source: so many think mostly, and hardly depend on each other',
    );
  const pool = pools.find(({ places }) => Number.isFinite(places) && places > mostAtOnce);
  return (
    pool &&
    noFormula(
      `${pool.places} places of ${pool.id} are more than the ${mostAtOnce} that are followed here`,
      'take the pool as without limit, or simulate it',
    )
  );
}
