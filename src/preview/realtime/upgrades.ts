import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { Refusal } from '../http/problems.ts';

/** A path at which a WebSocket may be opened. */
export interface SocketRoute {
  readonly path: string;
  /** Subprotocols that are spoken; the first one a client offers is taken. */
  readonly protocols: readonly string[];
  /** Bytes of a message; a longer one closes the socket with 1009. */
  readonly maxPayload: number;
  /** Other methods that the path takes. */
  readonly allow: string;
  /** @throws Refusal, which is answered over HTTP before anything is opened */
  readonly admit: (request: FastifyRequest) => void;
  readonly open: (socket: WebSocket, request: FastifyRequest) => void;
}

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();
const listening = new WeakSet<FastifyInstance>();

/** Sends requests for an upgrade through the routes of the server, so that they are refused like any other. */
function listen(app: FastifyInstance): void {
  if (listening.has(app)) return;
  listening.add(app);
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.on('finish', () => socket.end());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not written: a plain socket is a duplex stream
    response.assignSocket(socketOf(socket, request));
    app.routing(request, response);
  });
}

/** The same object by the type `assignSocket` asks for. */
const socketOf = (socket: Duplex, { socket: typed }: IncomingMessage): IncomingMessage['socket'] => {
  if (socket !== typed) throw new Error('an upgrade came over another socket than its request');
  return typed;
};

export function addSocketRoute(app: FastifyInstance, route: SocketRoute): void {
  listen(app);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: route.maxPayload,
    perMessageDeflate: false,
    handleProtocols: (offered) => route.protocols.find((each) => offered.has(each)) ?? false,
  });
  app.addHook('preClose', async () => {
    for (const socket of server.clients) {
      socket.close(1001, 'the server is stopping');
      setTimeout(() => socket.terminate(), 500).unref();
    }
  });
  app.get(route.path, (request, reply) => {
    const upgrade = upgrades.get(request.raw);
    if (upgrade === undefined)
      throw new Refusal('method-not-allowed', `This path takes ${route.allow}a WebSocket.`, {
        headers: { upgrade: 'websocket', ...(route.allow !== '' && { allow: 'POST' }) },
      });
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    if (!route.protocols.some((each) => offered.includes(each)))
      throw new Refusal('malformed', `Offer the subprotocol ${route.protocols.join(' or ')}.`);
    route.admit(request);
    reply.hijack();
    reply.raw.detachSocket(request.raw.socket);
    server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
      socket.on('error', () => socket.terminate());
      route.open(socket, request);
    });
  });
}
