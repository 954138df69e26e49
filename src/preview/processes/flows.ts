import type { Flow } from '../../model/domain.ts';
import { owner } from '../database/database.ts';
import { refusal } from '../effects/effects.ts';
import type { Variables } from '../effects/effects.ts';
import type { Running } from '../running.ts';
import { again, begin, end, flowOfKey, proceed, unfinished } from './flow-runs.ts';
import type { FlowCause, FlowEnd, FlowRecord } from './flow-runs.ts';
import type { FlowServices } from './flow-world.ts';

/** Flows that run, each under its key once, in this process and after a crash. */
export interface Flows {
  /** Runs a record that was written; whoever comes with the same key meanwhile waits for the same end. */
  readonly run: (record: FlowRecord) => Promise<FlowEnd>;
  readonly running: (key: string) => Promise<FlowEnd> | undefined;
  /** Begins a flow and runs it to its end; what came to its end before is not repeated. @throws what it ended with */
  readonly start: (flow: string, key: string, cause: FlowCause) => Promise<Variables>;
  /** Lets a parked flow go on from where it stands, or one that was taken back run anew. */
  readonly replay: (key: string, cause?: FlowCause) => Promise<FlowEnd>;
  /** Continues what a process that is gone has begun. @returns how many */
  readonly continueAll: () => Promise<number>;
  readonly settle: () => Promise<void>;
}

export interface FlowsOptions {
  readonly services: FlowServices;
  /** Answers the request behind a flow, and writes the end of its record in the same transaction. */
  readonly conclude: (record: FlowRecord, ended: FlowEnd) => Promise<void>;
  /** Told after each end, so that what was told meanwhile is handed on. */
  readonly ended: () => void;
  readonly fault: (error: unknown) => void;
}

export function flowsOf(running: Running, { services, conclude, ended, fault }: FlowsOptions): Flows {
  const known = new Map(running.backend.processes.flows.map((flow) => [flow.id, flow]));
  const going = new Map<string, Promise<FlowEnd>>();
  const work = async (flow: Flow, record: FlowRecord): Promise<FlowEnd> => {
    const reached = await proceed(running, services, flow, record);
    // What no rule refuses is somebody's fault.
    if (reached.kind === 'parked' || (reached.kind === 'undone' && reached.problem === undefined))
      fault(new Error(`flow ${record.flow} of ${record.key}: ${reached.because}`));
    await conclude(record, reached);
    ended();
    return reached;
  };
  const run = (record: FlowRecord): Promise<FlowEnd> => {
    const flow = known.get(record.flow);
    if (flow === undefined) return Promise.reject(new Error(`the model has no flow ${record.flow}`));
    const found = going.get(record.key);
    if (found !== undefined) return found;
    const mine = work(flow, record).finally(() => going.delete(record.key));
    going.set(record.key, mine);
    return mine;
  };
  return {
    run,
    running: (key) => going.get(key),
    start: (flow, key, cause) => startedOnce(running, { run, going }, flow, key, cause),
    replay: async (key, cause) => {
      await again(running, key, cause);
      const state = await flowOfKey(running, key);
      if (state === undefined) throw new Error(`there is no flow ${key}`);
      return run(state.record);
    },
    continueAll: async () => {
      const records = (await unfinished(running)).filter(({ cause }) => cause.isRedelivered !== true);
      for (const record of records) run(record).catch(fault);
      return records.length;
    },
    settle: async () => {
      while (going.size > 0) await Promise.allSettled(going.values());
    },
  };
}

async function startedOnce(
  running: Running,
  { run, going }: Pick<Flows, 'run'> & { readonly going: ReadonlyMap<string, Promise<FlowEnd>> },
  flow: string,
  key: string,
  cause: FlowCause,
): Promise<Variables> {
  const record: FlowRecord = { key, flow, cause, progress: {}, began: running.clock.now() };
  const isNew = await begin({ run: (sql, values) => running.database.query(owner, sql, values) }, record);
  const before = isNew || going.has(key) ? undefined : await flowOfKey(running, key);
  if (before?.state === 'done') return {};
  if (before?.state === 'undone' || before?.state === 'parked') await again(running, key, cause);
  const reached = await run(before === undefined ? record : { ...before.record, cause });
  switch (reached.kind) {
    case 'done':
      return reached.variables;
    case 'parked':
      throw new Error(reached.because);
    case 'undone':
      throw reached.problem === undefined
        ? new Error(reached.because)
        : refusal(reached.problem, reached.because);
  }
}

/** Writes the end of a flow that nobody waits for the answer of. */
export const concludeAlone = (running: Running, { key }: FlowRecord, ended: FlowEnd): Promise<void> =>
  end({ run: (sql, values) => running.database.query(owner, sql, values) }, key, ended);
