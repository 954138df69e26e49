import type { Connection } from '../../../model/architecture.ts';
import type { Origin, Quantity } from '../../../model/origin.ts';
import type { InlineEnvironment } from './facts.ts';

/** A network name another container can be reached by. */
export interface Peer {
  readonly id: string;
  readonly protocol: string;
}

const url = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/\s]*@)?([A-Za-z0-9._-]+)/;

/** Connections that the environment of a container tells: URLs and host names of other containers. */
export function environmentLinks(
  from: string,
  environment: readonly InlineEnvironment[],
  peers: ReadonlyMap<string, Peer>,
  file: string,
): readonly Connection[] {
  return environment.flatMap(({ key, value, line }) => {
    const origin: Origin = { kind: 'read', file, line };
    return value.split(',').flatMap((part) => {
      const [, scheme, host = part.trim().replace(/:\d+$/, '')] = url.exec(part.trim()) ?? [];
      const peer = peers.get(host) ?? peers.get(host.split('.')[0] ?? '');
      if (peer === undefined || peer.id === from) return [];
      if (scheme === undefined && !/host|server|broker|addr|endpoint|node|url|uri/i.test(key)) return [];
      const pool = poolOf(part, origin);
      return [
        {
          ...link(from, peer, origin, scheme),
          encrypted: isEncrypted(scheme, part),
          ...(pool === undefined ? {} : { pool }),
        },
      ];
    });
  });
}

export function link(from: string, peer: Peer, origin: Origin, scheme?: string): Connection {
  const protocol =
    peer.protocol === 'http' && scheme !== undefined ? scheme.replace(/s$/, '') : peer.protocol;
  return {
    id: `${from}->${peer.id}`,
    from,
    to: peer.id,
    protocol,
    purpose: `uses ${peer.id}`,
    synchronous: !['amqp', 'kafka', 'nats', 'mqtt'].includes(protocol),
    encrypted: 'unknown',
    crossesTrustBoundary: false,
    origin,
  };
}

function isEncrypted(scheme: string | undefined, text: string): boolean | 'unknown' {
  if (/^(https|rediss|amqps|mongodb\+srv|wss|mqtts)$/.test(scheme ?? '')) return true;
  if (/sslmode=(require|verify-ca|verify-full)|[?&](ssl|tls)=true/.test(text)) return true;
  if (/sslmode=disable/.test(text)) return false;
  return /^(http|redis|amqp|ws|mqtt)$/.test(scheme ?? '') ? false : 'unknown';
}

function poolOf(text: string, origin: Origin): Quantity | undefined {
  const limit = /[?&](connection_limit|max_pool_size|maxPoolSize|pool_size)=(\d+)/.exec(text)?.[2];
  return limit === undefined ? undefined : { value: Number(limit), unit: 'connections', origin };
}

/** One connection for each pair; one that is told by a URL says more than `depends_on`. */
export function oneForEachPair(connections: readonly Connection[]): readonly Connection[] {
  const found = new Map<string, Connection>();
  for (const connection of connections) {
    const before = found.get(connection.id);
    if (before === undefined || (before.encrypted === 'unknown' && connection.encrypted !== 'unknown'))
      found.set(connection.id, connection);
  }
  return [...found.values()];
}
