import type { Flow } from '../../model/domain.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Caller } from '../access/caller.ts';
import { owner } from '../database/database.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange } from '../http/exchange.ts';
import { isParked, isRefusal, runFlow } from '../effects/effects.ts';
import type { Progress, Variables } from '../effects/effects.ts';
import type { Running } from '../running.ts';
import { flowWorld } from './flow-world.ts';
import type { FlowServices } from './flow-world.ts';

/** A flow that was begun: it is continued after a crash, for its row is written before anything else happens. */
export interface FlowRecord {
  /** The same work has the same key, and so one record. */
  readonly key: string;
  readonly flow: string;
  readonly cause: FlowCause;
  readonly progress: Readonly<Record<string, Progress>>;
  readonly began: Date;
}

export interface FlowCause {
  readonly variables: Variables;
  /** Operation for which the flow runs; absent = a consumer or a schedule. */
  readonly operation?: string;
  readonly caller?: Caller;
  /** The request to be answered, where one is. */
  readonly request?: KeptRequest;
  /** A message that is given out again by itself continues its flow. */
  readonly isRedelivered?: boolean;
}

/** What of a request is needed to answer it, also after a crash. */
export interface KeptRequest extends Pick<Exchange, 'decision' | 'path' | 'query' | 'body' | 'requestId'> {
  /** The object it is about. */
  readonly id: string;
  readonly idempotencyKey?: string;
}

/** How a flow ended. */
export type FlowEnd =
  | { readonly kind: 'done'; readonly variables: Variables }
  /** It cannot go back and did not go forward: a person has to look. */
  | { readonly kind: 'parked'; readonly variables: Variables; readonly because: string }
  /** What was done is taken back. `problem`: why, where a rule says so; else nobody knows. */
  | { readonly kind: 'undone'; readonly problem?: string; readonly because: string };

/** Writes the record, in the transaction that decides that the flow runs. @returns whether it is a new one */
export async function begin(
  transaction: Pick<Transaction, 'run'>,
  { key, flow, cause, began }: Omit<FlowRecord, 'progress'>,
): Promise<boolean> {
  const { affected } = await transaction.run(
    'insert into preview.flows (key, flow, cause, began_at) values ($1, $2, $3, $4) on conflict do nothing',
    [key, flow, JSON.stringify(cause), began.toISOString()],
  );
  return affected === 1;
}

/** Writes how it ended; what it knew is no longer needed then. */
export async function end(transaction: Pick<Transaction, 'run'>, key: string, ended: FlowEnd): Promise<void> {
  const isOver = ended.kind !== 'parked';
  await transaction.run(
    `update preview.flows set state = $2, because = $3${isOver ? ", progress = '{}', cause = cause - 'variables' - 'request'" : ''} where key = $1`,
    [key, ended.kind, ended.kind === 'done' ? null : ended.because.slice(0, 2000)],
  );
}

/** Runs what is left of a flow. */
export async function proceed(
  running: Running,
  services: FlowServices,
  flow: Flow,
  record: FlowRecord,
): Promise<FlowEnd> {
  const { cause } = record;
  const { world, known } = flowWorld(running, services, record);
  try {
    const variables = await runFlow(flow, cause.variables, world, cause.operation ?? flow.trigger);
    return { kind: 'done', variables };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    if (isParked(error)) return { kind: 'parked', variables: known(), because };
    return { kind: 'undone', because, ...(isRefusal(error) && { problem: error.problem }) };
  }
}

const columns = 'key, flow, cause, progress, began_at';

const recordOf = (row: Row): FlowRecord => ({
  key: row['key'] ?? '',
  flow: row['flow'] ?? '',
  cause: JSON.parse(row['cause'] ?? '{}'),
  progress: JSON.parse(row['progress'] ?? '{}'),
  began: new Date(row['began_at'] ?? ''),
});

/** Flows that were begun and not ended, the oldest first. */
export async function unfinished({ database }: Running): Promise<readonly FlowRecord[]> {
  const { rows } = await database.query(
    owner,
    `select ${columns} from preview.flows where state = 'running' order by began_at`,
  );
  return rows.map(recordOf);
}

export interface FlowState {
  readonly record: FlowRecord;
  readonly state: string;
  readonly because: string | null;
}

export async function flowOfKey({ database }: Running, key: string): Promise<FlowState | undefined> {
  const { rows } = await database.query(
    owner,
    `select ${columns}, state, because from preview.flows where key = $1`,
    [key],
  );
  const [row] = rows;
  return row === undefined
    ? undefined
    : { record: recordOf(row), state: row['state'] ?? '', because: row['because'] ?? null };
}

/** Lets a flow run again: from where it was parked, or anew where it was taken back. */
export async function again({ database }: Running, key: string, cause?: FlowCause): Promise<void> {
  await database.query(
    owner,
    "update preview.flows set state = 'running', because = null, cause = coalesce($2::jsonb, cause) where key = $1",
    [key, cause === undefined ? null : JSON.stringify(cause)],
  );
}

export interface FlowFigures {
  readonly running: number;
  readonly done: number;
  readonly undone: number;
  readonly parked: number;
}

export async function flowFigures({ database }: Running): Promise<FlowFigures> {
  const { rows } = await database.query(
    owner,
    'select state, count(*) as count from preview.flows group by state',
  );
  const of = (state: string): number => Number(rows.find((row) => row['state'] === state)?.['count'] ?? 0);
  return { running: of('running'), done: of('done'), undone: of('undone'), parked: of('parked') };
}

export async function parkedFlows({ database }: Running): Promise<readonly Row[]> {
  const { rows } = await database.query(
    owner,
    "select key, flow, because, began_at from preview.flows where state = 'parked' order by began_at limit 100",
  );
  return rows;
}
