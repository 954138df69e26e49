import type { ArrivalPattern, MeasuredStep } from '../../model/measurement.ts';
import { arrivalsOf } from './arrivals.ts';
import { drive } from './drive.ts';
import { machineTime, ownTime } from './machine.ts';
import type { ServerClock } from './processes.ts';
import type { Sender } from './sender.ts';
import type { ThreadLog } from './thread-log.ts';
import type { ThreadTime } from './threads.ts';

/** What stays the same from step to step. */
export interface LoadRun {
  readonly sender: Sender;
  readonly clock: ServerClock | undefined;
  readonly threads: ThreadLog;
  readonly arrivals: ArrivalPattern;
  readonly timeoutSeconds: number;
  readonly maxInFlight: number;
}

export interface StepPlan {
  readonly rate: number;
  readonly shares: readonly number[];
  readonly seed: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** CPU seconds so far, of everybody. */
interface Clocks {
  readonly server: number | undefined;
  readonly threads: readonly ThreadTime[] | undefined;
  readonly generator: number;
  readonly machine: ReturnType<typeof machineTime>;
}

const readClocks = (clock: ServerClock | undefined): Clocks => ({
  server: clock?.seconds(),
  threads: clock?.threads(),
  generator: ownTime(),
  machine: machineTime(),
});

/** Sends one step's requests and reads the clocks of server and machine at both ends of the counted window. */
export async function runStep(run: LoadRun, plan: StepPlan): Promise<MeasuredStep> {
  let before = readClocks(run.clock);
  let after = before;
  const start = run.clock?.seconds();
  const idle = run.clock?.threads();
  const driven = await drive(
    {
      next: arrivalsOf({ ...plan, arrivals: run.arrivals }),
      operations: plan.shares.length,
      warmUpSeconds: plan.warmUpSeconds,
      seconds: plan.seconds,
      timeoutSeconds: run.timeoutSeconds,
      maxInFlight: run.maxInFlight,
      opened: () => {
        before = readClocks(run.clock);
      },
      closed: () => {
        after = readClocks(run.clock);
      },
    },
    run.sender.send,
  );
  const end = run.clock?.seconds();
  const threads = run.threads.between(idle, run.clock?.threads());
  const cpu = start === undefined || end === undefined ? undefined : Math.max(0, end - start);
  const whole = {
    ...driven.whole,
    ...(cpu !== undefined && { cpu }),
    ...(threads !== undefined && { threads: threads.map(({ ran }) => ran) }),
  };
  const { rate, shares, seed, warmUpSeconds } = plan;
  const processor = processorOf(before, after, run.threads, driven.seconds);
  return { rate, shares, arrivals: run.arrivals, seed, warmUpSeconds, ...driven, whole, processor };
}

function processorOf(
  before: Clocks,
  after: Clocks,
  log: ThreadLog,
  seconds: number,
): MeasuredStep['processor'] {
  const rate = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : Math.max(0, to - from) / seconds;
  const generator = (after.generator - before.generator) / seconds;
  const server = rate(before.server, after.server);
  const threads = log
    .between(before.threads, after.threads)
    ?.map(({ ran, waited }) => ({ ran: ran / seconds, waited: waited / seconds }));
  const busy = rate(before.machine?.busy, after.machine?.busy);
  const stolen = rate(before.machine?.stolen, after.machine?.stolen);
  return {
    generator,
    ...(server !== undefined && { server }),
    ...(threads !== undefined && {
      waited: threads.reduce((sum, { waited }) => sum + waited, 0),
      threads,
    }),
    ...(busy !== undefined && server !== undefined && { others: Math.max(0, busy - server - generator) }),
    ...(stolen !== undefined && { stolen }),
  };
}
