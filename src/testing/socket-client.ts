import { WebSocket } from 'ws';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(holds: () => boolean, ms = 3000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to be');
    await pause(10);
  }
}

export interface Frame {
  readonly type: string;
  readonly event?: {
    readonly id: string;
    readonly name: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly problem?: string;
}

/** A client of the event socket, and what it has heard but for heartbeats. */
export interface Listening {
  readonly socket: WebSocket;
  readonly frames: Frame[];
  readonly say: (frame: unknown) => void;
  readonly closed: Promise<number>;
  readonly opened: Promise<void>;
}

export interface Manner {
  /** Whether it answers pings. */
  readonly answers?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** `as`: its token; undefined = it has none. */
export function listenAt(
  url: string,
  as: string | undefined,
  { answers = true, headers = {}, path = '/events' }: Manner = {},
): Listening {
  const protocols = ['events.v1', ...(as === undefined ? [] : [`bearer.${as}`])];
  const socket = new WebSocket(url.replace('http', 'ws') + path, protocols, { headers: { ...headers } });
  const frames: Frame[] = [];
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const frame: Frame = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '{}');
    if (frame.type !== 'ping') frames.push(frame);
    else if (answers) socket.send('{"type":"pong"}');
  });
  return {
    socket,
    frames,
    say: (frame) => socket.send(JSON.stringify(frame)),
    closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))),
    opened: new Promise((resolve, reject) => {
      socket.on('open', () => resolve());
      socket.on('error', reject);
    }),
  };
}

/** The status with which an upgrade is refused. */
export const refusalOf = (url: string, protocols: readonly string[]): Promise<unknown> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), [...protocols]);
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('error', () => {});
  });
