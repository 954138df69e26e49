import type PgBoss from 'pg-boss';
import { owner } from '../../database/database.ts';
import type { Row } from '../../../provers/postgres/session.ts';
import type { Running } from '../../running.ts';
import { backOffOf } from '../back-off.ts';
import type { Flows } from '../flows.ts';
import { loopOf } from '../loop.ts';
import type { Loop } from '../loop.ts';
import { takeAccepted, workOn, workQueue } from './accepted.ts';
import { failLost, jobCounts, jobSchema, openBoss } from './boss.ts';
import type { Accepted } from './long-work.ts';
import { periodOf } from './period.ts';
import { scheduledWork } from './scheduled.ts';
import type { ScheduledWork } from './scheduled.ts';

export interface Jobs {
  /** Opens the queue and begins to work; until then nothing is lost, it waits in its tables. */
  readonly begin: () => Promise<void>;
  readonly isReady: () => boolean;
  /** Something was accepted: it is taken soon. */
  readonly wake: () => void;
  /** Runs a schedule now. @throws when there is none of this id */
  readonly runNow: (id: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly schedules: readonly string[];
  /** Schedules that a package tells in words alone, or that need what nobody hands in. */
  readonly inWords: readonly string[];
  readonly figures: () => Promise<Awaited<ReturnType<typeof jobCounts>>>;
  /** Jobs whose attempts are used up. */
  readonly deadLetters: () => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
}

const [scheduleQueue, deadQueue] = ['schedules', 'dead-letters'];

interface Scheduled {
  readonly id: string;
  readonly schedule: string;
  readonly work: ScheduledWork;
}

/** The queue, and the workers on it. */
interface Open {
  readonly boss: PgBoss;
  readonly workers: readonly string[];
}

export function jobsOf(
  running: Running,
  flows: () => Flows,
  {
    schedules,
    fault,
    done,
  }: {
    readonly schedules: boolean;
    readonly fault: (error: unknown) => void;
    readonly done: () => void;
  },
): Jobs {
  const all = running.backend.processes.jobs.filter(({ kind }) => kind === 'schedule');
  const known = all.flatMap(({ id, schedule = '', ...job }): readonly Scheduled[] => {
    const work = scheduledWork(running, flows, { id, ...job });
    return work === undefined || periodOf(schedule, 0) === undefined ? [] : [{ id, schedule, work }];
  });
  const ticking = tickerOf(running, schedules ? known : []);
  let open: Open | undefined;
  const { loop, lookNow } = roundsOf(running, ticking, () => open, fault);
  return {
    begin: async () => {
      const boss = await openBoss(running.database, fault);
      await addQueues(running, boss);
      await failLost(running.database, boss);
      open = { boss, workers: await workersOf(running, flows, boss, known, done) };
      loop.wake();
    },
    isReady: () => open !== undefined,
    wake: lookNow,
    runNow: async (id) => {
      const found = known.find((each) => each.id === id);
      if (found === undefined) throw new Error(`there is no schedule ${id} that does something`);
      return found.work(running.clock.now().getTime());
    },
    schedules: known.map(({ id }) => id),
    inWords: all.map(({ id }) => id).filter((id) => known.every((each) => each.id !== id)),
    figures: async () => (open === undefined ? [] : jobCounts(running.database)),
    deadLetters: async () => (open === undefined ? [] : deadLettersIn(running)),
    close: async () => {
      await loop.stop();
      const boss = open?.boss;
      open = undefined;
      await boss?.stop({ graceful: true, wait: true, close: false, timeout: 5000 });
    },
  };
}

/** Looks whether a period has begun each second, and for what was accepted when somebody tells of it. */
function roundsOf(
  running: Running,
  ticking: (boss: PgBoss) => Promise<number>,
  opened: () => Open | undefined,
  fault: (error: unknown) => void,
): { readonly loop: Loop; readonly lookNow: () => void } {
  // Of what was accepted before, or by another process, nobody tells.
  let lookAt = 0;
  const notifyWorkers = (): void => {
    const open = opened();
    for (const worker of open?.workers ?? []) open?.boss.notifyWorker(worker);
  };
  const round = async (): Promise<boolean> => {
    const open = opened();
    if (open === undefined) return false;
    const ticked = await ticking(open.boss);
    const isLooking = performance.now() >= lookAt;
    if (isLooking) lookAt = performance.now() + slowLookSeconds * 1000;
    const taken = isLooking ? await takeAccepted(running, open.boss) : 0;
    if (ticked + taken > 0) notifyWorkers();
    // Only so many are taken at a time.
    if (taken > 0) lookAt = 0;
    return taken > 0;
  };
  const loop = loopOf(round, { every: 1000, fault });
  const lookNow = (): void => {
    lookAt = 0;
    loop.wake();
  };
  for (const table of running.delivered.named('status-take')?.tables.slice(0, 1) ?? [])
    running.inserts.listen(table, lookNow);
  // Pauses between attempts end when time travels.
  running.clock.onTravel(async () => {
    notifyWorkers();
    lookNow();
  });
  return { loop, lookNow };
}

async function deadLettersIn({ database }: Running): Promise<readonly Row[]> {
  const { rows } = await database.query(
    owner,
    `select id, data, output, created_on from ${jobSchema}.job where name = $1 order by created_on limit 100`,
    [deadQueue],
  );
  return rows;
}

const workersOf = async (
  running: Running,
  flows: () => Flows,
  boss: PgBoss,
  known: readonly Scheduled[],
  done: () => void,
): Promise<readonly string[]> => [
  await boss.work<{ id: string; period: number }>(scheduleQueue, poll, async ([job]) => {
    const scheduled = known.find(({ id }) => id === job?.data.id);
    const result = await scheduled?.work(job?.data.period ?? 0);
    done();
    return result;
  }),
  await boss.work<Accepted>(workQueue, { ...poll, includeMetadata: true }, async ([job]) => {
    if (job === undefined) return;
    const { data, retryCount, retryLimit } = job;
    await workOn(running, flows, data, Number(retryCount) >= Number(retryLimit));
    done();
  }),
];

/** Seconds between looks for what nobody told of: other processes may write as well, and attempts come due again. */
const slowLookSeconds = 5;
const poll = { pollingIntervalSeconds: slowLookSeconds, batchSize: 1 };

/** Attempts and back-off as the model says of schedules and of long work. */
async function addQueues({ backend }: Running, boss: PgBoss): Promise<void> {
  const { jobs } = backend.processes;
  await boss.createQueue(deadQueue);
  for (const [name, job] of [
    [scheduleQueue, jobs.find(({ kind }) => kind === 'schedule')],
    [workQueue, jobs.find(({ queue }) => queue === 'long-work')],
  ] as const)
    await boss.createQueue(name, {
      name,
      policy: 'standard',
      retryLimit: (job?.attempts?.value ?? 3) - 1,
      retryDelay: Math.max(1, Math.round(backOffOf(job ?? {}).first / 1000)),
      retryBackoff: true,
      expireInSeconds: Math.max(60, job?.timeout?.value ?? 900),
      deadLetter: deadQueue,
    });
}

/** Sends a job for each schedule whose period has changed; the same period is the same job. */
function tickerOf(running: Running, known: readonly Scheduled[]): (boss: PgBoss) => Promise<number> {
  const now = (): number => running.clock.now().getTime();
  const seen = new Map(known.map(({ id, schedule }) => [id, periodOf(schedule, now())]));
  return async (boss) => {
    let sent = 0;
    for (const { id, schedule } of known) {
      const period = periodOf(schedule, now());
      if (period === undefined || period === seen.get(id)) continue;
      await boss.send(
        scheduleQueue,
        { id, period },
        { id: running.ids.of(new Date(period), 'schedule', id) },
      );
      seen.set(id, period);
      sent++;
    }
    return sent;
  };
}
