import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/problems.ts';

/** How many sockets may be open. */
export interface ConnectionLimits {
  readonly all: number;
  /** Of one caller; of those who have not signed in, of one address. */
  readonly perCaller: number;
}

export const connectionLimits: ConnectionLimits = { all: 500, perCaller: 20 };

/** Counts open sockets of all kinds together. */
export interface Connections {
  /** Room for one more in the whole. @throws Refusal */
  readonly requireRoom: () => void;
  /** A place for a caller until it is given back; undefined when the caller has as many as it may. */
  readonly enter: (caller: string) => (() => void) | undefined;
}

export function connectionsOf({ all, perCaller }: ConnectionLimits = connectionLimits): Connections {
  const open = new Map<string, number>();
  let total = 0;
  return {
    requireRoom: () => {
      if (total >= all)
        throw new Refusal('unavailable', 'As many sockets are open as this server holds.', {
          headers: { 'retry-after': '5' },
        });
    },
    enter: (caller) => {
      const now = open.get(caller) ?? 0;
      if (now >= perCaller || total >= all) return undefined;
      open.set(caller, now + 1);
      total += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        total -= 1;
        const rest = (open.get(caller) ?? 1) - 1;
        if (rest === 0) open.delete(caller);
        else open.set(caller, rest);
      };
    },
  };
}

/** Pages of other sites may open sockets with the credentials of a browser: the origin has to be this server. */
export function isOwnOrigin({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
