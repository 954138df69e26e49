import type { Step } from '../../model/network.ts';
import {
  callTo,
  closedSource,
  delayOf,
  networkOf,
  operationOf,
  poolOf,
  workAt,
} from '../../model/network-parts.ts';
import { compileNetwork } from './compile.ts';
import { solveChain } from './chain-figures.ts';

/** One of few who call a resource: so many, away for so long, each call with work before and after the answer. */
interface Caller {
  readonly count: number;
  readonly away: number;
  readonly answered: number;
  readonly after: number;
  /** Squared coefficient of variation of the work before the answer. */
  readonly scv: number;
}

/** States of a queue with few callers; more are not worth the time here. */
const mostStates = 600;

/**
 * Mean seconds of a call of each, in order of arrival, from the Markov chain of the resource with these callers alone;
 * undefined when it is too large.
 */
export function fewCallers(places: number, callers: readonly Caller[]): readonly number[] | undefined {
  const work = (mean: number, scv: number): readonly Step[] => [workAt('work', mean, scv)];
  const network = networkOf({
    stations: [delayOf('work')],
    pools: [poolOf({ id: 'resource', places })],
    operations: callers.map(({ answered, after, scv }, at) =>
      operationOf({
        id: `call ${at}`,
        pool: 'resource',
        steps: work(answered, scv),
        after: after > 0 ? work(after, 1) : [],
      }),
    ),
    sources: callers.map(({ count, away }, at) =>
      closedSource({
        id: `${at}`,
        population: count,
        think: { mean: away, scv: 1 },
        steps: [callTo(`call ${at}`)],
      }),
    ),
  });
  const program = compileNetwork(network, new Map());
  if ('kind' in program) return undefined;
  return solveChain(network, program, mostStates)?.sources.map(({ response }) => response);
}
