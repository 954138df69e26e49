import type { Network } from '../../../model/network.ts';
import { worstAmplification } from '../../../queueing/retries.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment } from './experiment.ts';
import { callsOf, stationsBelow, under } from './change.ts';
import type { PolicyUse } from './change.ts';

/** Calls at the end of a chain for one at its start, above which several layers of retries are told. */
const told = 4;

/**
 * Retries at several layers of one chain multiply. The last callee is made to fail and the attempts that reach it are
 * counted. Source: Site Reliability Engineering, ch. 22.
 */
export const retryAmplification: NetworkExperiment = {
  rule: 'retry-amplification',
  summary: 'Retries at several layers of a chain of calls multiply.',
  severity: 'warning',
  standards: ['SRE:addressing-cascading-failures'],
  run: ({ calm, simulate }) =>
    eachInTurn(
      chainsOf(calm)
        .filter((chain) => retriedLayers(chain) > 1 && worst(chain) >= told)
        .toSorted((a, b) => worst(b) - worst(a))
        .slice(0, 1),
      async (chain) => {
        const failing = [...stationsBelow(calm, chain.at(-1)?.operation ?? '')];
        const outage = failing.map(
          (station) =>
            ({
              kind: 'outage',
              station,
              replicas: calm.stations.find(({ id }) => id === station)?.replicas ?? 1,
              isLost: true,
              from: 0,
              lasts: 1e9,
            }) as const,
        );
        const { amplification } = await simulate(under(calm, outage, { warmup: 5, duration: 60 }));
        const seen = chain.reduce((product, { caller, operation }) => {
          const found = amplification.find(({ call }) => call === `${caller} -> ${operation}`);
          return product * (found?.factor.mean ?? 1);
        }, 1);
        return [foundOf(chain, worst(chain), seen)];
      },
    ),
};

type Chain = readonly PolicyUse[];

const worst = (chain: Chain): number => worstAmplification(chain.map(({ policy }) => policy.attempts));
const retriedLayers = (chain: Chain): number => chain.filter(({ policy }) => policy.attempts > 1).length;

/** From each source down to operations that call nobody; operations do not call each other in circles. */
function chainsOf(network: Network): readonly Chain[] {
  const all = callsOf(network);
  const down = (from: string, way: Chain): readonly Chain[] => {
    const next = all.filter(({ caller }) => caller === from);
    if (next.length === 0) return way.length === 0 ? [] : [way];
    return next
      .slice(0, 20)
      .flatMap((use) => (way.length >= 20 ? [way] : down(use.operation, [...way, use])));
  };
  return network.sources.flatMap(({ id }) => down(id, [])).slice(0, 1000);
}

function foundOf(chain: Chain, most: number, seen: number): Found {
  const names = [chain[0]?.caller ?? '', ...chain.map(({ operation }) => operation)].join(' -> ');
  const layers = chain.filter(({ policy }) => policy.attempts > 1);
  const last = layers.at(-1);
  return {
    subject: names,
    severity: 'warning',
    confidence: 'certain',
    what: `One request becomes up to ${most} calls of ${last?.operation ?? ''}: ${layers.map(({ caller, policy }) => `${policy.attempts} attempts by ${caller}`).join(' × ')}; with it down ${Number(seen.toPrecision(3))} were counted.`,
    why: 'The layer that is least able to bear it gets the product of all attempts, just when it fails.',
    next: `Retry at one layer only: keep the ${last?.policy.attempts ?? 1} attempts of ${last?.caller ?? ''}, the nearest to the fault, and set attempts to 1 above it.`,
    curve: {
      title: `Calls at the end of ${names} by the part of them that fails`,
      x: 'part of calls that fails',
      y: 'calls for one request',
      series: [
        { name: 'now', points: byFailure(layers.map(({ policy }) => policy.attempts)) },
        { name: 'one layer', points: byFailure([last?.policy.attempts ?? 1]) },
      ],
    },
  };
}

/** Each layer sees only calls that failed in all attempts of the layer below: Σ pⁱ attempts, then p to their number. */
function byFailure(attempts: readonly number[]): readonly (readonly [number, number])[] {
  return Array.from({ length: 11 }, (_, step) => {
    let failing = step / 10;
    let calls = 1;
    for (const most of attempts.toReversed()) {
      calls *= Array.from({ length: most }, (__, n) => failing ** n).reduce((a, b) => a + b, 0);
      failing **= most;
    }
    return [step / 10, calls] as const;
  });
}
