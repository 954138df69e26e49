import type { Network, NetworkStation } from '../../model/network.ts';
import { policiesOf } from '../../model/network-steps.ts';

/** What the figures do not know of, or take as something else; each in words. */
export function leftOut(network: Network): readonly string[] {
  return [
    ...network.stations.flatMap(ofStation),
    ...network.pools.flatMap(({ id, room, patience, discipline }) => [
      ...(Number.isFinite(room) ? [`the queue for ${id} is taken to have room for all`] : []),
      ...(Number.isFinite(patience) ? [`nobody gives up waiting for ${id}`] : []),
      ...(discipline === 'priority' ? [`${id} is taken to serve in order of arrival`] : []),
    ]),
    ...network.sources.flatMap((source) =>
      source.kind === 'open' && (source.scv !== 1 || source.batch !== 1)
        ? [`arrivals of ${source.id} are taken as Poisson, one at a time, where there is no chain`]
        : [],
    ),
    ...(hasPolicy(network) ? ['nothing fails: time-outs, limits and retries of calls are left out'] : []),
  ];
}

function ofStation({ id, discipline, balancing, replicas, room }: NetworkStation): readonly string[] {
  return [
    ...(discipline === 'priority' || discipline === 'preemptive'
      ? [`${id} is taken to serve in order of arrival`]
      : []),
    ...(replicas > 1 && balancing !== 'shared' ? [`the replicas of ${id} are taken to share one queue`] : []),
    ...(Number.isFinite(room) ? [`the queue of ${id} is taken to have room for all`] : []),
  ];
}

/** Whether some call has a policy that changes what is done although nothing fails. */
const hasPolicy = (network: Network): boolean =>
  policiesOf(network).some(({ timeout, hedgeAfter, rateLimit, concurrency, adaptive, throttle }) =>
    [timeout, hedgeAfter, rateLimit, concurrency, adaptive, throttle].some((part) => part !== undefined),
  );
