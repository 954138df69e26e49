import type { ArrivalPattern, MeasuredStep } from '../../model/measurement.ts';
import { arrivalsOf } from './arrivals.ts';
import { drive } from './drive.ts';
import { machineTime, ownTime } from './machine.ts';
import type { ServerClock } from './processes.ts';
import type { Sender } from './sender.ts';

/** What stays the same from step to step. */
export interface LoadRun {
  readonly sender: Sender;
  readonly clock: ServerClock | undefined;
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
  readonly waited: number | undefined;
  readonly generator: number;
  readonly machine: ReturnType<typeof machineTime>;
}

const readClocks = (clock: ServerClock | undefined): Clocks => ({
  server: clock?.seconds(),
  waited: clock?.scheduled()?.waited,
  generator: ownTime(),
  machine: machineTime(),
});

/** Sends one step's requests and reads the clocks of server and machine at both ends of the counted window. */
export async function runStep(run: LoadRun, plan: StepPlan): Promise<MeasuredStep> {
  let before = readClocks(run.clock);
  let after = before;
  const start = run.clock?.seconds();
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
  const cpu = start === undefined || end === undefined ? undefined : Math.max(0, end - start);
  const whole = { ...driven.whole, ...(cpu !== undefined && { cpu }) };
  const { rate, shares, seed, warmUpSeconds } = plan;
  const processor = processorOf(before, after, driven.seconds);
  return { rate, shares, arrivals: run.arrivals, seed, warmUpSeconds, ...driven, whole, processor };
}

function processorOf(before: Clocks, after: Clocks, seconds: number): MeasuredStep['processor'] {
  const rate = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : Math.max(0, to - from) / seconds;
  const generator = (after.generator - before.generator) / seconds;
  const server = rate(before.server, after.server);
  const kept = rate(before.waited, after.waited);
  const busy = rate(before.machine?.busy, after.machine?.busy);
  const stolen = rate(before.machine?.stolen, after.machine?.stolen);
  return {
    generator,
    ...(server !== undefined && { server }),
    ...(kept !== undefined && { waited: kept }),
    ...(busy !== undefined && server !== undefined && { others: Math.max(0, busy - server - generator) }),
    ...(stolen !== undefined && { stolen }),
  };
}
