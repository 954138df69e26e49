import { advance } from './advance.ts';
import type { Event } from './step-over.ts';
import type { Stage } from './database.ts';
import { newWorld } from './world.ts';
import type { World } from './world.ts';
import type { Transaction } from './transaction.ts';
import type { Contents } from './effect.ts';

export interface Played {
  readonly world: World;
  /** What each turn led to: first the step itself, then what it let others finish. */
  readonly turns: readonly (readonly Event[])[];
}

/** Plays one order of turns; a turn of a transaction that waits or is over is left out. */
export async function play(
  stage: Stage,
  transactions: readonly Transaction[],
  contents: Contents,
  order: readonly number[],
): Promise<Played> {
  let world = newWorld(transactions, contents, stage.watched.sequences);
  const turns: (readonly Event[])[] = [];
  for (const at of order) {
    const phase = world.running[at]?.phase;
    if (phase === 'waiting') {
      turns.push([]);
      continue;
    }
    const advanced = await advance(stage, world, at);
    world = advanced.world;
    turns.push(advanced.events);
  }
  return { world, turns };
}

/** Rows of each table that are kept, without columns that no two runs agree on, in no order. */
export function finalState(world: World, { unsteady }: Pick<Stage, 'unsteady'>): readonly string[] {
  const rows: string[] = [];
  for (const { table, versions } of world.lines.values()) {
    const last = versions.findLast(({ by }) => by === -1 || world.running[by]?.phase === 'committed');
    if (last?.tuple === undefined) continue;
    const values = Object.entries(last.tuple.values).filter(
      ([column]) => !unsteady.has(`${table}.${column}`),
    );
    rows.push(`${table} (${values.map(([column, value]) => `${column} ${value ?? 'null'}`).join(', ')})`);
  }
  return rows.toSorted();
}
