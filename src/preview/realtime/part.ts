import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Authenticate } from '../http/routes.ts';
import type { Part } from '../part.ts';
import type { Running } from '../running.ts';
import { audienceOf } from './audience.ts';
import type { Audience } from './audience.ts';
import { endSocket } from './end.ts';
import type { EventBus } from './bus.ts';
import { serveClient } from './client.ts';
import { bearToken, callerOf } from './credentials.ts';
import { connectionsOf, isOwnOrigin } from './connections.ts';
import type { Connections } from './connections.ts';
import { socketRulesOf } from './socket-rules.ts';
import type { SocketRules } from './socket-rules.ts';
import { addSocketRoute } from './upgrades.ts';
import { watch } from './watch.ts';

/** The socket that the AsyncAPI document has, over which clients hear of what happens to objects they may read. */
export function realtimePart(
  running: Running,
  bus: EventBus,
  connections: Connections = connectionsOf(),
): Part {
  const rules = socketRulesOf(running.package);
  if (rules === undefined) return {};
  return {
    mount: async (app, gates, routes) => {
      const audience = audienceOf(running, gates, routes);
      addSocketRoute(app, {
        path: rules.path,
        protocols: [rules.subprotocol],
        maxPayload: rules.frameBytes,
        allow: '',
        admit: connections.requireRoom,
        open: (socket, request) => {
          open({
            socket,
            request,
            rules,
            audience,
            bus,
            connections,
            authenticate: gates.authenticate,
          }).catch(() => endSocket(socket, 1011, 'our fault'));
        },
      });
    },
  };
}

interface Opened {
  readonly socket: WebSocket;
  readonly request: FastifyRequest;
  readonly rules: SocketRules;
  readonly audience: Audience;
  readonly bus: EventBus;
  readonly connections: Connections;
  readonly authenticate: Authenticate;
}

async function open({
  socket,
  request,
  rules,
  audience,
  bus,
  connections,
  authenticate,
}: Opened): Promise<void> {
  // What it says before it is known who says it waits.
  socket.pause();
  if (!isOwnOrigin(request)) return endSocket(socket, 4403, 'the origin is not allowed');
  bearToken(request);
  const caller = await callerOf(authenticate, request);
  if (caller === undefined) return endSocket(socket, 4401, 'sign in first');
  const leave = connections.enter(caller.id);
  if (leave === undefined) return endSocket(socket, 4429, 'too many sockets of one caller');
  socket.on('close', leave);
  // It may have gone while its token was looked at.
  if (socket.readyState !== socket.OPEN) return leave();
  const { heard } = serveClient({ socket, caller, rules, audience, bus });
  socket.resume();
  watch({
    socket,
    everyMs: rules.heartbeatMs,
    timeoutMs: rules.timeoutMs,
    heard,
    ping: () => socket.send('{"type":"ping"}'),
    holds: async () => (await callerOf(authenticate, request)) !== undefined,
    codes: { silent: 4408, unauthenticated: 4401 },
  });
}
