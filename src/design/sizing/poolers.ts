import { valueOf } from '../capacity/figures.ts';
import { connectionLimit, connectionsFor, poolsOf, reservedConnections } from './pools.ts';
import type { Pool } from './pools.ts';
import type { Problem } from './problem.ts';
import type { SizedDatabase, SizedOption } from './sized.ts';

/** Connections on one server: those all pools keep open, and those a pooler would need for the same work. */
export interface ServerConnections {
  readonly id: string;
  readonly opened: number;
  /** The same while each tier is released, with one instance more. */
  readonly released: number;
  readonly shared: number;
  /** `max_connections` of the server, or of all replicas of one primary. */
  readonly accepted: number;
  /** Of them kept free of pools. */
  readonly reserved: number;
}

/** Every server of a database with its connections, the primary first. */
export function serverConnections(
  problem: Problem,
  option: SizedOption,
  database: SizedDatabase,
): readonly ServerConnections[] {
  const pools = poolsOf(problem, option, database);
  const { replicas } = database;
  return [database, ...(replicas === undefined ? [] : [replicas])].map((server) => {
    const servers = server.id === database.id ? 1 : server.instances;
    const own = pools.filter(({ to }) => to === server.id);
    const sum = (part: (pool: Pool) => number): number => own.reduce((all, pool) => all + part(pool), 0);
    return {
      id: server.id,
      opened: sum(({ instances, perInstance }) => instances * perInstance),
      released: sum(({ instances, perInstance }) => (instances + 1) * perInstance),
      shared: connectionsFor(sum(({ busy }) => busy)),
      accepted: connectionLimit(server.cores) * servers,
      reserved: reservedConnections * servers,
    };
  });
}

/** Whether all pools find room beside the reserve, also while a release runs. */
export const holdsPools = ({ released, reserved, accepted }: ServerConnections): boolean =>
  released + reserved <= accepted;

/**
 * A pooler in transaction mode in front of each database that would not accept the pools of all instances. A pool for
 * each instance keeps room for its own bursts; behind a pooler all of them share it (Erlang C of the whole), so that
 * fewer connections give the same waiting. Two machines, so that one may be lost.
 */
export function withPoolers(problem: Problem, option: SizedOption): SizedOption {
  const databases = option.databases.map((database): SizedDatabase => {
    const servers = serverConnections(problem, option, database);
    if (servers.every(holdsPools)) return database;
    const visits = database.stream.rate + (database.replicas?.stream.rate ?? 0);
    const cores = Math.ceil((visits * statementsEach(problem)) / valueOf('poolerStatements') - 1e-9);
    return { ...database, pooler: { cores: 2, instances: Math.max(2, Math.ceil(cores / 2) + 1) } };
  });
  return databases.some(({ pooler }) => pooler !== undefined) ? { ...option, databases } : option;
}

/** The most statements that any work sends in one visit. */
const statementsEach = ({ work }: Problem): number =>
  work.waiting.reduce((most, { statements }) => Math.max(most, statements), 1);
