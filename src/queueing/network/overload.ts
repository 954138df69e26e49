import type { NetworkStation } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import type { FlatNetwork } from './flat.ts';
import { capacityOf, queuesOf, serversOfQueue } from './stations/load.ts';
import type { SourceLoad } from './stations/load.ts';

/** Why there is no steady state: the station asked for the most, with what it needs and what it has. */
export function overloaded(
  flat: FlatNetwork,
  loads: ReadonlyMap<string, readonly SourceLoad[]>,
): NoSolution | undefined {
  let worst: { readonly station: NetworkStation; readonly offered: number } | undefined;
  for (const station of flat.stations.values()) {
    const offered = offeredOf(loads.get(station.id) ?? []);
    // A queue that refuses what it has no room for is never too long.
    if (station.room < Infinity || offered < capacityOf(station)) continue;
    if (worst === undefined || offered / capacityOf(station) > worst.offered / capacityOf(worst.station))
      worst = { station, offered };
  }
  return worst === undefined
    ? undefined
    : unstable(worst.station, worst.offered, loads.get(worst.station.id) ?? []);
}

function unstable(station: NetworkStation, offered: number, sources: readonly SourceLoad[]): NoSolution {
  const arrival = sources.reduce((sum, source) => sum + source.arrival, 0);
  const capacity = capacityOf(station);
  const most = (arrival * capacity) / offered;
  return {
    kind: 'unstable',
    because: `${station.id} is asked for ${digits(offered)} seconds of work a second and can do ${digits(capacity)}: its queue grows without end.`,
    mend: `${needs(station, offered)}, or send it less than ${digits(most)} of the ${digits(arrival)} visits a second.`,
  };
}

function needs(station: NetworkStation, offered: number): string {
  if (station.speeds !== undefined)
    return `Make ${station.id} at least ${digits(offered / capacityOf(station))} times as fast when it is full`;
  const needed = Math.floor(offered) + 1;
  const has = serversOfQueue(station) * queuesOf(station);
  const replicas = Math.floor(offered / station.servers) + 1;
  return station.replicas === 1
    ? `${station.id} needs ${needed} servers, has ${has}`
    : `${station.id} needs ${needed} servers, has ${has} (${replicas} replicas, has ${station.replicas})`;
}

const offeredOf = (sources: readonly SourceLoad[]): number =>
  sources.reduce((sum, { arrival, service }) => sum + arrival * service, 0);

/** Four digits are enough to see what breaks. */
const digits = (value: number): string => String(Number(value.toPrecision(4)));
