import { availableParallelism } from 'node:os';
import type {
  ArrivalPattern,
  MeasuredOperation,
  MeasuredStep,
  Measurement,
} from '../../model/measurement.ts';
import { ladderOf, shuffled } from './ladder.ts';
import type { Rung } from './ladder.ts';
import type { LoopbackTarget } from './loopback.ts';
import { findMaximum } from './maximum.ts';
import type { Maximum, Repeat } from './maximum.ts';
import { withoutQuery } from './plan.ts';
import type { PlannedOperation } from './plan.ts';
import { LoadProblem } from './problem.ts';
import { serverClock } from './processes.ts';
import type { ServerClockResult } from './processes.ts';
import { sender } from './sender.ts';
import type { Sender } from './sender.ts';
import { settling } from './settle.ts';
import type { Settle } from './settle.ts';
import { singleRequests } from './single.ts';
import { runStep } from './step.ts';
import type { LoadRun } from './step.ts';
import { threadLog, withBusyThreads } from './thread-log.ts';

export interface MeasureSettings {
  readonly arrivals: ArrivalPattern;
  readonly seed: number;
  /** Counted seconds of a step. */
  readonly seconds: number;
  /** Requests a second of the ladder; derived from the maximum when empty. */
  readonly rates: readonly number[];
  readonly maxRate: number;
  /** Process to watch instead of the one that listens. */
  readonly processId?: number;
  /** Why a step says nothing of the server (other processes had the CPU …); undefined when it does. */
  readonly disturbance: (step: MeasuredStep, cores: number) => string | undefined;
  /** Seconds that may be spent, in all, on repeating disturbed steps. */
  readonly patienceSeconds: number;
  readonly progress: (line: string) => void;
}

const cores = availableParallelism();
const warmUpSeconds = 1;
const timeoutSeconds = 10;
const maxSockets = 256;
const maxInFlight = 20_000;

/**
 * Loads one server on this machine and tells what was seen: its maximum, then a ladder of rates below it with CPU time
 * and response times. @throws LoadProblem when an operation is not answered as it should be
 */
export async function measureServer(
  target: LoopbackTarget,
  operations: readonly PlannedOperation[],
  settings: MeasureSettings,
): Promise<Measurement> {
  const requests = sender(target, operations, maxSockets);
  try {
    for (const [index, operation] of operations.entries()) await preflight(requests, index, operation);
    const watched = serverClock(target.port, settings.processId);
    const clock = watched.kind === 'clock' ? watched.clock : undefined;
    const run: LoadRun = {
      sender: requests,
      clock,
      threads: threadLog(),
      arrivals: settings.arrivals,
      timeoutSeconds,
      maxInFlight,
    };
    const weights = operations.reduce((sum, { weight }) => sum + weight, 0);
    const shares = operations.map(({ weight }) => weight / weights);
    const settle = await settling(clock);
    const repeat = patient(settings, settle);
    const first = await findMaximum(run, { shares, cores, ...settings, repeat });
    const single: MeasuredOperation['single'][] = [];
    for (const [index, { name }] of operations.entries()) {
      settings.progress(`single requests: ${name}`);
      single.push(await singleRequests(requests, clock, index, run.threads));
    }
    const costs = single.map((requests) => requests?.mean);
    const ladder = ladderOf({ maximum: first.reference, shares, given: settings.rates, costs });
    const steps = await climb(run, settings, ladder, repeat);
    // What a server can do once it is warm: compiled, and with statistics of the rows that the steps left.
    const maximum = await findMaximum(run, { shares, cores, ...settings, repeat, from: first.reference });
    const trials = await tryOut(run, settings, maximum, shares, repeat);
    const { threads, ...seen } = withBusyThreads({
      threads: run.threads.seen(),
      operations: operations.map((operation, index) => told(operation, shares[index] ?? 0, single[index])),
      steps,
      trials,
      ...(maximum.kind === 'found' && { saturation: maximum.step }),
    });
    return {
      kind: 'plumbline-measurement',
      schemaVersion: 1,
      target: target.origin,
      ...seen,
      cores,
      server: serverOf(watched),
      ...(threads.length > 0 && { threads }),
      notes: notesOf(watched, maximum, [...steps, ...trials]),
    };
  } finally {
    requests.close();
  }
}

const told = (
  { name, method, path }: PlannedOperation,
  share: number,
  single: MeasuredOperation['single'],
): MeasuredOperation => ({
  name,
  method,
  path: withoutQuery(path),
  share,
  ...(single !== undefined && { single }),
});

