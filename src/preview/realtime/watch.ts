import type { WebSocket } from 'ws';
import { endSocket } from './end.ts';

interface Watched {
  readonly socket: WebSocket;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** When something was last heard, ms since 1970. */
  readonly heard: () => number;
  readonly ping: () => void;
  /** Whether the credentials still hold; asked with each ping, so that a token which ran out ends its socket. */
  readonly holds: () => Promise<boolean>;
  readonly codes: { readonly silent: number; readonly unauthenticated: number };
}

/** Pings a client and ends sockets that nobody is behind any more, or nobody who may. */
export function watch({ socket, everyMs, timeoutMs, heard, ping, holds, codes }: Watched): void {
  const timer = setInterval(() => {
    if (Date.now() - heard() > timeoutMs) return endSocket(socket, codes.silent, 'nothing was heard');
    ping();
    holds().then(
      (still) => (still ? undefined : endSocket(socket, codes.unauthenticated, 'the token no longer holds')),
      () => endSocket(socket, 1011, 'our fault'),
    );
  }, everyMs);
  timer.unref();
  socket.on('close', () => clearInterval(timer));
}
