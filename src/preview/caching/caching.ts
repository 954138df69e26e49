import type { CacheEntry } from '../../model/processes.ts';
import type { Operation } from '../../model/domain.ts';
import type { Table } from '../../model/data.ts';
import { actingFor } from '../access/decide.ts';
import { isCurrent } from '../http/conditional.ts';
import type { Exchange, Handler, Reply } from '../http/exchange.ts';
import { handlerOf } from '../operations/handlers.ts';
import type { Part } from '../part.ts';
import type { Relayed } from '../processes/relay.ts';
import { operationOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { cacheOf } from './cache.ts';
import type { Cache, CacheFigures } from './cache.ts';

export interface Caching {
  readonly part: Part;
  /** Takes an event that was handed on, and drops what it makes wrong. */
  readonly changed: (event: Pick<Relayed, 'name' | 'aggregateId'>) => void;
  /** By the id of the cache in the model. */
  readonly figures: () => Readonly<Record<string, CacheFigures>>;
  readonly clear: () => void;
}

interface Designed {
  readonly entry: CacheEntry;
  readonly operation: Operation;
  readonly cache: Cache;
}

/** The caches of the design, in the process, in front of the reads they are for. */
export function cachingOf(running: Running, chance: () => number = Math.random): Caching {
  const designed = running.backend.processes.caches
    .filter(({ ttl }) => ttl !== undefined)
    .map((entry): Designed => ({
      entry,
      operation: operationOf(running, entry.operation),
      cache: cacheOf(entry, running.clock, chance),
    }));
  const handlers = new Map<string, Handler>(
    designed.flatMap((each): readonly (readonly [string, Handler])[] => {
      const handler = cachedHandler(running, each);
      return handler === undefined ? [] : [[each.operation.id, handler]];
    }),
  );
  return {
    part: { handlers },
    changed: ({ name, aggregateId }) => {
      for (const { entry, operation, cache } of designed)
        if (entry.invalidatedBy.includes(name))
          cache.invalidate((key) => operation.verb !== 'read' || key.includes(` ${aggregateId} `));
    },
    figures: () => Object.fromEntries(designed.map(({ entry, cache }) => [entry.id, cache.figures()])),
    clear: () => {
      for (const { cache } of designed) cache.invalidate(() => true);
    },
  };
}

function cachedHandler(running: Running, { entry, operation, cache }: Designed): Handler | undefined {
  const endpoint = running.backend.api.endpoints.find(
    (each) => each.operation === operation.id && each.protocol === 'http' && each.method === 'GET',
  );
  if (endpoint === undefined) return undefined;
  const inner = handlerOf(running, endpoint, operation);
  const table = tableOf(running, operation.entity);
  return async (exchange) => {
    const key = keyFor(running, entry, table, exchange);
    if (key === undefined) return inner(exchange);
    const { 'if-none-match': known, ...headers } = exchange.headers;
    return current(await cache.answer(key, () => inner({ ...exchange, headers })), known);
  };
}

/** Whoever holds the version that is kept gets no body. */
function current(reply: Reply, known: string | undefined): Reply {
  const tag = reply.headers?.['etag'];
  if (tag === undefined || !isCurrent(known, tag.replaceAll('"', ''))) return reply;
  return { status: 304, headers: { etag: tag } };
}

/**
 * The key of an answer; undefined = it depends on who asks, and is kept for nobody. Beside what the template names it holds all
 * that an answer can depend on: the role the database answers, the fields that are left out, whatever the request says.
 */
export function keyFor(
  running: Running,
  entry: CacheEntry,
  table: Table,
  exchange: Exchange,
): string | undefined {
  const { caller, decision, operation, path, query } = exchange;
  if (decision.condition !== undefined) return undefined;
  const acting = actingFor(running.roles, caller, operation, decision);
  const asksWho = (table.rowSecurity?.policies ?? []).some(
    ({ roles, using = '' }) =>
      using.includes('app.user_id') &&
      (roles.length === 0 || roles.includes('public') || roles.includes(acting.role ?? '')),
  );
  if (asksWho) return undefined;
  const { id = '', ...rest } = path;
  return [
    entry.key.split('{')[0],
    id,
    acting.role,
    acting.tenant,
    acting.team,
    decision.mask,
    JSON.stringify(Object.entries({ ...rest, ...query }).sort(([a], [b]) => (a < b ? -1 : 1))),
  ]
    .map((part) => part ?? '')
    .join(' ');
}
