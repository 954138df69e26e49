import type { Claim, Outcome } from '../findings/claim.ts';
import type { Backend } from '../model/backend.ts';

/** A file of the package by its relative path; throws a plain Error naming the path when it is not there. */
export type ReadInput = (path: string) => string;

/** Files (package path to text) that the claims of a prover are settled on, beside those deliverables write anyway. */
export type InputFiles = ReadonlyMap<string, string>;

/**
 * Settles claims by running something. Claims and their input files are made purely from the Backend; `prove`
 * may have effects (an embedded database, a worker) but reads nothing except through `read`.
 */
export interface Prover {
  readonly id: string;
  /** The sentences this prover could settle about this backend, with the files they are settled on. */
  readonly claims: (backend: Backend) => { readonly claims: readonly Claim[]; readonly inputs: InputFiles };
  /** One outcome per claim, in order. An engine that fails gives `undecided` with its message, never an exception. */
  readonly prove: (claims: readonly Claim[], read: ReadInput) => Promise<readonly Outcome[]>;
}

/** Asks a prover, wherever it runs: the outcomes are those of its own `prove`. */
export type Prove = (
  prover: Prover,
  claims: readonly Claim[],
  read: ReadInput,
) => Promise<readonly Outcome[]>;