async function preflight(
  requests: Sender,
  index: number,
  { method, path, name }: PlannedOperation,
): Promise<void> {
  let status: number;
  try {
    status = await requests.ask(index, timeoutSeconds);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LoadProblem(
      `${name} gets no answer: ${why}`,
      'See what the server logs, and try it by hand.',
      path,
    );
  }
  if (status >= 400)
    throw new LoadProblem(
      `${name} is answered with ${status}`,
      'Name a path that is answered; a plan (--plan) can give headers and a body.',
      `${method} ${path}`,
    );
}

async function climb(
  run: LoadRun,
  settings: MeasureSettings,
  ladder: readonly Rung[],
  repeat: Repeat,
): Promise<readonly MeasuredStep[]> {
  const { seconds, seed, maxRate, progress } = settings;
  const rungs = ladder.map((rung, index) => ({
    rate: Math.min(rung.rate, maxRate),
    shares: rung.shares,
    seed: seed + 2000 + index,
  }));
  const steps: MeasuredStep[] = [];
  for (const rung of shuffled(rungs)) {
    progress(
      `step ${steps.length + 1} of ${rungs.length}: ${Math.round(rung.rate)} requests/s for ${seconds} s`,
    );
    steps.push(await repeat(async () => await runStep(run, { ...rung, warmUpSeconds, seconds })));
  }
  return steps.toSorted((a, b) => a.rate - b.rate || a.seed - b.seed);
}

/** Loads at which a prediction is held to what is then measured, as parts of the maximum. */
const trialParts = [0.5, 0.8];
/** Times as long as a step of the ladder: the tail of a busy queue takes many requests to know. */
const trialLength = 3;

async function tryOut(
  run: LoadRun,
  { seconds, seed, maxRate, progress }: MeasureSettings,
  { reference }: Maximum,
  shares: readonly number[],
  repeat: Repeat,
): Promise<readonly MeasuredStep[]> {
  const trials: MeasuredStep[] = [];
  for (const [index, part] of trialParts.entries()) {
    const rate = Math.min(maxRate, part * reference);
    progress(`trial: ${Math.round(rate)} requests/s for ${seconds * trialLength} s`);
    const plan = { rate, shares, seed: seed + 3000 + index, warmUpSeconds, seconds: seconds * trialLength };
    trials.push(await repeat(async () => await runStep(run, plan)));
  }
  return trials;
}

/**
 * Repeats a step while it was disturbed and there is time left for it, and keeps the one in which others took least.
 * The clock decides how often, so two runs may differ; what is kept says itself how quiet it was.
 */
function patient({ disturbance, patienceSeconds, progress }: MeasureSettings, settle: Settle): Repeat {
  let left = patienceSeconds;
  return async (step) => {
    await settle();
    let best = await step();
    for (let why = disturbance(best, cores); why !== undefined && left > 0; why = disturbance(best, cores)) {
      progress(`disturbed, once more: ${why}`);
      const start = performance.now();
      await settle();
      const again = await step();
      left -= (performance.now() - start) / 1000;
      if (disturbance(again, cores) === undefined || foreign(again) < foreign(best)) best = again;
    }
    return best;
  };
}

const foreign = ({ processor: { waited, others, stolen } }: MeasuredStep): number =>
  waited ?? (others ?? 0) + (stolen ?? 0);

const serverOf = (watched: ServerClockResult): Measurement['server'] =>
  watched.kind === 'clock'
    ? { kind: 'watched', processes: watched.clock.processes(), command: watched.clock.command }
    : watched;

function notesOf(
  watched: ServerClockResult,
  maximum: Maximum,
  steps: readonly MeasuredStep[],
): readonly string[] {
  const dropped = steps.reduce((sum, { requests }) => sum + requests.dropped, 0);
  const timedOut = steps.reduce((sum, { requests }) => sum + requests.timedOut, 0);
  const refused = steps.reduce((sum, { requests }) => sum + requests.refused, 0);
  const failed = steps.reduce((sum, { requests }) => sum + requests.failed, 0);
  return [
    ...(watched.kind === 'unwatched' ? [watched.why] : []),
    ...(maximum.kind === 'beyond' ? [`the maximum throughput was not reached: ${maximum.why}`] : []),
    ...(dropped > 0
      ? [`${dropped} requests were not sent: ${maxInFlight} were already under way, so responses are too low`]
      : []),
    ...(timedOut > 0
      ? [`${timedOut} requests timed out after ${timeoutSeconds} s and count with that time`]
      : []),
    ...(refused > 0 ? [`${refused} answers had a status of 400 or more and are in no response time`] : []),
    ...(failed > 0 ? [`${failed} connections broke`] : []),
  ];
}
