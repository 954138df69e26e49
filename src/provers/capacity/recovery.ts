import { outage, outageFile } from '../../artifacts/load-file/outage-file.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { simulateNetwork } from '../../simulation/simulate.ts';
import type { Prover } from '../prover.ts';
import { proved, refuted, settleEach, six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { goodputCurve, meanBetween } from './experiments/goodput.ts';
import { readNetworkFile } from './network-file/read.ts';

/** Part of the answers before the outage that has to be there in the last quarter of the experiment. */
const recovered = 0.95;

const pathOf = (database: string): string => `5-performance/outage-of-${database}.yaml`;

/** Whether a design with its timeouts, attempts and pools comes back after a database has stood still. */
export const recovery: Prover = {
  id: 'recovery',
  claims: (backend: Backend) => {
    const files = databasesOf(backend).map((id) => [id, outageFile(backend, id).text] as const);
    return {
      claims: files.map(([id]) => claimOf(id)),
      inputs: new Map(files.map(([id, text]) => [pathOf(id), text])),
    };
  },
  prove: (claims, read) =>
    settleEach(claims, read, { name: 'discrete-event simulation', version: '1' }, ({ inputs }) =>
      settle(read(inputs[0] ?? '')),
    ),
};

/** Primaries that requests wait for, where every way says what it is made of. */
function databasesOf({ architecture, load }: Backend): readonly string[] {
  const primaries = architecture.containers.filter(({ kind }) => kind === 'database').map(({ id }) => id);
  const isWritable = load.budgets.some(({ hops }) => hops.every(({ work }) => work !== undefined));
  return isWritable
    ? primaries.filter((id) =>
        load.stations.some(({ container, model }) => container === id && model !== 'delay'),
      )
    : [];
}

const claimOf = (database: string): Claim => ({
  id: `recovery/${database}`,
  prover: 'recovery',
  subject: database,
  statement: `After ${database} has stood still for ${outage.lasts} s at peak, ${recovered * 100} % of the usual requests are answered again within ${0.75 * outage.end - outage.from - outage.lasts} s.`,
  oracle: 'simulation',
  inputs: [pathOf(database)],
  parameters: {},
});

function settle(text: string): Settled {
  const read = readNetworkFile(text);
  if (read.kind === 'invalid')
    return {
      verdict: undecided(read.problems.map(({ what }) => what).join(' ')),
      measurements: {},
      incomplete: [],
    };
  const simulation = simulateNetwork(read.value);
  const curve = goodputCurve(simulation);
  const before = meanBetween(curve, outage.from / 2, outage.from);
  const during = meanBetween(curve, outage.from + 1, outage.from + outage.lasts);
  const after = meanBetween(curve, 0.75 * outage.end, outage.end);
  // Of what came in the same time: the rate of few requests differs by chance from one time to another.
  const came = simulation.timeline.map(
    ({ at, sources }) => [at, sources.reduce((sum, { arrivals }) => sum + arrivals, 0)] as const,
  );
  const cameBefore = meanBetween(came, outage.from / 2, outage.from);
  const cameAfter = meanBetween(came, 0.75 * outage.end, outage.end);
  const usual = cameBefore === 0 ? 1 : Math.min(1, before / cameBefore);
  const back = curve.find(
    ([at, answers]) => at > outage.from + outage.lasts && answers >= recovered * before,
  );
  return {
    verdict: verdictOf(after, recovered * usual * cameAfter, before),
    measurements: {
      answersBefore: six(before),
      answersDuring: six(during),
      answersAfter: six(after),
      ...(back !== undefined && { backAfterSeconds: six(back[0] - outage.from - outage.lasts) }),
    },
    incomplete: [
      'one outage at one tier, at the load of the peak hour; callers outside give up and do not ask again',
      ...simulation.doubts.filter((doubt) => !doubt.includes('known to')),
    ],
  };
}

/** Seconds at the end in which answers are counted. */
const counted = 0.25 * outage.end;

/** Chance moves a count by its root: what is short by less than twice that is open. */
function verdictOf(after: number, wanted: number, before: number): Settled['verdict'] {
  if (after >= wanted) return proved;
  const words = `${six(after)} requests/s are answered ${0.75 * outage.end - outage.from - outage.lasts} s after the outage, ${six(before)} before it`;
  return (wanted - after) * counted > 2 * Math.sqrt(wanted * counted)
    ? refuted(words)
    : undecided(`${words}: too few to tell`);
}
