import { multiServer } from './mmc.ts';

export interface OpenStation {
  /** Mean visits of one request. */
  readonly visits: number;
  /** Mean service time per visit in seconds. */
  readonly service: number;
  readonly servers: number;
}

export interface OpenResult {
  readonly utilisation: number;
  /** Response time per visit. */
  readonly response: number;
  readonly inSystem: number;
}

/**
 * Open network with Poisson arrivals at `arrival` requests per second: each station behaves as an M/M/c of its own,
 * whatever the routing. Source: Jackson 1957; Jain, The Art of Computer Systems Performance Analysis, ch. 34.
 */
export function openNetwork(arrival: number, stations: readonly OpenStation[]): readonly OpenResult[] {
  return stations.map(({ visits, service, servers }) => {
    const result = multiServer({ arrival: arrival * visits, service, servers });
    return {
      utilisation: result.utilisation,
      response: result.response,
      inSystem: result.inSystem,
    };
  });
}
