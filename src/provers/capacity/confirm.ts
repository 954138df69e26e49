import type { IntervalEstimate } from '../../model/network-figures.ts';
import { six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { sumAgreement } from './judge.ts';
import type { Budget, Queue } from './network.ts';
import { wayOf } from './network.ts';
import type { SimulatedLoad } from './simulated.ts';

/** Relative difference that the two-moment formulas for queues with variable service are allowed beside the interval. */
const formulaAgreement = 0.05;

/** The mean response of a station, held against the simulation of the whole load. */
export function confirmStation(settled: Settled, queue: Queue, load: SimulatedLoad): Settled {
  const simulated = load.station(queue.container);
  // With exponential service the formula is exact and stands alone.
  if (simulated === undefined) return unconfirmed(settled, load, queue.scv === 1);
  const measured = withMeasured(settled, {
    simulatedMeanMs: six(simulated.mean * 1000),
    simulatedMeanHalfWidthMs: six(simulated.halfWidth * 1000),
  });
  return confirmed(measured, 'mean response', queue.stated.response, simulated, formulaAgreement);
}

/** The percentile of an objective, held against the simulation; the limit decides where the interval reaches it. */
export function confirmLatency(settled: Settled, budget: Budget, load: SimulatedLoad): Settled {
  const { objective, stated, workload } = budget;
  if (objective === undefined) return settled;
  const { percentile, limit } = objective;
  const simulated = load.percentile(wayOf(budget), percentile) ?? load.percentile(workload, percentile);
  if (simulated === undefined) return unconfirmed(settled, load, false);
  const raised = load.raised(wayOf(budget)) ?? load.raised(workload);
  const measured = withMeasured(settled, {
    simulatedMs: six(simulated.mean * 1000),
    simulatedHalfWidthMs: six(simulated.halfWidth * 1000),
    ...(raised !== undefined && { simulatedAtRequestsPerSecond: six(raised) }),
  });
  const isOver = simulated.mean - simulated.halfWidth > limit;
  const isUnder = simulated.mean + simulated.halfWidth <= limit;
  if (settled.verdict.kind === 'proved' && !isUnder)
    return disagreeing(measured, `p${percentile} against ${six(limit * 1000)} ms`, simulated);
  if (settled.verdict.kind === 'refuted' && !isOver)
    return disagreeing(measured, `p${percentile} against ${six(limit * 1000)} ms`, simulated);
  return percentile === 95 || percentile === 99
    ? confirmed(
        measured,
        `p${percentile}`,
        percentile === 99 ? stated.p99 : stated.p95,
        simulated,
        sumAgreement,
      )
    : measured;
}

const withMeasured = (settled: Settled, figures: Settled['measurements']): Settled => ({
  ...settled,
  measurements: { ...settled.measurements, ...figures },
});

/** A proof by formula that the simulation contradicts is none. */
function confirmed(
  settled: Settled,
  what: string,
  said: number,
  simulated: IntervalEstimate,
  tolerance: number,
): Settled {
  const away = Math.abs(said - simulated.mean);
  const agrees = away <= simulated.halfWidth + tolerance * Math.abs(said);
  return agrees || settled.verdict.kind !== 'proved' ? settled : disagreeing(settled, what, simulated);
}

const disagreeing = (settled: Settled, what: string, { mean, halfWidth }: IntervalEstimate): Settled => ({
  ...settled,
  verdict: undecided(
    `formula and simulation do not agree about ${what}: simulated ${six(mean * 1000)} ± ${six(halfWidth * 1000)} ms`,
  ),
});

/** An approximate formula that nothing was simulated beside proves nothing. */
function unconfirmed(settled: Settled, { doubts }: SimulatedLoad, isExact: boolean): Settled {
  const why = ['the simulation gives no interval for it', ...doubts].join('; ');
  return settled.verdict.kind === 'proved' && !isExact
    ? { ...settled, verdict: undecided(`the formula is approximate, and ${why}`) }
    : { ...settled, incomplete: [...settled.incomplete, why] };
}
