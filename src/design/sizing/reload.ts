import { primaryLoad } from './databases.ts';
import type { Problem } from './problem.ts';
import type { SizedOption, SizedTier } from './sized.ts';
import { joined, noStream, streamsOf } from './streams.ts';

/** The same machines under another load: what the ends of an uncertain load do to a design. */
export function underLoad(problem: Problem, option: SizedOption, scale: number): SizedOption {
  const streams = streamsOf(problem, option.shape, scale);
  const background = [...streams.background.values()].reduce(joined, noStream);
  return {
    ...option,
    scale,
    streams,
    units: option.units.map((unit) => {
      const own = streams.background.get(unit.id) ?? noStream;
      const requests = streams.requests.get(unit.id) ?? noStream;
      return { ...unit, stream: streams.layout.worker ? requests : joined(requests, own) };
    }),
    ...(option.worker !== undefined && { worker: { ...option.worker, stream: background } }),
    databases: option.databases.map((database) => {
      const { primary, staleReads, writes } = primaryLoad(problem, streams, database.id, database.shards);
      return {
        ...database,
        stream: primary,
        writes,
        ...(database.replicas !== undefined && { replicas: withStream(database.replicas, staleReads) }),
      };
    }),
  };
}

const withStream = (tier: SizedTier, stream: SizedTier['stream']): SizedTier => ({ ...tier, stream });
