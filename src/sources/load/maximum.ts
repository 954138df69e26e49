import type { MeasuredStep } from '../../model/measurement.ts';
import { runStep } from './step.ts';
import type { LoadRun } from './step.ts';

/** Runs a step, and again while something disturbed it. */
export type Repeat = (step: () => Promise<MeasuredStep>) => Promise<MeasuredStep>;

export interface MaximumSettings {
  readonly shares: readonly number[];
  readonly seed: number;
  /** Requests a second that are never exceeded. */
  readonly maxRate: number;
  /** Counted seconds at a supposed maximum: long enough that work which answers leave behind is due within them. */
  readonly seconds: number;
  readonly repeat: Repeat;
  /** Whether other processes kept the server from the CPU. */
  readonly disturbance: (step: MeasuredStep, cores: number) => string | undefined;
  readonly cores: number;
  /** Requests a second to begin with; those of a server that nothing is known of when absent. */
  readonly from?: number;
  readonly progress: (line: string) => void;
}

/**
 * What the server completes each second when it is asked for more than it can do. `reference` is the rate that the
 * ladder is laid out by: that maximum, or more where others kept the server from it.
 */
export type Maximum =
  | { readonly kind: 'found'; readonly reference: number; readonly step: MeasuredStep }
  /** The limit lies above what was asked for; `reference` is the most that was seen. */
  | { readonly kind: 'beyond'; readonly reference: number; readonly why: string };

const firstRate = 20;
const rampSeconds = 1;
const rampWarmUp = 0.3;
/** Answered share of a step's requests, within the step, below which the server does not keep up. */
const keepsUp = 0.9;
/** How far beyond its limit the server is driven to see it: the backlog stays that of some seconds. */
const beyond = 1.25;
/** A generator that uses this much of its one core measures itself. */
const generatorLimit = 0.8;

/** Requests that may be under way at the end of a step without meaning anything. */
const underWay = 3;
/** Steps of the ramp, those at a supposed maximum included. */
const mostSteps = 30;

/**
 * Doubles the rate each second until the server no longer keeps up, then asks for a quarter more than it completed:
 * what it completes then is its maximum, unless it keeps up after all (a slow answer is no full queue) and the ramp
 * goes on from there. The number of steps, and so the time, is bounded.
 */
export async function findMaximum(run: LoadRun, settings: MaximumSettings): Promise<Maximum> {
  const { maxRate, progress } = settings;
  let most = 0;
  let rate = Math.min(settings.from ?? firstRate, maxRate);
  for (let steps = 0; steps < mostSteps; steps++) {
    progress(`ramp: ${Math.round(rate)} requests/s`);
    const plan = { shares: settings.shares, seed: settings.seed + steps };
    const step = await runStep(run, { ...plan, rate, warmUpSeconds: rampWarmUp, seconds: rampSeconds });
    most = Math.max(most, total(step));
    const reach = settings.disturbance(step, settings.cores) === undefined ? 0 : oneCore(step);
    if (!isBehind(step) || rate < reach) {
      if (rate >= maxRate) return allowed(most, maxRate);
      rate = Math.min(maxRate, rate * 2);
      continue;
    }
    if (step.processor.generator > generatorLimit)
      return { kind: 'beyond', reference: most, why: 'the generator itself was at its limit' };
    rate = Math.min(maxRate, Math.max(firstRate, most * beyond));
    const asked = rate;
    progress(`maximum: ${Math.round(rate)} requests/s for ${settings.seconds} s`);
    const full = await settings.repeat(
      async () => await runStep(run, { ...plan, rate: asked, warmUpSeconds: 1, seconds: settings.seconds }),
    );
    most = Math.max(most, total(full));
    if (isBehind(full)) return { kind: 'found', reference: referenceOf(full, settings), step: full };
    if (rate >= maxRate) return allowed(most, maxRate);
    rate = Math.min(maxRate, rate * beyond);
  }
  return { kind: 'beyond', reference: most, why: 'it changed from step to step' };
}

const allowed = (reference: number, maxRate: number): Maximum => ({
  kind: 'beyond',
  reference,
  why: `no more than ${maxRate} requests/s were allowed`,
});

/** Requests a second that would keep one core busy, by the CPU of those that were answered; 0 where it is unknown. */
const oneCore = (step: MeasuredStep): number => {
  const { server = 0 } = step.processor;
  return server > 0 ? total(step) / server : 0;
};

const referenceOf = (full: MeasuredStep, { disturbance, cores, maxRate }: MaximumSettings): number =>
  disturbance(full, cores) === undefined
    ? total(full)
    : Math.min(maxRate, Math.max(total(full), oneCore(full)));

const total = ({ throughput }: MeasuredStep): number => throughput.reduce((sum, part) => sum + part, 0);

/** Against what fell due, not the planned rate: few Poisson arrivals a second differ much from their mean. */
const isBehind = (step: MeasuredStep): boolean =>
  total(step) * step.seconds < keepsUp * (step.requests.sent + step.requests.dropped) - underWay;
