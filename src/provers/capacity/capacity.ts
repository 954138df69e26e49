import { networkJson } from '../../artifacts/network.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import type { Prover } from '../prover.ts';
import { settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { judgeAvailability, judgeLatency, judgePeople, judgeStation, overstated } from './judge.ts';
import { readNetwork, wayOf } from './network.ts';
import type { Network } from './network.ts';

export const networkPath = '5-performance/network.json';

/**
 * Computes the queueing network a second way: balance equations instead of Erlang's recursion, numeric inversion
 * instead of percentiles by two moments, logarithms instead of products. Objectives are judged by the second result.
 */
export const capacity: Prover = {
  id: 'capacity',
  claims: (backend: Backend) => {
    const { text } = networkJson(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    return { claims: claimsOf(readNetwork(text)), inputs: new Map([[networkPath, text]]) };
  },
  prove: (claims, read) =>
    settleEach(claims, read, { name: 'closed form', version: '1' }, (claim) =>
      settle(claim, readNetwork(read(networkPath))),
    ),
};

const claim = (
  id: string,
  subject: string,
  statement: string,
  parameters: Readonly<Record<string, Json>> = {},
): Claim => ({
  id,
  prover: 'capacity',
  subject,
  statement,
  oracle: 'closed-form',
  inputs: [networkPath],
  parameters,
});

function claimsOf({ stations, latency, availability, people }: Network): readonly Claim[] {
  return [
    ...stations.flatMap((station) =>
      station.kind === 'queue'
        ? [
            claim(
              `capacity/${station.container}`,
              station.container,
              `At ${Number(station.arrival.toPrecision(4))} requests/s ${station.container} stays below ${station.utilisationLimit * 100} % ` +
                `utilisation${station.instances > 1 ? ' with one instance down' : ''}, and its stated times hold.`,
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

function settle({ id, subject }: Claim, network: Network): Settled {
  if (id === 'capacity/interactive-law') return judgePeople(network);
  if (id.startsWith('capacity/')) {
    const station = network.stations.find(({ container }) => container === subject);
    if (station?.kind === 'queue') return judgeStation(station);
  }
  if (id.startsWith('latency/')) {
    const budget = network.latency.find((each) => wayOf(each) === subject);
    if (budget !== undefined) return judgeLatency(budget, network);
  }
  if (id.startsWith('availability/')) {
    const path = network.availability.find((each) => wayOf(each) === subject);
    if (path !== undefined) return judgeAvailability(path);
  }
  return { verdict: undecided(`${networkPath} has no ${subject}`), measurements: {}, incomplete: [] };
}
