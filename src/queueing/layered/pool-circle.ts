import type { CallPolicy, Network, NetworkOperation, Pool, Step } from '../../model/network.ts';

/** What the walk along all calls finds: which pools are asked for under a place of which. */
interface Walk {
  readonly limited: ReadonlySet<string>;
  readonly loading: ReadonlySet<string>;
  readonly operations: ReadonlyMap<string, NetworkOperation>;
  readonly asked: Map<string, Set<string>>;
  /** Operations that were walked under a place of a pool. */
  readonly done: Set<string>;
}

/**
 * Pools of which a place is held while a place of the next is waited for, until they come back to the first: when those
 * who wait hold all places, nothing moves any more (Coffman, Elphick and Shoshani, Computing Surveys 3(2), 1971). Who
 * asks a cache that lets one request load a key waits for that request as for a place. Nobody waits for ever for an
 * attempt with a timeout. `canWait`: pools of which a place is waited for.
 */
export function poolCircle(
  network: Network,
  canWait: (pool: Pool) => boolean,
): readonly string[] | undefined {
  const walk: Walk = {
    limited: new Set(network.pools.filter(canWait).map(({ id }) => id)),
    loading: new Set(
      network.caches.flatMap((cache) =>
        cache.kind === 'keys' && cache.guard === 'single-flight' ? [cache.id] : [],
      ),
    ),
    operations: new Map(network.operations.map((operation) => [operation.id, operation])),
    asked: new Map(),
    done: new Set(),
  };
  for (const { steps } of network.sources) walkSteps(walk, steps, undefined);
  for (const from of walk.asked.keys()) {
    const way = wayBack(walk.asked, from);
    if (way !== undefined) return way;
  }
  return undefined;
}

function walkSteps(walk: Walk, steps: readonly Step[], holder: string | undefined): void {
  const enter = (id: string, isAwaited: boolean, policy: CallPolicy | undefined): void =>
    walkOperation(walk, id, isAwaited && policy?.timeout === undefined ? holder : undefined);
  for (const step of steps)
    switch (step.kind) {
      case 'work':
        break;
      case 'hold':
        walkSteps(walk, step.steps, takenFrom(walk, step.pool, holder));
        break;
      case 'call':
        enter(step.operation, step.isAwaited, step.policy);
        break;
      case 'mix':
        for (const { operation, isAwaited, policy } of step.calls) enter(operation, isAwaited, policy);
        break;
      case 'choose':
        for (const branch of step.branches) walkSteps(walk, branch.steps, holder);
        break;
      case 'fork':
        for (const branch of step.branches) walkSteps(walk, branch, holder);
        break;
      case 'cached':
        walkSteps(walk, step.steps, loadedBy(walk, step.cache, holder));
        break;
    }
}

function walkOperation(walk: Walk, id: string, holder: string | undefined): void {
  const operation = walk.operations.get(id);
  const key = JSON.stringify([id, holder]);
  if (operation === undefined || walk.done.has(key)) return;
  walk.done.add(key);
  const inside = operation.pool === undefined ? holder : takenFrom(walk, operation.pool, holder);
  walkSteps(walk, operation.steps, inside);
  walkSteps(walk, operation.after, operation.pool === undefined ? undefined : inside);
}

/** Who holds what is inside; that the pool is asked for under a place of the holder is written down. */
function takenFrom({ limited, asked }: Walk, pool: string, holder: string | undefined): string | undefined {
  if (!limited.has(pool)) return holder;
  if (holder !== undefined) asked.set(holder, (asked.get(holder) ?? new Set()).add(pool));
  return pool;
}

function loadedBy({ loading, asked }: Walk, cache: string, holder: string | undefined): string | undefined {
  if (!loading.has(cache)) return holder;
  const key = `a key of ${cache}`;
  if (holder !== undefined) asked.set(holder, (asked.get(holder) ?? new Set()).add(key));
  return key;
}

/** From a pool over what is asked for under it back to itself. */
function wayBack(
  asked: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const reach = (at: string, path: readonly string[]): readonly string[] | undefined => {
    for (const next of asked.get(at) ?? []) {
      if (next === from) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = reach(next, [...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return reach(from, [from]);
}
