import { Client } from 'pg';

/** What one statement led to on a server: rows, an SQLSTATE, or waiting. */
export interface Told {
  readonly transaction: number;
  readonly step: number;
  readonly words: string;
}

/** A row of an answer as text. */
export const answerWords = (rows: readonly unknown[], affected: number): string =>
  rows.length > 0 ? JSON.stringify(rows) : `${affected} rows`;

/** Connections of a native server, one for each transaction, and one that watches who waits. */
export interface Connections {
  readonly watcher: Client;
  readonly clients: readonly Client[];
  readonly pids: readonly number[];
  readonly close: () => Promise<void>;
}

export async function connect(connectionString: string, count: number): Promise<Connections> {
  const text = (value: string): string => value;
  const types = { getTypeParser: () => text };
  const watcher = new Client({ connectionString });
  await watcher.connect();
  const clients: Client[] = [];
  const pids: number[] = [];
  for (let at = 0; at < count; at++) {
    const client = new Client({ connectionString, types });
    await client.connect();
    const { rows } = await client.query('select pg_backend_pid() as pid');
    pids.push(Number(rows[0].pid));
    clients.push(client);
  }
  return {
    watcher,
    clients,
    pids,
    close: async () => {
      for (const client of [watcher, ...clients]) await client.end();
    },
  };
}

/**
 * Plays statements of several transactions in an order of turns on real connections, as the model does: a turn of a
 * transaction that waits is left out, and each turn ends when everybody has an answer or waits.
 */
export async function playNative(
  { watcher, clients, pids }: Connections,
  begin: readonly string[],
  transactions: readonly (readonly string[])[],
  order: readonly number[],
): Promise<readonly (readonly Told[])[]> {
  for (const [at, sql] of begin.entries()) await clients[at]?.query(sql);
  const next = transactions.map(() => 0);
  const pending = new Map<number, Promise<void>>();
  const arrived: Told[] = [];
  const turns: (readonly Told[])[] = [];
  for (const at of order) {
    const step = next[at] ?? 0;
    const sql = transactions[at]?.[step];
    if (pending.has(at) || sql === undefined) {
      turns.push([]);
      continue;
    }
    // Who closes a circle of waits finds it: those who waited before are patient.
    const patience = pending.size > 0 ? '2ms' : '20s';
    await clients[at]?.query(`set deadlock_timeout = '${patience}'`).catch(() => {});
    const asked = clients[at]?.query(sql).then(
      ({ rows, rowCount, command }) => {
        const affected = command === 'SELECT' || command === 'COMMIT' ? 0 : (rowCount ?? 0);
        arrived.push({ transaction: at, step, words: answerWords(rows, affected) });
        next[at] = step + 1;
        pending.delete(at);
      },
      (error: { readonly code?: string }) => {
        arrived.push({ transaction: at, step, words: String(error.code) });
        next[at] = step + 1;
        pending.delete(at);
      },
    );
    if (asked !== undefined) pending.set(at, asked);
    await quiet(watcher, pids, pending);
    // Its one look for a circle is over before another can close one.
    if (pending.size > 1) await new Promise((resolve) => setTimeout(resolve, 20));
    const told = arrived.splice(0);
    turns.push(pending.has(at) ? [...told, { transaction: at, step, words: 'waits' }] : told);
  }
  for (const client of clients)
    await Promise.race([
      client.query('rollback').catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 50)),
    ]);
  await Promise.all(clients.map((client) => client.query('rollback')));
  return turns;
}

/** Until everybody has an answer or waits for another, and not in a circle: that is about to be broken. */
async function quiet(
  watcher: Client,
  pids: readonly number[],
  pending: ReadonlyMap<number, Promise<void>>,
): Promise<void> {
  for (;;) {
    if (pending.size === 0) return;
    await Promise.race([...pending.values(), new Promise((resolve) => setTimeout(resolve, 3))]);
    const before = pending.size;
    // A server tells an error before it lets go of the locks.
    const { rows: busy } = await watcher.query(
      `select 1 from pg_stat_activity where pid = any($1::int[]) and state = 'active'`,
      [pids.filter((_, at) => !pending.has(at))],
    );
    if (busy.length > 0) continue;
    const { rows } = await watcher.query(
      `select pid, pg_blocking_pids(pid)::text[] as by from unnest($1::int[]) as pid`,
      [[...pending.keys()].map((at) => pids[at])],
    );
    if (pending.size < before) continue;
    const by = new Map<number, readonly number[]>(
      rows.map((row) => [Number(row.pid), row.by.map(Number)] as const),
    );
    const isCircle = [...by.keys()].some((pid) => reaches(by, pid));
    if (!isCircle && [...pending.keys()].every((at) => (by.get(pids[at] ?? 0) ?? []).length > 0)) return;
  }
}

function reaches(by: ReadonlyMap<number, readonly number[]>, from: number): boolean {
  const seen = new Set<number>();
  const visit = (pid: number): boolean =>
    (by.get(pid) ?? []).some((next) => next === from || (!seen.has(next) && seen.add(next) && visit(next)));
  return visit(from);
}
