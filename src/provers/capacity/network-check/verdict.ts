import type { Verdict } from '../../../findings/claim.ts';
import type { IntervalEstimate, NetworkSimulation, NetworkSolution } from '../../../model/network-figures.ts';
import { proved, refuted, six, undecided } from '../../settle.ts';
import type { CheckedNetwork } from './check.ts';
import { isSolved } from './compare.ts';
import { withInterval } from './interval-text.ts';
import type { JudgedObjective } from './objectives.ts';
import { standstillOf } from './standstill.ts';

/**
 * What both ways of computing say of the question. Without a formula the simulation has to show by itself that what
 * comes also ends; and where no objective says how much may fail, nothing may.
 */
export function verdictOf(checked: CheckedNetwork): Verdict {
  const { network, solution, simulation, comparisons, objectives } = checked;
  if (!isSolved(solution) && solution.kind === 'unstable')
    return refuted(`${sentence(solution.because)} ${sentence(solution.mend)}`);
  const missed = objectives.filter(({ state }) => state === 'missed');
  const endless = isSolved(solution) || hasSetTimes(checked) ? [] : simulation.growing.map(growthWords);
  if (missed.length + endless.length > 0)
    return refuted([...endless, ...missed.map(objectiveWords)].join('\n'));
  const apart = comparisons.filter(({ agrees, isExact }) => isExact && !agrees);
  if (apart.length > 0)
    return undecided(
      `solver and simulation disagree about ${apart.map(({ what, solved, simulated }) => `${what} (${six(solved)} against ${withInterval(simulated)})`).join(', ')}`,
    );
  const standstill = standstillOf(network, simulation);
  if (standstill !== undefined) return standstill;
  const open = objectives.filter(({ state }) => state === 'undecided');
  if (open.length > 0) return undecided(open.map(objectiveWords).join('\n'));
  return network.objectives.length === 0 ? everythingServed(checked) : (unsettledOf(checked) ?? proved);
}

const sentence = (words: string): string => (words.endsWith('.') ? words : `${words}.`);

/** Figures are then those of a span, at whose end something may be under way. */
const hasSetTimes = ({ network }: CheckedNetwork): boolean =>
  network.disturbances.some((each) => 'from' in each);

/** Busy part of an open network's stations and pools from which on chance hides whether they are asked for too much. */
const full = 0.99;

/** Change of what is under way, as part of the mean, below which a run counts as settled. */
const noDrift = 0.1;

/**
 * Why figures of a run are not those of a steady state, where no arithmetic says that there is one: more and more is
 * under way, or something is full and nothing shows that it is not.
 */
function unsettledOf(checked: CheckedNetwork): Verdict | undefined {
  const { solution, simulation } = checked;
  if (hasSetTimes(checked) || (isSolved(solution) && isCounted(solution))) return undefined;
  const rising = simulation.drifts.filter(
    ({ drift: { mean, halfWidth } }) => mean > noDrift && mean - halfWidth > 0,
  );
  const busy = busyOf(checked);
  const open = busy.length === 0 ? rising : simulation.drifts.filter(({ drift }) => !isSteady(drift));
  if (open.length === 0) return undefined;
  return undecided(
    [
      ...open.map(
        ({ source, drift: { mean, halfWidth } }) =>
          `from the first half of the run to the second the number of ${source} under way changes by ${withInterval({ mean: 100 * mean, halfWidth: 100 * halfWidth }, ' %')}`,
      ),
      ...busy.map(busyWords),
      'the figures may be those of the length of the run. Simulate longer, ask for less, or add servers.',
    ].join('; '),
  );
}

const isSteady = ({ mean, halfWidth }: IntervalEstimate): boolean => mean + halfWidth <= noDrift;

/** Stations and pools that are busy all the time, or nearly. */
const busyOf = ({ network, simulation }: CheckedNetwork) =>
  [
    ...simulation.stations
      .filter(({ station }) =>
        network.stations.some(({ id, servers }) => id === station && servers < Infinity),
      )
      .map(({ station, utilisation }) => ({ id: station, utilisation })),
    ...simulation.pools.map(({ pool, utilisation }) => ({ id: pool, utilisation })),
  ].filter(({ utilisation }) => utilisation.mean >= full);

const busyWords = ({ id, utilisation }: ReturnType<typeof busyOf>[number]): string =>
  `${id} is busy ${six(100 * utilisation.mean)} %`;

/** The question without objectives. */
function everythingServed(checked: CheckedNetwork): Verdict {
  const { network, solution, simulation } = checked;
  const failing = simulation.sources.flatMap(({ source, failures }) =>
    failures !== undefined && failures.mean > 0 ? [{ source, failures }] : [],
  );
  const words = failing.map(
    ({ source, failures: { mean, halfWidth } }) =>
      `${withInterval({ mean: 100 * mean, halfWidth: 100 * halfWidth }, ' %')} of ${source} fail`,
  );
  const says = `${words.join(', ')}; an objective {success: class, least: …} says how much may.`;
  if (failing.some(({ failures }) => failures.mean > failures.halfWidth)) return refuted(says);
  if (failing.length > 0) return undecided(says);
  if (simulation.growing.length > 0) return undecided(simulation.growing.map(growthWords).join('\n'));
  if (isSolved(solution) && solution.accuracy === 'approximate' && isBlind(simulation))
    return undecided(
      `Nothing was simulated (${simulation.doubts.join('; ')}), and the formulas are approximate (${solution.because.join('; ')}): their figures stand alone. Ask with a tenth of the people and of the servers.`,
    );
  if (isSolved(solution) && isCounted(solution)) return proved;
  if (network.sources.every(({ kind }) => kind === 'closed')) return proved;
  const busy = busyOf(checked);
  return busy.length === 0
    ? (unsettledOf(checked) ?? proved)
    : undecided(`${busy.map(busyWords).join(', ')}: a simulation does not tell that from too much.`);
}

/** No replication got so far that anything was counted. */
const isBlind = ({ sources }: NetworkSimulation): boolean =>
  sources.every(({ throughput }) => throughput.mean === 0 && throughput.halfWidth === Infinity);

/**
 * Whether arithmetic alone says that all work can be done, whatever is approximate about times. Where places are held
 * meanwhile the approximation decides how long, and so how many are needed.
 */
const isCounted = ({ accuracy, pools }: NetworkSolution): boolean =>
  accuracy === 'exact' || pools.every(({ utilisation }) => utilisation === 0);

const growthWords = ({ source, arrivals, growth }: NetworkSimulation['growing'][number]): string =>
  `Requests of ${source} come faster than they end: ${six(arrivals)} a second come, those under way grow by ${withInterval(growth)} a second. Ask for less, or add servers.`;

function objectiveWords({ words, limit, unit, solved, simulated, state, because }: JudgedObjective): string {
  const said = unit === 's' ? ' s' : unit === 'ratio' ? '' : ` ${unit}`;
  const figures = [
    ...(because === undefined ? [] : [because]),
    ...(simulated === undefined ? [] : [`simulated ${withInterval(simulated, said)}`]),
    ...(solved === undefined ? [] : [`solved ${exactly(solved, limit)}${said}`]),
  ];
  return `${words} is ${state}: ${figures.length === 0 ? 'no figure' : figures.join(', ')}, the limit is ${limit}${said}`;
}

/** Six digits, unless they would hide on which side of the limit a part near one lies. */
const exactly = (value: number, limit: number): string =>
  value < 1 && six(value) === six(limit) && value !== limit ? `1 − ${six(1 - value)}` : String(six(value));
