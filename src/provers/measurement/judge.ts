import type { Verdict } from '../../findings/claim.ts';
import type { ArrivalPattern, MeasuredStep, Measurement } from '../../model/measurement.ts';
import { variableResponse } from '../../queueing/ggc.ts';
import { mixtureOf } from '../../queueing/mixture.ts';
import { studentQuantile } from '../../queueing/student-t.ts';
import { disturbanceOf, foreignDisturbance } from './disturbance.ts';
import { dueRate, fittedServer, predictedMaximum, servedClasses } from './fitted-server.ts';
import type { FittedServer } from './fitted-server.ts';
import { replayedResponse } from './replay.ts';
import type { Arrival } from './replay.ts';

/** The requests of a step again, as its generator made them. */
export type ArrivalsOf = (plan: {
  readonly rate: number;
  readonly arrivals: ArrivalPattern;
  readonly shares: readonly number[];
  readonly seed: number;
}) => () => Arrival;

/** A step beside what the model says of it; times in seconds. */
export interface JudgedStep {
  readonly rate: number;
  /** Part of the server's cores that the model has busy. */
  readonly utilisation: number;
  readonly measured: number;
  /** Half the 95 % interval of the measured mean, from ten parts of the step. */
  readonly halfWidth: number;
  /** M/G/c in the long run (Pollaczek–Khinchine; Lee and Longton for several cores). */
  readonly formula: number;
  /** The same model fed with the very arrivals of the step. */
  readonly predicted: number;
  /** (predicted − measured)/measured. */
  readonly error: number;
  readonly disturbance?: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly server?: FittedServer;
  /** Seconds outside the server's CPU: network, kernel, the generator's timer. A delay station of the model. */
  readonly offset: number;
  readonly maximum?: { readonly measured: number; readonly predicted: number; readonly error: number };
  readonly steps: readonly JudgedStep[];
}

/** Steps below this utilisation tell the offset: hardly anything waits there. */
const lowLoad = 0.35;
/** Steps up to this utilisation are judged. */
const highLoad = 0.82;
const throughputMargin = 0.05;
const responseMargin = 0.15;
/** CPU at the maximum, as part of the cores that the server can use, below which something else is the limit. */
const cpuIsLimit = 0.85;
const intervalLevel = 0.95;

/**
 * Holds a fitted queueing model to what was measured: maximum throughput within 5 %, mean response within 15 % up to
 * 80 % utilisation. Undecided, not wrong, where the machine was not quiet or a step too short for its mean.
 */
export function judge(measurement: Measurement, arrivalsOf: ArrivalsOf): Judgement {
  const server = fittedServer(measurement);
  if (server.kind === 'unfit')
    return { verdict: { kind: 'undecided', reason: server.why }, offset: 0, steps: [] };
  const bare = measurement.steps.map((step) => bareStep(step, server, arrivalsOf, measurement.cores));
  const offset = offsetOf(bare);
  const steps = bare.map((step): JudgedStep => {
    const predicted = step.predicted + offset;
    return { ...step, formula: step.formula + offset, predicted, error: relative(predicted, step.measured) };
  });
  const maximum = maximumOf(measurement, server);
  return {
    verdict: verdictOf(measurement, server, steps, maximum),
    server,
    offset,
    ...(maximum !== undefined && { maximum }),
    steps,
  };
}

const relative = (predicted: number, measured: number): number =>
  measured === 0 ? 0 : predicted / measured - 1;

/** Without the offset, which takes all of them to know. */
function bareStep(
  step: MeasuredStep,
  server: FittedServer,
  arrivalsOf: ArrivalsOf,
  cores: number,
): JudgedStep {
  const classes = servedClasses(server, dueRate(step), step.shares);
  const mixed = mixtureOf(classes);
  const { servers } = server;
  const disturbance = disturbanceOf(step, cores);
  return {
    rate: dueRate(step),
    utilisation: (mixed.arrival * mixed.service) / servers,
    measured: step.response.mean,
    halfWidth: halfWidth(step),
    formula: step.arrivals === 'poisson' ? variableResponse({ ...mixed, servers }) : mixed.service,
    predicted: replayedResponse(
      () => arrivalsOf(step),
      { classes, servers },
      step.warmUpSeconds,
      step.warmUpSeconds + step.seconds,
    ),
    error: 0,
    ...(disturbance !== undefined && { disturbance }),
  };
}

