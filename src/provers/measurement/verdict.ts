import type { Verdict } from '../../findings/claim.ts';
import type { Measurement } from '../../model/measurement.ts';
import { foreignDisturbance } from './disturbance.ts';
import type { FittedServer } from './fitted-server.ts';
import type { ComparedTime, JudgedStep, JudgedTrial, Judgement } from './judgement.ts';

/** Steps up to this utilisation are judged. */
const highLoad = 0.82;
const maximumMargin = 0.05;
const margin = 0.15;
/** CPU at the maximum, as part of the cores that the server can use, below which something else is the limit. */
const cpuIsLimit = 0.85;

/**
 * Maximum throughput within 5 %, mean response within 15 % up to 80 % utilisation, and in the trials throughput and p95
 * within 15 % too. Undecided, not wrong, where the machine was not quiet or a step too short to know.
 */
export function verdictOf(
  { saturation, cores }: Measurement,
  server: FittedServer,
  { steps, trials, maximum }: Pick<Judgement, 'steps' | 'trials' | 'maximum'>,
): Verdict {
  const judged = [...steps.filter(({ utilisation }) => utilisation <= highLoad), ...trials];
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
  const limit = server.stations.length > 1 ? 1 : server.servers;
  if (busy < cpuIsLimit * limit)
    return refuted(
      `at its maximum of ${maximum.measured.toFixed(1)} requests/s the server used only ${busy.toFixed(2)} of ${limit} cores: something else is its limit (database, pool, lock, disk)`,
    );
  if (Math.abs(maximum.error) > maximumMargin)
    return refuted(
      `predicted maximum ${maximum.predicted.toFixed(1)} requests/s, measured ${maximum.measured.toFixed(1)} (${percent(maximum.error)})`,
    );
  return throughputVerdict(trials) ?? timesVerdict(judged, trials);
}

function throughputVerdict(trials: readonly JudgedTrial[]): Verdict | undefined {
  const wrong = trials.find(({ throughput }) => Math.abs(throughput.error) > margin);
  if (wrong === undefined) return undefined;
  const { measured, predicted, error } = wrong.throughput;
  return refuted(
    `at ${wrong.rate.toFixed(0)} requests/s predicted ${predicted.toFixed(1)} answers/s, measured ${measured.toFixed(1)} (${percent(error)})`,
  );
}

function timesVerdict(steps: readonly JudgedStep[], trials: readonly JudgedTrial[]): Verdict {
  const times = [
    ...steps.map((step) => ({ rate: step.rate, of: 'mean', time: step })),
    ...trials.map(({ rate, p95 }) => ({ rate, of: 'p95', time: p95 })),
  ];
  const wrong = times.filter(({ time }) => Math.abs(time.error) > margin);
  const [worst] = wrong.toSorted((a, b) => Math.abs(b.time.error) - Math.abs(a.time.error));
  if (worst === undefined) return { kind: 'proved' };
  const { measured, predicted, error, halfWidth } = worst.time;
  const words = `at ${worst.rate.toFixed(0)} requests/s predicted ${worst.of} ${milliseconds(predicted)}, measured ${milliseconds(measured)} ± ${milliseconds(halfWidth)} (${percent(error)})`;
  return wrong.some(({ time }) => isClear(time))
    ? refuted(words)
    : undecided(`${words}: too short a step to tell; give more --seconds`);
}

/** Wrong wherever in its interval the measured time lies. */
const isClear = ({ predicted, measured, halfWidth }: ComparedTime): boolean =>
  predicted > (1 + margin) * (measured + halfWidth) || predicted < (1 - margin) * (measured - halfWidth);

const undecided = (reason: string): Verdict => ({ kind: 'undecided', reason });
const refuted = (counterexample: string): Verdict => ({ kind: 'refuted', counterexample });
const percent = (ratio: number): string => `${ratio > 0 ? '+' : '−'}${Math.abs(ratio * 100).toFixed(1)} %`;
const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`;
