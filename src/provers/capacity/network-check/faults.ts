import type { Finding } from '../../../findings/finding.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import type { Network } from '../../../model/network.ts';
import { networkExperiments } from '../experiments/all.ts';
import { eachInTurn } from '../experiments/experiment.ts';
import type { Curve, Found, NetworkExperiment } from '../experiments/experiment.ts';
import type { Simulator } from '../threads/simulator.ts';

export interface Fault extends Found {
  readonly experiment: NetworkExperiment;
}

/** Every fault that is looked for by changing the network; without its disturbances, which are questions of their own. */
export async function experimentsOn(
  network: Network,
  simulation: NetworkSimulation,
  simulate: Simulator['simulate'],
): Promise<readonly Fault[]> {
  const calm = { ...network, disturbances: [] };
  const base = network.disturbances.length === 0 ? simulation : await simulate(calm);
  const stage = { network, calm, base, simulate };
  return eachInTurn(networkExperiments, async (experiment) =>
    (await experiment.run(stage)).map((found) => ({ ...found, experiment })),
  );
}

export const curvesOf = (faults: readonly Fault[]): readonly Curve[] => faults.map(({ curve }) => curve);

export const findingOf = ({
  experiment,
  subject,
  severity,
  confidence,
  what,
  why,
  next,
}: Fault): Finding => ({
  rule: experiment.rule,
  subject,
  severity,
  confidence,
  what,
  why,
  next,
  standards: experiment.standards,
  evidence: [{ kind: 'executed', claim: 'capacity/network' }],
});

/** What the rules of the findings mean, for SARIF. */
export const capacityRules = networkExperiments.map(({ rule, summary, severity, standards }) => ({
  id: rule,
  summary,
  severity,
  standards,
}));
