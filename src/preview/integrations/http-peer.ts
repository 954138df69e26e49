import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Peer, PeerAnswer, PeerRequest } from './peer.ts';
import { loopbackUrl } from './post.ts';

/** A peer in another process: `POST <url>/<request>` with the values as JSON and the key as Idempotency-Key. */
export function httpPeer(address: string): Peer {
  const url = loopbackUrl(address).replace(/\/$/, '');
  return {
    ask: async ({ request, values, gives, key }, signal) => {
      const path = `${encodeURIComponent(request)}?gives=${encodeURIComponent(gives.join())}`;
      const answer = await fetch(`${url}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(values),
        signal,
      });
      const text = await answer.text();
      if (answer.status >= 500) throw new Error(`${url} answered ${answer.status}`);
      const said: PeerAnswer = JSON.parse(text);
      return said;
    },
  };
}

export interface ServedPeer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Offers a peer over HTTP on loopback, so that it outlives the preview that calls it. */
export async function servePeer(peer: Peer, port = 0): Promise<ServedPeer> {
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    void answerOf(peer, request, gone.signal).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${listening}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOf(
  peer: Peer,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<readonly [number, PeerAnswer | { readonly why: string }]> {
  try {
    const answer = await peer.ask(await readRequest(request), signal);
    return [answer.kind === 'done' ? 200 : 422, answer];
  } catch (error) {
    return [503, { why: error instanceof Error ? error.message : String(error) }];
  }
}

async function readRequest(message: IncomingMessage): Promise<PeerRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(Buffer.from(part));
  const key = message.headers['idempotency-key'];
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://127.0.0.1');
  return {
    request: decodeURIComponent(pathname.slice(1)),
    gives: (searchParams.get('gives') ?? '').split(',').filter((name) => name !== ''),
    values: JSON.parse(Buffer.concat(parts).toString('utf8') || '{}'),
    key: typeof key === 'string' ? key : '',
  };
}
