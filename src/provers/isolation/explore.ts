import { advance } from './advance.ts';
import type { Event } from './step-over.ts';
import type { Stage } from './database.ts';
import type { Contents } from './effect.ts';
import { finalState } from './schedules.ts';
import type { Transaction } from './transaction.ts';
import { isOver, newWorld } from './world.ts';
import type { Result, World } from './world.ts';

/** How one order of turns ended. */
export interface Ending {
  readonly order: readonly number[];
  readonly events: readonly Event[];
  readonly world: World;
  /** Rows that were kept. */
  readonly state: string;
  /** What each transaction was answered. */
  readonly answers: readonly string[];
  /** Transactions that PostgreSQL refused so that they are tried again (40001, 40P01). */
  readonly refused: readonly number[];
  readonly deadlock: boolean;
}

export interface Explored {
  /** Different endings, each with the first order that led to it. */
  readonly endings: readonly Ending[];
  readonly orders: number;
  /** Every order was played. */
  readonly complete: boolean;
}

const answerOf = (result: Result): string => {
  switch (result.kind) {
    case 'done':
      return JSON.stringify([result.rows, result.affected]);
    case 'failed':
      return result.code;
    case 'passed over':
      return '';
  }
};

const isRefusal = (result: Result): boolean =>
  result.kind === 'failed' && (result.code === '40001' || result.code === '40P01');

/** Every order of turns of these transactions, up to a number of orders. */
export async function explore(
  stage: Stage,
  transactions: readonly Transaction[],
  contents: Contents,
  limit: number,
): Promise<Explored> {
  const endings = new Map<string, Ending>();
  let orders = 0;
  let complete = true;
  const visit = async (world: World, order: readonly number[], events: readonly Event[]): Promise<void> => {
    const able = world.running.flatMap((one, at) => (isOver(one) || one.phase === 'waiting' ? [] : [at]));
    if (able.length === 0) {
      orders++;
      const ending = endingOf(stage, world, order, events);
      const key = JSON.stringify([ending.state, ending.answers]);
      if (!endings.has(key)) endings.set(key, ending);
      return;
    }
    for (const at of able) {
      if (orders >= limit) {
        complete = false;
        return;
      }
      const next = await advance(stage, world, at);
      await visit(next.world, [...order, at], [...events, ...next.events]);
    }
  };
  await visit(newWorld(transactions, contents, stage.watched.sequences), [], []);
  return { endings: [...endings.values()], orders, complete };
}

function endingOf(stage: Stage, world: World, order: readonly number[], events: readonly Event[]): Ending {
  return {
    order,
    events,
    world,
    state: finalState(world, stage).join('\n'),
    answers: world.running.map(({ results }) => results.map(answerOf).join('; ')),
    refused: world.running.flatMap(({ results }, at) => (results.some(isRefusal) ? [at] : [])),
    deadlock: events.some(({ result }) => result.kind === 'failed' && result.code === '40P01'),
  };
}

/** One after the other, in every order of all and of each part of them. */
export async function serialEndings(
  stage: Stage,
  transactions: readonly Transaction[],
  contents: Contents,
): Promise<readonly Ending[]> {
  const endings: Ending[] = [];
  const visit = async (world: World, order: readonly number[], events: readonly Event[]): Promise<void> => {
    endings.push(endingOf(stage, world, order, events));
    for (const at of world.running.keys()) {
      if (order.includes(at)) continue;
      let [now, all] = [world, [...events]];
      for (let one = now.running[at]; one !== undefined && !isOver(one); one = now.running[at]) {
        const next = await advance(stage, now, at);
        now = next.world;
        all = [...all, ...next.events];
      }
      await visit(now, [...order, at], all);
    }
  };
  await visit(newWorld(transactions, contents, stage.watched.sequences), [], []);
  return endings;
}

/**
 * `state`: no order of the transactions one after the other leaves these rows. `answers`: one does, but none gives
 * these answers too. Transactions that were refused count as not run: their client tries them again.
 */
export function departure(
  ending: Ending,
  serial: readonly Ending[],
): { readonly kind: 'none' | 'answers' | 'state'; readonly nearest?: Ending } {
  const all = ending.world.running.length - ending.refused.length;
  const candidates = serial.filter(
    ({ order }) => order.length === all && !order.some((at) => ending.refused.includes(at)),
  );
  const same = candidates.filter(({ state }) => state === ending.state);
  const [nearest = candidates[0]] = same;
  const kind =
    same.length === 0
      ? 'state'
      : same.some(({ answers }) =>
            answers.every((answer, at) => ending.refused.includes(at) || answer === ending.answers[at]),
          )
        ? 'none'
        : 'answers';
  return nearest === undefined ? { kind } : { kind, nearest };
}
