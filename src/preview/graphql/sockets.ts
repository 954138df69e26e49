import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Caller } from '../access/caller.ts';
import type { Authenticate } from '../http/routes.ts';
import { isOwnOrigin } from '../realtime/connections.ts';
import type { Connections } from '../realtime/connections.ts';
import { endSocket } from '../realtime/end.ts';
import { addSocketRoute } from '../realtime/upgrades.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';

export interface Sockets {
  readonly path: string;
  readonly engine: () => Promise<Engine>;
  readonly contextOf: (caller: Caller, requestId: string) => Context;
  readonly connections: Connections;
  readonly authenticate: Authenticate;
  readonly fault: (error: unknown) => void;
}

/** Subscriptions over the protocol graphql-transport-ws. What speaks it is loaded with the first socket. */
export function serveSockets(app: FastifyInstance, sockets: Sockets): void {
  addSocketRoute(app, {
    path: sockets.path,
    protocols: ['graphql-transport-ws'],
    maxPayload: 65_536,
    allow: 'POST or ',
    admit: sockets.connections.requireRoom,
    open: (socket, request) => {
      open(sockets, socket, request).catch((error: unknown) => {
        sockets.fault(error);
        endSocket(socket, 1011, 'our fault');
      });
    },
  });
}

async function open(sockets: Sockets, socket: WebSocket, request: FastifyRequest): Promise<void> {
  socket.pause();
  if (!isOwnOrigin(request)) return endSocket(socket, 4403, 'the origin is not allowed');
  const { speak } = await import('./protocol.ts');
  speak(sockets, await sockets.engine(), socket, request);
  socket.resume();
}