/** Batch means (Law and Kelton, Simulation Modeling and Analysis, ch. 9). Infinite where there are too few. */
function halfWidth({ batches }: MeasuredStep): number {
  const means = batches.filter((mean) => mean !== null);
  if (means.length < 5) return Infinity;
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
  return studentQuantile(intervalLevel, means.length - 1) * Math.sqrt(variance / means.length);
}

/** Median of what the quiet steps at low load take beyond the model; the least of them where none was quiet. */
function offsetOf(steps: readonly JudgedStep[]): number {
  const low = steps.filter(({ utilisation }) => utilisation <= lowLoad);
  const chosen = low.length > 0 ? low : steps.slice(0, 1);
  const quiet = chosen.filter(({ disturbance }) => disturbance === undefined);
  const beyond = (quiet.length > 0 ? quiet : chosen)
    .map(({ measured, predicted }) => measured - predicted)
    .toSorted((a, b) => a - b);
  return Math.max(0, beyond[quiet.length > 0 ? Math.floor((beyond.length - 1) / 2) : 0] ?? 0);
}

function maximumOf({ saturation }: Measurement, server: FittedServer): Judgement['maximum'] {
  if (saturation === undefined) return undefined;
  const measured = saturation.throughput.reduce((sum, rate) => sum + rate, 0);
  const predicted = predictedMaximum(server, saturation.shares);
  return { measured, predicted, error: relative(predicted, measured) };
}

function verdictOf(
  { saturation, cores }: Measurement,
  server: FittedServer,
  steps: readonly JudgedStep[],
  maximum: Judgement['maximum'],
): Verdict {
  const judged = steps.filter(({ utilisation }) => utilisation <= highLoad);
  const disturbed = [
    ...(saturation === undefined ? [] : [foreignDisturbance(saturation, cores)]),
    ...judged.map(({ disturbance }) => disturbance),
  ].filter((why) => why !== undefined);
  if (disturbed.length > 0)
    return undecided(
      `${disturbed.length} of ${judged.length + 1} steps were disturbed (${disturbed[0]}): measure again when nothing else runs`,
    );
  if (saturation === undefined || maximum === undefined)
    return undecided('the maximum throughput was not reached, so it cannot be held against the prediction');
  const busy = saturation.processor.server ?? 0;
  if (busy < cpuIsLimit * server.servers)
    return refuted(
      `at its maximum of ${maximum.measured.toFixed(1)} requests/s the server used only ${busy.toFixed(2)} of ${server.servers} cores: something else is its limit (database, pool, lock, disk)`,
    );
  if (Math.abs(maximum.error) > throughputMargin)
    return refuted(
      `predicted maximum ${maximum.predicted.toFixed(1)} requests/s, measured ${maximum.measured.toFixed(1)} (${percent(maximum.error)})`,
    );
  return responseVerdict(judged);
}

function responseVerdict(judged: readonly JudgedStep[]): Verdict {
  const wrong = judged.filter(({ error }) => Math.abs(error) > responseMargin);
  const [worst] = wrong.toSorted((a, b) => Math.abs(b.error) - Math.abs(a.error));
  if (worst === undefined) return { kind: 'proved' };
  const words = `at ${worst.rate.toFixed(0)} requests/s predicted ${milliseconds(worst.predicted)}, measured ${milliseconds(worst.measured)} ± ${milliseconds(worst.halfWidth)} (${percent(worst.error)})`;
  const isClear = wrong.some(
    ({ predicted, measured, halfWidth: half }) =>
      predicted > (1 + responseMargin) * (measured + half) ||
      predicted < (1 - responseMargin) * (measured - half),
  );
  return isClear ? refuted(words) : undecided(`${words}: too short a step to tell; give more --seconds`);
}

const undecided = (reason: string): Verdict => ({ kind: 'undecided', reason });
const refuted = (counterexample: string): Verdict => ({ kind: 'refuted', counterexample });
const percent = (ratio: number): string => `${ratio > 0 ? '+' : '−'}${Math.abs(ratio * 100).toFixed(1)} %`;
const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`;
