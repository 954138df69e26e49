import type { OptionShape } from '../../model/decision.ts';
import { databaseMachine, replicaMachines } from './machines.ts';
import type { Problem } from './problem.ts';
import { busiestShard, shardsFor } from './shards.ts';
import type { ShardLoad } from './shards.ts';
import type { Pressure, SizedDatabase, SizedTier } from './sized.ts';
import { noStream } from './streams.ts';
import type { Stream, Streams } from './streams.ts';
import type { Zones } from './zones.ts';

/**
 * Primaries and replicas for what reaches each database, with how near each is to the largest there can be. Replicas
 * carry the loss of one of `carried` zones.
 */
export function sizedDatabases(
  problem: Problem,
  streams: Streams,
  shape: OptionShape,
  carried?: Zones,
): { readonly sized: readonly SizedDatabase[]; readonly pressures: readonly Pressure[] } {
  const pressures: Pressure[] = [];
  const spread = shape.sharding === true ? busiest(streams) : undefined;
  const sized = streams.layout.databases.map((id): SizedDatabase => {
    const contexts = streams.layout.units.flatMap((unit) => (unit.database === id ? unit.contexts : []));
    const shards = id === spread ? shardsFor(problem, streams, id) : undefined;
    const { primary, staleReads, writes } = shards?.load ?? primaryLoad(problem, streams, id);
    const { cores, instances, pressure } = shards ?? databaseMachine(primary.demand);
    pressures.push({
      what: shards === undefined ? `CPU of ${id}` : `CPU of the busiest shard of ${id}`,
      ratio: pressure,
      final: true,
      change: shards === undefined ? relief(shape, primary.demand) : shardRelief(shape),
    });
    return {
      id,
      stream: primary,
      contexts,
      bytes: bytesOf(problem, contexts) / (shards?.shards ?? 1),
      cores,
      instances,
      writes,
      ...(shards !== undefined && { shards: shards.shards }),
      ...(shape.replicas &&
        staleReads.rate > 0 && { replicas: sizedReplicas(id, staleReads, writes, { pressures, carried }) }),
    };
  });
  return { sized, pressures };
}

/** What reaches one primary and its replicas: all there is, or the part of the busiest of `shards`. */
export function primaryLoad(
  problem: Problem,
  streams: Streams,
  database: string,
  shards?: number,
): ShardLoad {
  if (shards !== undefined) return busiestShard(problem, streams, database, shards);
  return {
    primary: streams.primary.get(database) ?? noStream,
    staleReads: streams.staleReads.get(database) ?? noStream,
    writes: streams.writes.get(database) ?? 0,
  };
}

/** Only the database whose primary has most to do is spread: the others have room as long as it had. */
function busiest({ layout, primary }: Streams): string | undefined {
  const demand = (id: string): number => primary.get(id)?.demand ?? 0;
  return layout.databases.toSorted((a, b) => demand(b) - demand(a))[0];
}

/** What would take work off a primary that has no larger size. */
function relief({ replicas, cache, style }: OptionShape, demand: number): string {
  const parts = [
    ...(replicas ? [] : ['read replicas']),
    ...(cache ? [] : ['a cache']),
    style === 'services-per-context'
      ? 'a context split in two, or its rows spread over several databases'
      : 'a database of its own for the busiest context',
  ];
  return `take work off the primary, which needs ${demand.toFixed(1)} busy cores: ${parts.join(', ')}`;
}

/** More shards take nothing off a list that every one of them is asked for. */
const shardRelief = ({ cache }: OptionShape): string =>
  `take lists and searches that name no key off the shards: ${cache ? '' : 'a cache, or '}a search engine with a copy of what they show; or spread the rows over more shards`;

function sizedReplicas(
  database: string,
  reads: Stream,
  writes: number,
  { pressures, carried }: { readonly pressures: Pressure[]; readonly carried: Zones | undefined },
): SizedTier {
  const id = `${database}-replica`;
  const { pressure, ...machines } = replicaMachines(reads.demand, writes, carried);
  pressures.push({
    what: `CPU of ${id}`,
    ratio: pressure,
    final: true,
    change: 'a cache in front of the replicas',
  });
  return { id, stream: reads, ...machines };
}

/** Bytes at the end of the planning horizon by context; they follow from the entities, whatever the load. */
const stored = new WeakMap<Problem['volumes'], ReadonlyMap<string, number>>();

function storedBytes({ domain, volumes }: Problem): ReadonlyMap<string, number> {
  const known = stored.get(volumes);
  if (known !== undefined) return known;
  const contexts = new Map(domain.entities.map(({ name, context }) => [name, context]));
  const bytes = new Map<string, number>();
  for (const volume of volumes) {
    const context = contexts.get(volume.entity) ?? '';
    bytes.set(context, (bytes.get(context) ?? 0) + volume.bytes);
  }
  stored.set(volumes, bytes);
  return bytes;
}

function bytesOf(problem: Problem, contexts: readonly string[]): number {
  const bytes = storedBytes(problem);
  return contexts.reduce((sum, context) => sum + (bytes.get(context) ?? 0), 0);
}
