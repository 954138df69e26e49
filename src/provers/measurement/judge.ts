import type { ArrivalPattern, MeasuredStep, Measurement } from '../../model/measurement.ts';
import { longRunResponse } from './long-run.ts';
import { studentQuantile } from '../../queueing/student-t.ts';
import { disturbanceOf } from './disturbance.ts';
import {
  besideStations,
  dueRate,
  fittedServer,
  cpuLeft,
  servedClasses,
  utilisationOf,
} from './fitted-server.ts';
import type { FittedServer } from './fitted-server.ts';
import { compared } from './judgement.ts';
import type { JudgedStep, Judgement } from './judgement.ts';
import { replayed } from './replay.ts';
import type { Arrival, Replayed } from './replay.ts';
import { verdictOf } from './verdict.ts';

/** The requests of a step again, as its generator made them. */
export type ArrivalsOf = (plan: {
  readonly rate: number;
  readonly arrivals: ArrivalPattern;
  readonly shares: readonly number[];
  readonly seed: number;
}) => () => Arrival;

/** Steps below this utilisation tell the offset: hardly anything waits there. */
const lowLoad = 0.35;
const intervalLevel = 0.95;

/** Holds a fitted queueing model to what was measured. */
export function judge(measurement: Measurement, arrivalsOf: ArrivalsOf): Judgement {
  const { steps, trials, saturation, cores } = measurement;
  const server = fittedServer(measurement);
  if (server.kind === 'unfit')
    return { verdict: { kind: 'undecided', reason: server.why }, offset: 0, steps: [], trials: [] };
  const again = (step: MeasuredStep): Bare => ({ step, model: replay(step, server, arrivalsOf, cores) });
  const bare = steps.map(again);
  const offset = offsetOf(bare, server, cores);
  const full = saturation === undefined ? undefined : again(saturation);
  const judged: Omit<Judgement, 'verdict'> = {
    server,
    offset,
    ...(full !== undefined && { maximum: compared(answers(full.step), full.model.throughput) }),
    steps: bare.map((each) => judgedStep(each, server, offset, cores)),
    trials: trials.map((step) => {
      const each = again(step);
      return {
        ...judgedStep(each, server, offset, cores),
        throughput: compared(answers(step), each.model.throughput),
        p95: {
          ...compared(step.response.p95, each.model.p95 + offset),
          halfWidth: halfWidth(step.tails),
        },
      };
    }),
  };
  return { verdict: verdictOf(measurement, server, judged), ...judged };
}

const answers = ({ throughput }: MeasuredStep): number => throughput.reduce((sum, part) => sum + part, 0);

/** A step and what the model makes of it, without the offset, which takes all of them to know. */
interface Bare {
  readonly step: MeasuredStep;
  readonly model: Replayed;
}

/** The generator looks at its clock at equal distances: what falls due goes out half of one later on average. */
const ticksLate = 2;

function replay(step: MeasuredStep, server: FittedServer, arrivalsOf: ArrivalsOf, cores: number): Replayed {
  const { shares, processor, warmUpSeconds, seconds, lateness } = step;
  const rate = dueRate(step);
  const stations = server.stations.map((station) => ({
    servers: station.servers,
    classes: servedClasses(station, rate, shares),
    waking: station.waking / cpuLeft(station),
  }));
  const free = cores - processor.generator - besideStations(server, rate, shares);
  return replayed(
    () => arrivalsOf(step),
    { stations, cores: Math.max(free, 0.1) },
    { from: warmUpSeconds, to: warmUpSeconds + seconds, tick: ticksLate * lateness.mean },
  );
}

function judgedStep({ step, model }: Bare, server: FittedServer, offset: number, cores: number): JudgedStep {
  const disturbance = disturbanceOf(step, cores);
  const rate = dueRate(step);
  return {
    rate,
    utilisation: utilisationOf(server, rate, step.shares),
    ...compared(step.response.mean, model.mean + offset),
    halfWidth: halfWidth(step.batches),
    longRun: longRunResponse(server, rate, step.shares) + offset,
    ...(disturbance !== undefined && { disturbance }),
  };
}

/** Batch means (Law and Kelton, Simulation Modeling and Analysis, ch. 9). Infinite where there are too few. */
function halfWidth(batches: readonly (number | null)[]): number {
  const values = batches.filter((value) => value !== null);
  if (values.length < 5) return Infinity;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return studentQuantile(intervalLevel, values.length - 1) * Math.sqrt(variance / values.length);
}

/** Median of what the quiet steps at low load take beyond the model; the least of them where none was quiet. */
function offsetOf(steps: readonly Bare[], server: FittedServer, cores: number): number {
  const low = steps.filter(({ step }) => utilisationOf(server, dueRate(step), step.shares) <= lowLoad);
  const chosen = low.length > 0 ? low : steps.slice(0, 1);
  const quiet = chosen.filter(({ step }) => disturbanceOf(step, cores) === undefined);
  const beyond = (quiet.length > 0 ? quiet : chosen)
    .map(({ step, model }) => step.response.mean - model.mean)
    .toSorted((a, b) => a - b);
  return Math.max(0, beyond[quiet.length > 0 ? Math.floor((beyond.length - 1) / 2) : 0] ?? 0);
}
