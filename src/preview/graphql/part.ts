import { graphqlLimits } from '../../artifacts/graphql-limits.ts';
import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import type { Backend } from '../../model/backend.ts';
import type { Caller } from '../access/caller.ts';
import type { Gates } from '../http/routes.ts';
import type { Part } from '../part.ts';
import type { Running } from '../running.ts';
import { audienceOf } from '../realtime/audience.ts';
import type { EventBus } from '../realtime/bus.ts';
import { connectionsOf } from '../realtime/connections.ts';
import type { Connections } from '../realtime/connections.ts';
import { contextFor } from './admission.ts';
import type { Context } from './context.ts';
import type { Limits } from './cost.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { serveHttp } from './http.ts';
import { manifestOf, persistedDocuments } from './persisted.ts';
import { serveSockets } from './sockets.ts';

export const graphqlPath = '/graphql';

/** Values of one answer, whatever they weigh. */
const answerValues = 50_000;

const say = (error: unknown): void =>
  void process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);

/** The delivered GraphQL schema, executed. Nothing where the design offers none. */
export function graphqlPart(
  running: Running,
  bus: EventBus,
  connections: Connections = connectionsOf(),
  fault: (error: unknown) => void = say,
): Part {
  const { graphqlSdl } = running.package;
  if (graphqlSdl === undefined) return {};
  const limits = limitsSaidIn(graphqlSdl, running.backend);
  let start: (() => Promise<Engine>) | undefined;
  let started: Promise<Engine> | undefined;
  const engine = (): Promise<Engine> => {
    if (start === undefined) throw new Error('GraphQL was not mounted');
    return (started ??= start());
  };
  return {
    mount: async (app, gates: Gates, offered) => {
      const stream = { bus, audience: audienceOf(running, gates, offered) };
      start = () => startEngine(running, graphqlSdl, offered, limits, stream, fault);
      const contextOf = (caller: Caller, requestId: string): Context =>
        contextFor(running, gates, offered, caller, requestId, fault);
      serveHttp(app, {
        path: graphqlPath,
        engine,
        persisted: persistedDocuments(manifestOf(running.package.persistedQueries)),
        contextOf: async (request) => contextOf(await gates.authenticate(request), String(request.id)),
      });
      serveSockets(app, {
        path: graphqlPath,
        engine,
        contextOf,
        connections,
        authenticate: gates.authenticate,
        fault,
      });
    },
    // The first caller shall not wait for what takes longest to load; whoever waits for the server does not either.
    begin: async () => void setTimeout(() => void engine().catch(fault), 50).unref(),
    close: async () => (await started)?.close(),
  };
}

/** The limits as the schema says them; what it does not say is computed as its writer does. */
function limitsSaidIn(sdl: string, backend: Backend): Limits {
  const said = (pattern: RegExp): number | undefined => {
    const text = pattern.exec(sdl)?.[1];
    return text === undefined ? undefined : Number(text);
  };
  return {
    cost: said(/request may reach:? (\d+(?:\.\d+)?)/) ?? graphqlLimits(backend).cost.value,
    depth: said(/deepest nesting: (\d+)/) ?? graphqlLimits(backend).depth.value,
    listSize: pageLimit.maximum,
    values: answerValues,
  };
}
