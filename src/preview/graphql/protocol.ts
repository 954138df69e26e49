import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { ExecutionArgs } from 'graphql';
import { makeServer } from 'graphql-ws';
import type { Server, SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../access/caller.ts';
import { endSocket } from '../realtime/end.ts';
import { callerOf } from '../realtime/credentials.ts';
import { sent, textOf } from '../realtime/messages.ts';
import { watch } from '../realtime/watch.ts';
import type { Engine } from './engine.ts';
import { isLoopback } from './http.ts';
import { isObject } from './json.ts';
import type { Sockets } from './sockets.ts';

/** How long a client may take to say who it is, ms. */
const initTimeout = 3000;
const heartbeatMs = 25_000;
const silentMs = 60_000;
/** Subscriptions over one socket. */
const subscriptions = 50;
/** Bytes that wait for a client that does not read. */
const unsentBytes = 1_048_576;

interface Extra {
  readonly request: FastifyRequest;
  caller?: Extract<Caller, { kind: 'known' }>;
  leave: () => void;
}

const servers = new WeakMap<Engine, Server<Extra>>();

/** Speaks the protocol with one client, as its reference implementation does. */
export function speak(sockets: Sockets, engine: Engine, socket: WebSocket, request: FastifyRequest): void {
  const server = servers.get(engine) ?? serverOf(sockets, engine);
  servers.set(engine, server);
  const pending = sockets.connections.enter(`not signed in: ${String(request.id)}`);
  if (pending === undefined) return endSocket(socket, 4429, 'too many sockets');
  const extra: Extra = { request, leave: pending };
  let heard = Date.now();
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (text) => {
        if (socket.bufferedAmount <= unsentBytes) return sent(socket, text);
        endSocket(socket, 1013, 'reads too slowly');
        return Promise.resolve();
      },
      close: (code = 1000, because = '') => endSocket(socket, code, because),
      onMessage: (take) => {
        socket.on('message', (data) => {
          heard = Date.now();
          take(textOf(data)).catch((error: unknown) => {
            sockets.fault(error);
            endSocket(socket, 1011, 'our fault');
          });
        });
      },
    },
    extra,
  );
  socket.on('pong', () => (heard = Date.now()));
  socket.on('close', (code, because) => {
    extra.leave();
    closed(code, String(because)).catch(sockets.fault);
  });
  watch({
    socket,
    everyMs: heartbeatMs,
    timeoutMs: silentMs,
    heard: () => heard,
    ping: () => socket.ping(),
    holds: async () => (await callerOf(sockets.authenticate, request)) !== undefined,
    codes: { silent: 4408, unauthenticated: 4401 },
  });
}

function serverOf(sockets: Sockets, engine: Engine): Server<Extra> {
  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: initTimeout,
    onConnect: async ({ connectionParams, extra }) => {
      const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
      if (typeof given === 'string') extra.request.raw.headers.authorization = given;
      const caller = await callerOf(sockets.authenticate, extra.request);
      if (caller === undefined) return false;
      extra.leave();
      const leave = sockets.connections.enter(caller.id);
      extra.leave = leave ?? (() => {});
      extra.caller = caller;
      return leave !== undefined;
    },
    onSubscribe: async ({ extra, subscriptions: open }, _id, payload) => {
      try {
        if (Object.keys(open).length > subscriptions)
          throw new GraphQLError(`One socket carries ${subscriptions} subscriptions.`);
        return argumentsOf(sockets, engine, extra, payload);
      } catch (error) {
        return [located(error)];
      }
    },
    onError: (_context, _id, _payload, errors) => errors.map(engine.format),
    onNext: (_context, _id, _payload, _args, { data, errors }) => ({
      data: data ?? null,
      ...(errors !== undefined && { errors: errors.map(engine.format) }),
    }),
  });
}

const located = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('refused', { originalError: error instanceof Error ? error : undefined });

/** @throws GraphQLError or Refusal for what is not to be executed */
function argumentsOf(
  sockets: Sockets,
  engine: Engine,
  { caller, request }: Extra,
  { query, variables, operationName }: SubscribePayload,
): ExecutionArgs {
  const given = isObject(variables) ? variables : {};
  const { node, operation } = engine.check({
    document: query,
    operationName: operationName ?? undefined,
    variables: given,
    introspection: isLoopback(request.ip),
  });
  if (operation.operation !== 'subscription')
    throw new GraphQLError('Over a socket come subscriptions; send the rest as a POST.');
  return {
    schema: engine.schema,
    document: node,
    variableValues: { ...given },
    operationName: operationName ?? null,
    contextValue: sockets.contextOf(caller ?? { kind: 'anonymous', address: request.ip }, String(request.id)),
  };
}
