import type { Stage } from './database.ts';
import { isCircle } from './deadlock.ts';
import type { Action, Effect } from './effect.ts';
import { isShown, isUnderWayBy, objectHolders, walk, walkKeys } from './conflicts.ts';
import type { Obstacle } from './conflicts.ts';
import { strongerRowLock } from './row-locks.ts';
import { noteReads } from './reading.ts';
import { afterWriting, beforeCommit } from './serializable.ts';
import { aborted, fail, failed, refuse, settle } from './step-over.ts';
import type { Advanced, Here } from './step-over.ts';
import { interpolate, isTrue, withoutConflict } from './transaction.ts';
import { hangsOnKeys, staleRows } from './unique-keys.ts';
import { apply, release } from './versions.ts';
import { show, withRunning } from './world.ts';
import type { Running, Shown, World } from './world.ts';

/** Times one statement may start over because rows it found are newer than its snapshot. */
const restarts = 100;

/** Lets one transaction take its next step; those that waited for it and are free then go on by themselves. */
export async function advance(stage: Stage, before: World, at: number): Promise<Advanced> {
  const done = await take(stage, before, at);
  return wake(stage, done);
}

async function take(stage: Stage, before: World, at: number): Promise<Advanced> {
  const transaction = before.transactions[at];
  const running = before.running[at];
  const step = transaction && running && transaction.steps[running.next];
  if (transaction === undefined || running === undefined || step === undefined)
    return { world: before, events: [] };
  const here: Here = { stage, at, step, transaction };
  const started: World = { ...before, clock: before.clock + 1 };
  if (!step.when.every(({ variable, holds }) => isTrue(running.variables[variable]) === holds))
    return settle(here, started, { kind: 'passed over' }, {});
  if (step.kind === 'commit') return commit(here, started);
  if (step.kind === 'rollback')
    return settle(here, release(started, at), { kind: 'done', rows: [], affected: 0 }, { phase: 'aborted' });
  if (running.phase === 'failed') return settle(here, started, failed('25P02', aborted), {});
  const isResumed = running.phase === 'waiting' && running.wants === undefined;
  const isNew = transaction.isolation === 'read committed' ? !isResumed : running.snapshot === undefined;
  const world = withRunning(started, at, {
    phase: 'open',
    ...(isNew && step.kind !== 'lock table' && { snapshot: started.commits }),
    ...(!isResumed && { renewed: new Set<string>(), hidden: new Set<string>() }),
  });
  if (isGone(world, at)) return refuse(here, world, true);
  return attempt(here, world, restarts);
}

/** The newest version of a row that is kept, or that marks it as deleted. */
const settledPosition = (world: World, row: string | undefined): number | undefined =>
  world.lines
    .get(row ?? '')
    ?.versions.findLast(({ by }) => by === -1 || world.running[by]?.phase === 'committed')?.position;

/** A row that was waited for is another one by now, or none: a snapshot of the whole transaction does not go on with it. */
function isGone(world: World, at: number): boolean {
  const { waitsAt } = world.running[at] ?? {};
  if (waitsAt === undefined || world.transactions[at]?.isolation === 'read committed') return false;
  return settledPosition(world, waitsAt.row) !== waitsAt.position;
}

