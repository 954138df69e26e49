import type { Claim, Outcome } from '../../findings/claim.ts';
import type { Prove, ReadInput } from '../prover.ts';
import { computingProvers } from './computing.ts';
import { startThread, threadFile } from './thread.ts';
import type { Thread } from './thread.ts';

type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Claims of one prover, with all that they are settled on. */
export interface Group {
  readonly prover: string;
  readonly claims: readonly Claim[];
  readonly inputs: ReadonlyMap<string, Input>;
}

export interface ProverThread {
  readonly prove: Prove;
  readonly end: () => void;
}

/**
 * A thread for those that compute long, so that others who talk to a database go on meanwhile. The outcomes are the
 * same as without it; where there can be no thread, or it is lost, the claims are settled here.
 */
export function startProverThread(): ProverThread {
  const file = threadFile('./worker', import.meta.url);
  const thread: Thread<Group, readonly Outcome[]> | undefined =
    file === undefined ? undefined : startThread(file);
  return {
    prove: async (prover, claims, read) => {
      if (thread === undefined || !computingProvers.includes(prover)) return prover.prove(claims, read);
      const answer = await thread.ask({ prover: prover.id, claims, inputs: inputsOf(claims, read) });
      return answer.kind === 'answered' ? answer.value : prover.prove(claims, read);
    },
    end: () => thread?.end(),
  };
}

function inputsOf(claims: readonly Claim[], read: ReadInput): ReadonlyMap<string, Input> {
  const paths = new Set(claims.flatMap(({ inputs }) => inputs));
  return new Map([...paths].map((path) => [path, inputAt(path, read)]));
}

function inputAt(path: string, read: ReadInput): Input {
  try {
    return { kind: 'text', text: read(path) };
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}
