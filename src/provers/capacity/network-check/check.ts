import type { Claim } from '../../../findings/claim.ts';
import type { Finding } from '../../../findings/finding.ts';
import { plainJson } from '../../../findings/plain-json.ts';
import type { Network } from '../../../model/network.ts';
import type { NetworkSimulation, NetworkSolution, NoSolution } from '../../../model/network-figures.ts';
import type { Json } from '../../../model/origin.ts';
import { solveNetwork } from '../../../queueing/network/solve.ts';
import { six } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { startSimulator } from '../threads/simulator.ts';
import type { Simulator } from '../threads/simulator.ts';
import { compareFigures, isSolved } from './compare.ts';
import type { Comparison } from './compare.ts';
import { curvesOf, experimentsOn, findingOf } from './faults.ts';
import { judgeObjectives } from './objectives.ts';
import type { JudgedObjective } from './objectives.ts';
import { capacityText } from './text.ts';
import { verdictOf } from './verdict.ts';

/** Both ways of computing, side by side. */
export interface CheckedNetwork {
  readonly network: Network;
  readonly solution: NetworkSolution | NoSolution;
  readonly simulation: NetworkSimulation;
  readonly comparisons: readonly Comparison[];
  readonly objectives: readonly JudgedObjective[];
}

export interface CheckedCapacity {
  readonly claim: Claim;
  readonly outcome: Settled & { readonly claim: string; readonly engine: typeof engine };
  readonly findings: readonly Finding[];
  readonly details: () => string;
}

const engine = { name: 'queueing formulas and discrete-event simulation', version: '1' } as const;

/** Solves and simulates one network and judges its objectives. */
async function examineNetwork(network: Network, simulate: Simulator['simulate']): Promise<CheckedNetwork> {
  const solution = solveNetwork(network);
  const simulation = await simulate(network);
  const comparisons = isSolved(solution) ? compareFigures(solution, simulation) : [];
  const doesAgree = comparisons.every(({ agrees, isExact }) => agrees || !isExact);
  const solved = isSolved(solution) ? solution : undefined;
  const objectives = judgeObjectives(network, solved, simulation, doesAgree);
  return { network, solution, simulation, comparisons, objectives };
}

/** The answer to `check capacity` about one file. */
export async function checkCapacity(file: string, network: Network): Promise<CheckedCapacity> {
  const claim: Claim = {
    id: 'capacity/network',
    prover: 'capacity',
    subject: file,
    statement:
      network.objectives.length === 0
        ? 'Everything that is asked of these stations can be served.'
        : network.objectives.length === 1
          ? 'The objective is met.'
          : `All ${network.objectives.length} objectives are met.`,
    oracle: 'simulation',
    inputs: [file],
    parameters: { seed: network.experiment.seed },
  };
  const { checked, faults } = await examinedInThreads(network);
  return {
    claim,
    findings: faults.map(findingOf),
    details: () => capacityText(checked, curvesOf(faults)),
    outcome: {
      claim: claim.id,
      engine,
      verdict: verdictOf(checked),
      measurements: { ...measurementsOf(checked), curves: rounded(curvesOf(faults)) },
      incomplete: incompleteOf(checked),
    },
  };
}

async function examinedInThreads(network: Network) {
  const { simulate, end } = startSimulator();
  try {
    const checked = await examineNetwork(network, simulate);
    return { checked, faults: await experimentsOn(network, checked.simulation, simulate) };
  } finally {
    end();
  }
}

function measurementsOf({
  solution,
  simulation,
  comparisons,
  objectives,
}: CheckedNetwork): Settled['measurements'] {
  const { timeline, ...simulated } = simulation;
  return {
    solver: rounded(solution),
    simulation: rounded({ ...simulated, slices: timeline.length }),
    comparisons: rounded(comparisons),
    objectives: rounded(objectives),
  };
}

/** Six digits, and words for what JSON has no number for. */
function rounded(value: unknown): Json {
  return plainJson(
    JSON.parse(
      JSON.stringify(value, (_, part: unknown) =>
        typeof part === 'number' ? (Number.isFinite(part) ? six(part) : String(part)) : part,
      ),
    ),
  );
}

function incompleteOf({ solution, simulation }: CheckedNetwork): readonly string[] {
  return [
    ...(isSolved(solution)
      ? solution.because.map((line) => `solver: ${line}`)
      : solution.kind === 'no-formula'
        ? [`solver: ${solution.because} The simulation alone answers.`]
        : []),
    ...simulation.doubts.map((line) => `simulation: ${line}`),
  ];
}
