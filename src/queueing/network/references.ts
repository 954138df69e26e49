import type { Network, Step } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import { callsIn, circlesOf, everyStep } from '../../model/network-steps.ts';
import { noFormula } from '../no-formula.ts';

/** A name that leads nowhere, or that two things have. */
export function unknownNames(network: Network): NoSolution | undefined {
  const named = [
    ['station', network.stations],
    ['pool', network.pools],
    ['cache', network.caches],
    ['operation', network.operations],
    ['source', network.sources],
  ] as const;
  for (const [what, things] of named) {
    const ids = things.map(({ id }) => id);
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) return noFormula(`Two ${what}s are called ${twice}.`, 'Give each its own name.');
  }
  const names = (things: readonly { readonly id: string }[]) => new Set(things.map(({ id }) => id));
  const known = {
    station: names(network.stations),
    pool: names(network.pools),
    cache: names(network.caches),
    operation: names(network.operations),
  };
  const used = [
    ...everyStep(network).flatMap(usedBy),
    ...network.operations.flatMap(({ pool }) => (pool === undefined ? [] : [['pool', pool] as const])),
  ];
  const missing = used.find(([what, id]) => !known[what].has(id));
  return missing === undefined
    ? undefined
    : noFormula(`There is no ${missing[0]} called ${missing[1]}.`, 'Declare it, or correct the name.');
}

type Used = readonly ['station' | 'pool' | 'cache' | 'operation', string];

function usedBy(step: Step): readonly Used[] {
  switch (step.kind) {
    case 'work':
      return [['station', step.station]];
    case 'hold':
      return [['pool', step.pool]];
    case 'cached':
      return [['cache', step.cache]];
    case 'call':
    case 'mix':
      return [
        ...(step.kind === 'mix' ? [['station', step.station] as const] : []),
        ...callsIn([step]).map(({ operation }) => ['operation', operation] as const),
      ];
    case 'choose':
    case 'fork':
      return [];
  }
}

/** An operation that calls itself, perhaps through others: its requests would never end. */
export function circleOf({ operations }: Network): NoSolution | undefined {
  const [found] = circlesOf(operations);
  return found === undefined
    ? undefined
    : noFormula(`Operations call each other in a circle: ${found.way.join(' -> ')}.`, 'Break the circle.');
}
