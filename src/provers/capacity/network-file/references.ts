import { circlesOf, withNested } from '../../../model/network-steps.ts';
import type { Network, NetworkObjective, Step } from '../../../model/network.ts';

/** A fault of a network that no schema sees, with the path of the value in the file. */
export interface NameProblem {
  readonly path: readonly PropertyKey[];
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Names that stand for nothing, operations that call themselves, and files that ask nothing. */
export function unknownNames(network: Network): readonly NameProblem[] {
  const known = knownIn(network);
  return onceEach([
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
    ...network.sources.flatMap(({ id, steps }) => inSteps(known, steps, ['classes', id])),
    ...network.operations.flatMap((operation) => [
      ...named(known, 'pools', operation.pool, ['operations', operation.id, 'pool']),
      ...inSteps(known, [...operation.steps, ...operation.after], ['operations', operation.id]),
    ]),
    ...network.autoscalers.flatMap(({ station }, index) => [
      ...named(known, 'stations', station, ['autoscalers', index]),
      ...scaledTwice(network, station, index),
    ]),
    ...network.disturbances.flatMap((given, index) => {
      const path = ['disturbances', index];
      if ('station' in given) return named(known, 'stations', given.station, path);
      if ('source' in given) return named(known, 'sources', given.source, path);
      return named(known, 'caches', given.cache, path);
    }),
    ...network.objectives.flatMap((given, index) =>
      given.kind === 'utilisation'
        ? named(known, 'stations', given.station, ['objectives', index])
        : named(known, 'sources', given.source, ['objectives', index]),
    ),
    ...network.objectives.flatMap((given, index) => busyDelay(network, given, ['objectives', index])),
    ...circles(network),
  ]);
}

/** A name that several steps of one class ask for is told once. */
function onceEach(problems: readonly NameProblem[]): readonly NameProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ what, why }) => {
    const key = `${what} ${why}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

type Kind = 'stations' | 'pools' | 'caches' | 'operations' | 'sources';
const words = {
  stations: 'station',
  pools: 'pool',
  caches: 'cache',
  operations: 'operation',
  sources: 'class',
};

type Known = Readonly<Record<Kind, ReadonlySet<string>>>;

function knownIn({ stations, pools, caches, operations, sources }: Network): Known {
  const ids = (things: readonly { readonly id: string }[]) => new Set(things.map(({ id }) => id));
  return {
    stations: ids(stations),
    pools: ids(pools),
    caches: ids(caches),
    operations: ids(operations),
    sources: ids(sources),
  };
}

function named(
  known: Known,
  kind: Kind,
  id: string | undefined,
  path: readonly PropertyKey[],
): readonly NameProblem[] {
  if (id === undefined || known[kind].has(id)) return [];
  const list = [...known[kind]].slice(0, 20).join(', ');
  return [
    {
      path,
      what: `There is no ${words[kind]} called ${id}.`,
      why: `${path.map(String).join('.')} asks for it.`,
      next:
        known[kind].size === 0 ? `Add it under ${kind === 'sources' ? 'classes' : kind}.` : `Known: ${list}.`,
    },
  ];
}

function inSteps(known: Known, steps: readonly Step[], path: readonly PropertyKey[]): readonly NameProblem[] {
  return withNested(steps).flatMap((step): readonly NameProblem[] => {
    switch (step.kind) {
      case 'work':
        return named(known, 'stations', step.station, path);
      case 'hold':
        return named(known, 'pools', step.pool, path);
      case 'cached':
        return named(known, 'caches', step.cache, path);
      case 'call':
        return named(known, 'operations', step.operation, path);
      case 'mix':
        return [
          ...named(known, 'stations', step.station, path),
          ...step.calls.flatMap(({ operation }) => named(known, 'operations', operation, path)),
        ];
      case 'choose':
      case 'fork':
        return [];
    }
  });
}

/** Two autoscalers of one station undo each other. */
const scaledTwice = ({ autoscalers }: Network, station: string, index: number): readonly NameProblem[] =>
  autoscalers.findIndex((each) => each.station === station) === index
    ? []
    : [
        {
          path: ['autoscalers', index],
          what: `${station} has a second autoscaler.`,
          why: 'Each would undo what the other does.',
          next: 'Keep one of them.',
        },
      ];

/** Of a station where nobody waits the figure is the mean number present, which no ratio limits. */
function busyDelay(
  { stations }: Network,
  given: NetworkObjective,
  path: readonly PropertyKey[],
): readonly NameProblem[] {
  if (given.kind !== 'utilisation') return [];
  const station = stations.find(({ id }) => id === given.station);
  if (station === undefined || station.servers < Infinity || station.speeds !== undefined) return [];
  return [
    {
      path,
      what: `${given.station} has no utilisation.`,
      why: 'It is a delay: its servers are unlimited.',
      next: 'Take the objective out, or give the station a number of servers.',
    },
  ];
}

/** A call that comes back to itself would never end, and holds pools against itself. */
const circles = ({ operations }: Network): readonly NameProblem[] =>
  circlesOf(operations).map(({ from, way }) => ({
    path: ['operations', from],
    what: 'These operations call each other in a circle.',
    why: way.join(' -> '),
    next: 'Take one call out; a retry is written as attempts of the call.',
  }));
