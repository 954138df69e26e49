import type { Claim, Outcome, Receipt } from '../findings/claim.ts';
import { allProvers } from '../provers/all.ts';
import type { Prove } from '../provers/prover.ts';
import { settle } from '../provers/receipt.ts';
import { hashInputs, sealReceipt } from '../provers/seal.ts';
import type { PhaseResult } from './phases.ts';

export interface Executed {
  readonly outcomes: readonly Outcome[];
  readonly receipts: readonly Receipt[];
}

/** Nothing is random unless a claim says so; simulations take their seed from here. */
const seed = 1;

/** Phase 6: every claim goes to its prover, and each outcome is sealed in a receipt with the hashes of its inputs. */
export async function execute(
  claims: readonly Claim[],
  inputs: ReadonlyMap<string, string>,
  prove?: Prove,
): Promise<PhaseResult<Executed>> {
  const read = (path: string): string => {
    const text = inputs.get(path);
    if (text === undefined) throw new Error(`no input file ${path}`);
    return text;
  };
  const outcomes = await settle(claims, allProvers, read, prove);
  const hashes = hashInputs(read);
  const receipts = claims.flatMap((claim, at) => {
    const outcome = outcomes[at];
    const command = `plumbline verify <package> --claim ${claim.id}`;
    return outcome === undefined
      ? []
      : [sealReceipt({ claim, inputs: hashes(claim), seed, outcome, command })];
  });
  const count = (kind: Outcome['verdict']['kind']): number =>
    outcomes.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    value: { outcomes, receipts },
    inputs: [...inputs.keys()],
    outputs: [`${receipts.length} receipts`],
    checks: [
      {
        check: 'claims were settled',
        passed: count('proved') > 0,
        detail: `${claims.length} claims: ${count('proved')} proved, ${count('refuted')} refuted, ${count('undecided')} undecided`,
        essential: false,
      },
      {
        check: 'no claim is refuted',
        passed: count('refuted') === 0,
        detail: `${count('refuted')} refuted`,
        essential: false,
      },
    ],
  };
}