async function attempt(here: Here, world: World, left: number): Promise<Advanced> {
  const { stage, at, step } = here;
  const running = world.running[at];
  if (running === undefined) return { world, events: [] };
  if (left === 0) return fail(here, world, 'XX000', 'the statement started over too often');
  const shown = show(world, at, step, new Set(stage.watched.tables.keys()));
  const sql = interpolate(step.sql, running.variables);
  const effect = await stage.run(sql, shown.contents, running.sequences);
  const written = hangsOnKeys(step, effect)
    ? await stage.run(withoutConflict(sql), shown.contents, running.sequences, true)
    : effect;
  const held = objectHolders(world, at, effect.failure === undefined ? effect : written);
  if (held !== undefined) {
    const { lock, by } = held;
    if (step.policy === 'nowait') return fail(here, world, '55P03', 'could not obtain lock');
    return wait(here, world, { kind: 'held', by, on: lock.object }, [], lock);
  }
  const { passed, obstacle } = walk(world, at, step, shown, effect);
  // One that sleeps on looks at nothing.
  const sleeps = obstacle?.kind === 'held' && running.since > 0;
  const read = sleeps
    ? { world, refused: false }
    : await noteReads(here, world, shown, { sql, effect, written, waits: obstacle !== undefined });
  if (read.refused) return refuse(here, read.world);
  const locked = withRunning(read.world, at, {
    rowLocks: withLocks(running, passed),
    objectLocks: [...running.objectLocks, ...effect.locks],
  });
  // Foreign keys are looked at when everything is written.
  const done = effect.failure?.code === '23503' ? written.actions : passed;
  if (obstacle !== undefined) return meet(here, locked, obstacle, done, left);
  if (written !== effect) {
    const judged = await judgeKeys(here, locked, shown, effect, written, left);
    if (judged !== undefined) return judged;
  }
  if (effect.failure !== undefined)
    return fail(here, locked, effect.failure.code ?? 'XX000', effect.failure.message);
  return complete(here, locked, shown, effect);
}

/**
 * The statement without unique indexes, foreign keys and triggers tells what it would have written: whose keys are in
 * its way at this moment, and what other serializable transactions have read of it. All that comes before PostgreSQL
 * tells a duplicate, leaves a row out (ON CONFLICT) or looks at foreign keys.
 */
async function judgeKeys(
  here: Here,
  world: World,
  shown: Shown,
  effect: Effect,
  written: Effect,
  left: number,
): Promise<Advanced | undefined> {
  const { at, step } = here;
  const running = world.running[at];
  if (running === undefined) return undefined;
  const { passed, obstacle } = walkKeys(world, at, step, shown, written);
  if (obstacle !== undefined && !isShown(shown, obstacle)) return meet(here, world, obstacle, passed, left);
  const stale = effect.failure?.code === '23503' ? [] : staleRows(world, at, shown, effect);
  if (stale.some((row) => !running.renewed.has(row)))
    return attempt(
      here,
      withRunning(world, at, { renewed: new Set([...running.renewed, ...stale]) }),
      left - 1,
    );
  if (effect.failure === undefined) return undefined;
  const judged = afterWriting(world, at, written.actions, shown);
  return judged.refused ? refuse(here, judged.world) : undefined;
}

/** It met another transaction on a row: it waits, takes the newest version, leaves the row out, or is refused. */
function meet(
  here: Here,
  world: World,
  obstacle: Obstacle,
  passed: readonly Action[],
  left: number,
): Promise<Advanced> | Advanced {
  const { at, step, transaction } = here;
  const running = world.running[at];
  if (running === undefined) return { world, events: [] };
  if (obstacle.kind === 'held') {
    if (obstacle.row !== undefined && step.policy === 'nowait')
      return fail(here, world, '55P03', 'could not obtain lock on row');
    if (obstacle.row === undefined || step.policy !== 'skip locked')
      return wait(here, world, obstacle, passed);
    const hidden = new Set([...running.hidden, obstacle.row]);
    return attempt(here, withRunning(world, at, { hidden }), left - 1);
  }
  // A key that is taken is told as that, whatever the snapshot; ON CONFLICT cannot act on a row it does not see.
  const isDuplicate = obstacle.kind === 'duplicate' && !step.upsert;
  const isNow = transaction.isolation === 'read committed' || isDuplicate;
  if (!isNow) return refuse(here, world, obstacle.kind === 'newer' && obstacle.deleted);
  const renewed = new Set([...running.renewed, obstacle.row]);
  return attempt(here, withRunning(world, at, { renewed }), left - 1);
}

