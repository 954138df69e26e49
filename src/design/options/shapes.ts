import type { Style } from '../../model/architecture.ts';
import type { OptionShape } from '../../model/decision.ts';

export const styles: readonly Style[] = ['modular-monolith', 'monolith-with-workers', 'services-per-context'];

const both = [false, true] as const;

/** The design space: three styles, each with and without read replicas, cache, partitioning and queued slow steps. */
export const shapes: readonly OptionShape[] = styles.flatMap((style) =>
  both.flatMap((replicas) =>
    both.flatMap((cache) =>
      both.flatMap((partitioning) =>
        both.map((asyncCheckout) => ({ style, replicas, cache, partitioning, asyncCheckout })),
      ),
    ),
  ),
);

const styleTitles: Readonly<Record<Style, string>> = {
  'modular-monolith': 'Modular monolith',
  'monolith-with-workers': 'Monolith with workers',
  'services-per-context': 'A service per bounded context',
};

/** The same with its busiest database spread over shards; tried only where nothing without it meets everything. */
export const sharded = (shape: OptionShape): OptionShape => ({ ...shape, sharding: true });

/** Additions of a shape in the order they are named, with the part of the id each has. */
const additions: readonly (readonly [
  key: keyof Omit<OptionShape, 'style' | 'zones'>,
  id: string,
  words: string,
])[] = [
  ['replicas', 'replicas', 'read replicas'],
  ['cache', 'cache', 'cache'],
  ['partitioning', 'partitions', 'partitioned tables'],
  ['asyncCheckout', 'queue', 'slow steps from a queue'],
  ['sharding', 'shards', 'rows spread over shards'],
];

/** `modular-monolith+replicas+cache`. */
export const shapeId = (shape: OptionShape): string =>
  [
    shape.style,
    ...additions.filter(([key]) => shape[key] === true).map(([, id]) => id),
    ...(shape.zones === undefined ? [] : [`${shape.zones}-zones`]),
  ].join('+');

export const shapeTitle = (shape: OptionShape): string =>
  [
    styleTitles[shape.style],
    ...additions.filter(([key]) => shape[key] === true).map(([, , words]) => words),
    ...(shape.zones === undefined ? [] : [`in ${zonesText(shape.zones)}`]),
  ].join(', ');

export const zonesText = (zones: number): string => (zones === 1 ? '1 zone' : `${zones} zones`);

export const styleTitle = (style: Style): string => styleTitles[style];
