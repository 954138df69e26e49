import type { Network, Step } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import { everyStep } from '../../model/network-steps.ts';
import { noFormula } from '../no-formula.ts';
import { circleOf, unknownNames } from '../network/references.ts';
import { poolCircle } from './pool-circle.ts';

/** What no layered formula holds for, told before anything is solved. */
export function refusalOf(network: Network): NoSolution | undefined {
  const lost = unknownNames(network) ?? circleOf(network);
  if (lost !== undefined) return lost;
  for (const step of everyStep(network)) {
    if (step.kind === 'fork')
      return noFormula(
        'a request forks while it holds a place, and is in several layers at once',
        'simulate it',
      );
    if (step.kind === 'cached' && network.caches.find(({ id }) => id === step.cache)?.kind !== 'ratio')
      return noFormula(
        `what the cache ${step.cache} holds depends on the rate at which it is asked`,
        'give its hit ratio, or simulate it',
      );
  }
  return lockIn(network) ?? idleRound(network) ?? crowdOf(network);
}

/** A pool of which a place is held while another of its places is waited for can lock up for ever. */
function lockIn(network: Network): NoSolution | undefined {
  const way = poolCircle(network, ({ places }) => Number.isFinite(places));
  return (
    way &&
    noFormula(
      `places are waited for in a circle (${way.join(' -> ')}): when all are held by those who wait, nothing moves`,
      'give the inner calls a pool of their own',
    )
  );
}

/** People who neither think nor ask for any work go round infinitely often. */
function idleRound(network: Network): NoSolution | undefined {
  const works = (steps: readonly Step[], callers: readonly string[]): boolean =>
    steps.some((step) => {
      if (step.kind === 'work') return step.time.mean > 0;
      if (step.kind === 'hold' || step.kind === 'cached') return works(step.steps, callers);
      if (step.kind === 'choose') return step.branches.some((branch) => works(branch.steps, callers));
      if (step.kind === 'fork') return true;
      if (step.kind === 'mix' && step.time.mean > 0) return true;
      const called =
        step.kind === 'mix'
          ? step.calls.filter(({ mean }) => mean > 0).map(({ operation }) => operation)
          : step.times.mean > 0
            ? [step.operation]
            : [];
      return called.some((id) => {
        const operation = network.operations.find((candidate) => candidate.id === id);
        return operation !== undefined && works([...operation.steps, ...operation.after], [...callers, id]);
      });
    });
  const idle = network.sources.find(
    (source) =>
      source.kind === 'closed' && source.population > 0 && source.think.mean <= 0 && !works(source.steps, []),
  );
  return (
    idle &&
    noFormula(
      `${idle.id} neither thinks nor asks for any work: its throughput has no limit`,
      'give it a think time',
    )
  );
}

/** The work of a step of the solver grows with the square of the people or places. */
const mostAtOnce = 2000;

function crowdOf({ sources, pools }: Network): NoSolution | undefined {
  const crowd = sources.find((source) => source.kind === 'closed' && source.population > mostAtOnce);
  if (crowd?.kind === 'closed')
    return noFormula(
      `${crowd.population} people of ${crowd.id} are more than the ${mostAtOnce} that are followed here`,
      'take them as an open source: so many think mostly, and hardly depend on each other',
    );
  const pool = pools.find(({ places }) => Number.isFinite(places) && places > mostAtOnce);
  return (
    pool &&
    noFormula(
      `${pool.places} places of ${pool.id} are more than the ${mostAtOnce} that are followed here`,
      'take the pool as without limit, or simulate it',
    )
  );
}
