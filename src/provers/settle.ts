import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Claim, Outcome, Verdict } from '../findings/claim.ts';
import type { Json } from '../model/origin.ts';
import type { ReadInput } from './prover.ts';

/** What was found out about one claim; the engine is added by `settleEach`. */
export interface Settled {
  readonly verdict: Verdict;
  readonly measurements: Readonly<Record<string, Json>>;
  readonly incomplete: readonly string[];
}

export type Engine = Outcome['engine'];

/** Version of an installed package, as its own package.json says; `unknown` when it cannot be found. */
export function packageVersion(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let parent = dirname(folder); parent !== folder; folder = parent, parent = dirname(folder)) {
    const file = join(folder, 'node_modules', name, 'package.json');
    if (!existsSync(file)) continue;
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const version =
      typeof found === 'object' && found !== null && 'version' in found ? found.version : undefined;
    return typeof version === 'string' ? version : 'unknown';
  }
  return 'unknown';
}

export const proved: Verdict = { kind: 'proved' };
export const refuted = (counterexample: string): Verdict => ({ kind: 'refuted', counterexample });
export const undecided = (reason: string): Verdict => ({ kind: 'undecided', reason });

/** One outcome per claim, in order; whatever goes wrong in the engine makes the claim undecided, never an exception. */
export async function settleEach(
  claims: readonly Claim[],
  read: ReadInput,
  engine: Engine,
  settle: (claim: Claim, read: ReadInput) => Promise<Settled> | Settled,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const claim of claims) {
    let settled: Settled;
    try {
      settled = await settle(claim, read);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      settled = { verdict: undecided(`${engine.name} failed: ${words}`), measurements: {}, incomplete: [] };
    }
    outcomes.push({ claim: claim.id, engine, ...settled });
  }
  return outcomes;
}

/** The first few lines of a list of faults, with the count of the rest. */
export function firstOf(faults: readonly string[], limit = 5): string {
  const rest = faults.length - limit;
  return faults.slice(0, limit).join('\n') + (rest > 0 ? `\n… and ${rest} more` : '');
}

/** Six significant digits: what two machines agree on, and more than anybody reads. */
export const six = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(6)) : value);

/** A ratio as a sentence tells it: `12.3 %`. */
export const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(3))} %`;
