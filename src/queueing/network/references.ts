import type { Network, Step } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import { calledBy, everyStep } from './steps.ts';

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
    if (twice !== undefined) return wrong(`Two ${what}s are called ${twice}.`, 'Give each its own name.');
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
    : wrong(`There is no ${missing[0]} called ${missing[1]}.`, 'Declare it, or correct the name.');
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
        ...calledBy([step]).map((id) => ['operation', id] as const),
      ];
    case 'choose':
    case 'fork':
      return [];
  }
}

/** An operation that calls itself, perhaps through others: its requests would never end. */
export function circleOf({ operations }: Network): NoSolution | undefined {
  const calls = new Map(operations.map(({ id, steps, after }) => [id, calledBy([...steps, ...after])]));
  const done = new Set<string>();
  const circle = (id: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of calls.get(id) ?? []) {
      const found = circle(next, [...path, id]);
      if (found !== undefined) return found;
    }
    done.add(id);
    return undefined;
  };
  for (const { id } of operations) {
    const found = circle(id, []);
    if (found !== undefined)
      return wrong(`Operations call each other in a circle: ${found.join(' -> ')}.`, 'Break the circle.');
  }
  return undefined;
}

const wrong = (because: string, mend: string): NoSolution => ({ kind: 'no-formula', because, mend });
