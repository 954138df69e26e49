import type { WebSocket } from 'ws';

/** Closes a socket. Whoever is gone or does not read does not answer the closing frame: it gets a second for it. */
export function endSocket(socket: WebSocket, code: number, because: string): void {
  // A paused one would not hear the answer.
  socket.resume();
  socket.close(code, because);
  setTimeout(() => socket.terminate(), 1000).unref();
}
