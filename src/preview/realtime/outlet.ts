import type { WebSocket } from 'ws';
import { endSocket } from './end.ts';
import { sent } from './messages.ts';

/** Sends to one client no faster than it reads. */
export interface Outlet<T> {
  /** Queues one more; a client that falls too far behind is closed. */
  readonly put: (item: T) => void;
  readonly stop: () => void;
}

export interface OutletLimits {
  readonly unsentBytes: number;
  readonly unsentEvents: number;
  readonly slowCode: number;
}

/**
 * One item at a time: the next is made into a message when the one before has left this process. So what waits for a client is a
 * queue of references, not of texts, and what the socket holds is one message.
 */
export function outletOf<T>(
  socket: WebSocket,
  limits: OutletLimits,
  messageOf: (item: T) => Promise<string | undefined>,
): Outlet<T> {
  let waiting: T[] = [];
  let isBusy = false;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    waiting = [];
  };
  const tooSlow = (): void => {
    stop();
    endSocket(socket, limits.slowCode, 'reads too slowly');
  };
  const work = async (): Promise<void> => {
    while (!stopped) {
      const [item] = waiting.splice(0, 1);
      if (item === undefined) return;
      const message = await messageOf(item);
      if (message !== undefined && !stopped) await sent(socket, message);
    }
  };
  return {
    stop,
    put: (item) => {
      if (stopped) return;
      if (waiting.length >= limits.unsentEvents || socket.bufferedAmount > limits.unsentBytes)
        return tooSlow();
      waiting.push(item);
      if (isBusy) return;
      isBusy = true;
      work().then(
        () => (isBusy = false),
        () => tooSlow(),
      );
    },
  };
}
