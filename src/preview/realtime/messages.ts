import type { RawData, WebSocket } from 'ws';

/** Messages come in one buffer unless a socket is told otherwise. */
export const textOf = (data: RawData): string => (Buffer.isBuffer(data) ? data.toString('utf8') : '');

/** Settles when the message was handed to the system, which waits for a client that does not read. */
export const sent = (socket: WebSocket, message: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(message, () => resolve());
  });
