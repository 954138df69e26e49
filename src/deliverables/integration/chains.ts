import type { Connection } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** A row of synchronous calls from where a request enters to where the chain ends. */
export interface Chain {
  readonly calls: readonly Connection[];
  /** Calls that can reach the end for one that enters when every attempt fails. */
  readonly amplification: Quantity;
}

/** Synchronous connections of our own containers; how long a person or a foreign client waits is not ours to say. */
export function waitedFor({ architecture, trust }: Backend): readonly Connection[] {
  const actors = new Set(trust.actors.map(({ name }) => name));
  return architecture.connections.filter(({ synchronous, from }) => synchronous && !actors.has(from));
}

const attemptsOf = ({ attempts }: Connection): number => attempts?.value ?? 1;

/**
 * Every maximal chain of synchronous connections without a circle. Attempts multiply along it: three layers with
 * three attempts each make 27 calls of one (Google SRE book, chapter 22).
 */
export function chains(backend: Backend): readonly Chain[] {
  const synchronous = waitedFor(backend);
  const entered = new Set(synchronous.map(({ to }) => to));
  const starts = synchronous.filter(({ from }) => !entered.has(from));
  const found: Connection[][] = [];
  const walk = (path: readonly Connection[]): void => {
    if (found.length >= limit) return;
    const last = path.at(-1);
    const visited = new Set(path.flatMap(({ from, to }) => [from, to]));
    const next = synchronous.filter(({ from, to }) => from === last?.to && !visited.has(to));
    if (next.length === 0) found.push([...path]);
    for (const connection of next) walk([...path, connection]);
  };
  for (const start of starts) walk([start]);
  return found
    .map((calls) => ({ calls, amplification: amplification(calls) }))
    .toSorted((a, b) => b.amplification.value - a.amplification.value);
}

/** Chains are a few dozen in any system one can draw; beyond this the table would help nobody. */
const limit = 200;

function amplification(calls: readonly Connection[]): Quantity {
  return derived(
    calls.reduce((total, call) => total * attemptsOf(call), 1),
    'x',
    'attempts multiply along the chain',
    calls.map((call) => `${call.from} → ${call.to}: ${attemptsOf(call)}`),
  );
}

/** Calls expected at the end for one at the start when each fails with probability p: Π Σ p^i, i below the attempts. */
export const expectedCalls = (calls: readonly Connection[], p: number): number =>
  calls.reduce((total, call) => {
    let sum = 0;
    for (let attempt = 0; attempt < attemptsOf(call); attempt++) sum += p ** attempt;
    return total * sum;
  }, 1);
