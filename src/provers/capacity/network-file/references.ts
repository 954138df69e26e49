import { circlesOf, withNested } from '../../../model/network-steps.ts';
import type { Network, Step } from '../../../model/network.ts';

/** A fault of a network that no schema sees, with the path of the value in the file. */
export interface NameProblem {
  readonly path: readonly PropertyKey[];
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Names that stand for nothing, operations that call themselves, and files that ask nothing. */
export function unknownNames(network: Network): readonly NameProblem[] {
  return [
    ...(network.sources.length === 0
      ? [
          {
            path: ['classes'],
            what: 'There is no class.',
            why: 'Without anybody who asks there is no load.',
            next: 'Add one with a rate or a population.',
          },
        ]
      : []),
    ...network.sources.flatMap(({ id, steps }) => inSteps(network, steps, ['classes', id])),
    ...network.operations.flatMap((operation) => [
      ...named(network, 'pools', operation.pool, ['operations', operation.id, 'pool']),
      ...inSteps(network, [...operation.steps, ...operation.after], ['operations', operation.id]),
    ]),
    ...network.autoscalers.flatMap(({ station }, index) =>
      named(network, 'stations', station, ['autoscalers', index]),
    ),
    ...network.disturbances.flatMap((given, index) => {
      const path = ['disturbances', index];
      if ('station' in given) return named(network, 'stations', given.station, path);
      if ('source' in given) return named(network, 'sources', given.source, path);
      return named(network, 'caches', given.cache, path);
    }),
    ...network.objectives.flatMap((given, index) =>
      given.kind === 'utilisation'
        ? named(network, 'stations', given.station, ['objectives', index])
        : named(network, 'sources', given.source, ['objectives', index]),
    ),
    ...circles(network),
  ];
}

type Kind = 'stations' | 'pools' | 'caches' | 'operations' | 'sources';
const words = {
  stations: 'station',
  pools: 'pool',
  caches: 'cache',
  operations: 'operation',
  sources: 'class',
};

function named(
  network: Network,
  kind: Kind,
  id: string | undefined,
  path: readonly PropertyKey[],
): readonly NameProblem[] {
  const known = network[kind].map((each) => each.id);
  if (id === undefined || known.includes(id)) return [];
  const list = known.slice(0, 20).join(', ');
  return [
    {
      path,
      what: `There is no ${words[kind]} called ${id}.`,
      why: `${path.map(String).join('.')} asks for it.`,
      next: known.length === 0 ? `Add it under ${kind}.` : `Known: ${list}.`,
    },
  ];
}

function inSteps(
  network: Network,
  steps: readonly Step[],
  path: readonly PropertyKey[],
): readonly NameProblem[] {
  return withNested(steps).flatMap((step): readonly NameProblem[] => {
    switch (step.kind) {
      case 'work':
        return named(network, 'stations', step.station, path);
      case 'hold':
        return named(network, 'pools', step.pool, path);
      case 'cached':
        return named(network, 'caches', step.cache, path);
      case 'call':
        return named(network, 'operations', step.operation, path);
      case 'mix':
        return [
          ...named(network, 'stations', step.station, path),
          ...step.calls.flatMap(({ operation }) => named(network, 'operations', operation, path)),
        ];
      case 'choose':
      case 'fork':
        return [];
    }
  });
}

/** A call that comes back to itself would never end, and holds pools against itself. */
const circles = ({ operations }: Network): readonly NameProblem[] =>
  circlesOf(operations).map(({ from, way }) => ({
    path: ['operations', from],
    what: 'These operations call each other in a circle.',
    why: way.join(' -> '),
    next: 'Take one call out; a retry is written as attempts of the call.',
  }));
