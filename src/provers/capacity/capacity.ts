import { capacityFile } from '../../artifacts/load-file/capacity-file.ts';
import { networkJson } from '../../artifacts/network.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover } from '../prover.ts';
import { settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { confirmLatency, confirmStation } from './confirm.ts';
import { judgeAvailability, judgeLatency, judgePeople, judgeStation, overstated } from './judge.ts';
import { readNetwork, wayOf } from './network.ts';
import type { Network } from './network.ts';
import { simulateLoad } from './simulated.ts';
import type { SimulatedLoad } from './simulated.ts';

const networkPath = '5-performance/network.json';
const loadPath = '5-performance/capacity.yaml';

/**
 * Computes the queueing network a second way: balance equations instead of Erlang's recursion, numeric inversion
 * instead of percentiles by two moments, logarithms instead of products. Objectives are judged by the second result.
 * Response times are then held against a simulation of the whole load; where it contradicts, nothing is proved.
 */
export const capacity: Prover = {
  id: 'capacity',
  claims: (backend: Backend) => {
    const { text } = networkJson(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    const { text: load } = capacityFile(backend);
    const inputs = new Map([[networkPath, text], ...(load === '' ? [] : [[loadPath, load] as const])]);
    return { claims: claimsOf(readNetwork(text), load !== ''), inputs };
  },
  prove: async (claims, read) => {
    let load: SimulatedLoad | undefined;
    const simulated = (): SimulatedLoad => (load ??= simulateLoad(read(loadPath)));
    const isSimulated = ({ inputs }: Claim): boolean => inputs.includes(loadPath);
    const network = (): Network => readNetwork(read(networkPath));
    const outcomes = [
      ...(await settleEach(claims.filter(isSimulated), read, bothWays, (each) =>
        settle(each, network(), simulated),
      )),
      ...(await settleEach(
        claims.filter((each) => !isSimulated(each)),
        read,
        closedForm,
        (each) => settle(each, network(), undefined),
      )),
    ];
    const byClaim = new Map(outcomes.map((outcome) => [outcome.claim, outcome]));
    return claims.flatMap(({ id }) => byClaim.get(id) ?? []);
  },
};

const closedForm = { name: 'closed form', version: '1' } as const;
const bothWays = { name: 'closed form and simulation', version: '1' } as const;

const claim = (id: string, subject: string, statement: string, isSimulated = false): Claim => ({
  id,
  prover: 'capacity',
  subject,
  statement,
  oracle: isSimulated ? 'simulation' : 'closed-form',
  inputs: isSimulated ? [networkPath, loadPath] : [networkPath],
  parameters: {},
});

function claimsOf(
  { stations, latency, availability, people }: Network,
  isSimulated: boolean,
): readonly Claim[] {
  return [
    ...stations.flatMap((station) =>
      station.kind === 'queue'
        ? [
            claim(
              `capacity/${station.container}`,
              station.container,
              `At ${Number(station.arrival.toPrecision(4))} requests/s ${station.container} stays below ${station.utilisationLimit * 100} % ` +
                `utilisation${station.instances > 1 ? ' with one instance down' : ''}, and its stated times hold.`,
              isSimulated,
            ),
          ]
        : [],
    ),
    ...latency.flatMap((budget) =>
      budget.objective === undefined
        ? []
        : [
            claim(
              `latency/${unique(latency, budget)}`,
              wayOf(budget),
              `At peak, ${budget.objective.percentile} % of ${budget.operation} requests of ${budget.workload} are answered within ${budget.objective.limit * 1000} ms.`,
              isSimulated,
            ),
          ],
    ),
    ...availability.flatMap((path) =>
      path.objective === undefined
        ? []
        : [
            claim(
              `availability/${unique(availability, path)}`,
              wayOf(path),
              `${path.operation} of ${path.workload} is available at least ${Number((path.objective.required * 100).toPrecision(7))} % of 30 days.`,
            ),
          ],
    ),
    ...(people.length === 0
      ? []
      : [
          claim(
            'capacity/interactive-law',
            'people',
            `People who wait for answers send at least ${(1 - overstated) * 100} % of the peak rates that are stated for them.`,
          ),
        ]),
  ];
}

/** The workload, with the operation where a workload has several ways. */
function unique(
  all: readonly { readonly operation: string; readonly workload: string }[],
  one: { readonly operation: string; readonly workload: string },
): string {
  const several = all.filter(({ workload }) => workload === one.workload).length > 1;
  return (several ? `${one.workload}-${one.operation}` : one.workload).replaceAll(' ', '-');
}

function settle(
  { id, subject }: Claim,
  network: Network,
  simulated: (() => SimulatedLoad) | undefined,
): Settled {
  if (id === 'capacity/interactive-law') return judgePeople(network);
  if (id.startsWith('capacity/')) {
    const station = network.stations.find(({ container }) => container === subject);
    if (station?.kind === 'queue') {
      const settled = judgeStation(station);
      return simulated === undefined ? settled : confirmStation(settled, station, simulated());
    }
  }
  if (id.startsWith('latency/')) {
    const budget = network.latency.find((each) => wayOf(each) === subject);
    if (budget !== undefined) {
      const settled = judgeLatency(budget, network);
      return simulated === undefined ? settled : confirmLatency(settled, budget, simulated());
    }
  }
  if (id.startsWith('availability/')) {
    const path = network.availability.find((each) => wayOf(each) === subject);
    if (path !== undefined) return judgeAvailability(path);
  }
  return { verdict: undecided(`${networkPath} has no ${subject}`), measurements: {}, incomplete: [] };
}
