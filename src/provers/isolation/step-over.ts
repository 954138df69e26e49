import type { Stage } from './database.ts';
import type { Step, Transaction } from './transaction.ts';
import { release } from './versions.ts';
import type { Result, Running, World } from './world.ts';

/** What became of one step at one moment. */
export interface Event {
  readonly transaction: number;
  readonly step: number;
  readonly result: Result | { readonly kind: 'waits'; readonly by: readonly number[]; readonly on: string };
}

export interface Advanced {
  readonly world: World;
  readonly events: readonly Event[];
}

export interface Here {
  readonly stage: Stage;
  readonly at: number;
  readonly step: Step;
  readonly transaction: Transaction;
}

const serialization = '40001';
export const aborted = 'current transaction is aborted, commands ignored until end of transaction block';

export const failed = (code: string, message: string): Result => ({ kind: 'failed', code, message });

/** The statement fails: PostgreSQL takes back the transaction and lets go of its locks at once. */
export function fail(here: Here, world: World, code: string, message: string): Advanced {
  return settle(here, release(world, here.at), failed(code, message), { phase: 'failed' });
}

export const refuse = (here: Here, world: World, deleted?: boolean): Promise<Advanced> | Advanced =>
  fail(
    here,
    world,
    serialization,
    deleted === undefined
      ? 'could not serialize access due to read/write dependencies among transactions'
      : `could not serialize access due to concurrent ${deleted ? 'delete' : 'update'}`,
  );

/** The step is over. */
export function settle(here: Here, world: World, result: Result, change: Partial<Running>): Advanced {
  const { at } = here;
  const running = world.running[at];
  if (running === undefined) return { world, events: [] };
  const { wants: _, waitsAt: __, ...rest } = running;
  const next: Running = {
    ...rest,
    waitsFor: [],
    pending: [],
    since: 0,
    ...change,
    next: running.next + 1,
    results: [...running.results, result],
  };
  return {
    world: { ...world, running: world.running.map((one, index) => (index === at ? next : one)) },
    events: [{ transaction: at, step: running.next, result }],
  };
}
