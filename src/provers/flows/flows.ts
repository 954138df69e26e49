import { flowPath, flowText, toldFlows } from '../../artifacts/flows/flows.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow } from '../../model/domain.ts';
import type { Prover } from '../prover.ts';
import { settleEach, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { flowEngine, measured, unreadable } from './check.ts';
import { readFlow } from './language/read-flow.ts';
import { settleFlow } from './settle-flow.ts';
import { isDisturbed, isHolding, untried } from './vacuity.ts';

/**
 * Searches every interleaving of each flow of several steps, as its file in the package tells it. One instance stands
 * for any number: a designed flow shares no record with another of its kind, and who else changes its row is part of it.
 */
export const flows: Prover = {
  id: 'flow',
  claims: (backend: Backend) => {
    const told = toldFlows(backend);
    return {
      claims: told.map((flow) => claimOf(flow, flowPath(flow))),
      inputs: new Map(told.map((flow) => [flowPath(flow), flowText(backend, flow)])),
    };
  },
  prove: (claims, read) =>
    settleEach(claims, read, flowEngine, (claim) => settle(read(claim.inputs[0] ?? ''))),
};

const claimOf = ({ id, name }: Flow, path: string): Claim => ({
  id: `flow/${id}`,
  prover: 'flow',
  subject: id,
  statement: `${name}: no order of steps with 1 crash, 1 message delivered twice and 1 lost answer stops it half-way. It ends done everywhere or taken back everywhere, no call has its effect twice, and each event is taken once.`,
  oracle: 'enumeration',
  inputs: [path],
  parameters: { instances: 1, crashes: 1, duplicates: 1, losses: 1 },
});

const uncovered =
  'how long anything takes, what a record holds beyond done and undone, and the program that runs the flow';

function settle(text: string): Settled {
  const read = readFlow(text);
  if (read.kind === 'unreadable') return unreadable(read.problems);
  const settled = settleFlow(read.flow);
  const told = measured(settled, []);
  const parts = isHolding(settled) ? untried(settled) : [];
  return {
    ...told,
    ...(isHolding(settled) && !isDisturbed(settled) && { verdict: undecided(undisturbed) }),
    incomplete: [uncovered, ...parts],
  };
}

/** The claim is about crashes, repetitions and losses. */
const undisturbed = 'nothing in this flow ever crashes, comes twice or is lost';