function wait(
  here: Here,
  world: World,
  { by, on, row }: Extract<Obstacle, { kind: 'held' }>,
  passed: readonly Action[],
  wants?: Running['wants'],
): Advanced {
  const { at } = here;
  const running = world.running[at];
  if (running === undefined) return { world, events: [] };
  const isStill = running.since > 0;
  const { wants: _, waitsAt: __, ...rest } = running;
  const position = settledPosition(world, row);
  const next: Running = {
    ...rest,
    phase: 'waiting',
    ...(row !== undefined && position !== undefined && { waitsAt: { row, position } }),
    waitsFor: by,
    waitsOn: on,
    since: isStill ? running.since : world.clock,
    pending: passed.flatMap((action) => (action.kind === 'lock' ? [] : [action])),
    ...(wants !== undefined && { wants }),
  };
  const waiting = { ...world, running: world.running.map((one, index) => (index === at ? next : one)) };
  if (isCircle(waiting, at)) return fail(here, waiting, '40P01', 'deadlock detected');
  if (isStill) return { world: waiting, events: [] };
  return {
    world: waiting,
    events: [{ transaction: at, step: running.next, result: { kind: 'waits', by, on } }],
  };
}

const withLocks = ({ rowLocks }: Running, actions: readonly Action[]): Running['rowLocks'] => {
  const locks = new Map(rowLocks);
  for (const action of actions)
    if (action.kind !== 'insert') locks.set(action.row, strongerRowLock(locks.get(action.row), action.mode));
  return locks;
};

function complete(here: Here, world: World, shown: Shown, effect: Effect): Promise<Advanced> | Advanced {
  const { at, step } = here;
  const written = afterWriting(world, at, effect.actions, shown);
  if (written.refused) return refuse(here, written.world);
  const applied = apply(written.world, at, effect.actions);
  const running = applied.running[at];
  const [row] = effect.rows;
  const kept =
    step.keep === undefined || row === undefined
      ? {}
      : Object.fromEntries(Object.entries(row).map(([name, value]) => [`${step.keep ?? ''}${name}`, value]));
  return settle(
    here,
    applied,
    { kind: 'done', rows: effect.rows, affected: effect.affected },
    {
      phase: 'open',
      variables: { ...running?.variables, ...kept },
      sequences: { ...running?.sequences, ...effect.sequences },
      wrote: running?.wrote === true || effect.actions.some(({ kind }) => kind !== 'lock'),
    },
  );
}

async function commit(here: Here, world: World): Promise<Advanced> {
  const { at } = here;
  if (world.running[at]?.phase === 'failed')
    return settle(here, world, { kind: 'done', rows: [], affected: 0 }, { phase: 'aborted' });
  const judged = beforeCommit(world, at);
  if (judged.refused) {
    const { world: gone, events } = await refuse(here, judged.world);
    return { world: withRunning(gone, at, { phase: 'aborted' }), events };
  }
  const commits = judged.world.commits + 1;
  return settle(
    here,
    { ...judged.world, commits },
    { kind: 'done', rows: [], affected: 0 },
    {
      phase: 'committed',
      committedAt: commits,
      rowLocks: new Map(),
      objectLocks: [],
    },
  );
}

/** Those that waited for others that are over now try again, the longest waiting first, until nobody gets further. */
async function wake(stage: Stage, { world, events }: Advanced): Promise<Advanced> {
  const all = [...events];
  let now = world;
  const waiting = (): readonly number[] =>
    now.running
      .flatMap(({ phase, since, waitsFor }, at) =>
        phase === 'waiting' && !waitsFor.some((by) => isUnderWayBy(now, by)) ? [{ at, since }] : [],
      )
      .toSorted((a, b) => a.since - b.since)
      .map(({ at }) => at);
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const at of waiting()) {
      const tried = await take(stage, now, at);
      now = tried.world;
      all.push(...tried.events);
      if (tried.events.length > 0) isMoving = true;
      if (isMoving) break;
    }
  }
  return { world: now, events: all };
}
