import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { catalogueOf } from '../http/problems.ts';
import type { Route } from '../http/routes.ts';
import type { Running } from '../running.ts';
import type { Checked } from './check.ts';
import type { Context } from './context.ts';
import type { Limits } from './cost.ts';
import type { Stream } from './subscriptions.ts';

/** A request to the engine, as far as it is not about who sends it. */
export interface Request {
  readonly document: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether it may ask what the schema is. */
  readonly introspection: boolean;
}

/** Executes documents on the delivered schema. */
export interface Engine {
  readonly schema: GraphQLSchema;
  /** @throws Refusal or GraphQLError for what is not to be executed */
  readonly check: (request: Request) => Checked;
  /** @throws the same */
  readonly execute: (request: Request, context: Context) => Promise<ExecutionResult>;
  /** An error as its client gets it. */
  readonly format: (error: unknown) => GraphQLFormattedError;
  readonly close: () => Promise<void>;
}

/**
 * Mercurius without a server of its own. It is loaded when it is first needed, since that takes longer than everything else that a
 * preview loads: the HTTP API does not wait for it.
 */
export async function startEngine(
  running: Running,
  sdl: string,
  routes: readonly Route[],
  limits: Limits,
  stream: Stream,
  fault: (error: unknown) => void,
): Promise<Engine> {
  const [
    { fastify },
    { default: mercurius },
    { executableSchema },
    { checked, documentReader },
    { errorFormatter },
  ] = await Promise.all([
    import('fastify'),
    import('mercurius'),
    import('./schema.ts'),
    import('./check.ts'),
    import('./errors.ts'),
  ]);
  const schema = executableSchema(running, sdl, routes, stream);
  const app = fastify({ logger: false });
  await app.register(mercurius, {
    schema,
    routes: false,
    cache: 50,
    // Half of a syntax tree; where a document is wrong is said by who read it before.
    graphql: { parseOptions: { noLocation: true } },
    // What clients are told of errors is written where the answer is.
    errorFormatter: ({ data = null, errors }) => ({ statusCode: 200, response: { data, errors } }),
  });
  await app.ready();
  const read = documentReader(schema);
  return {
    schema,
    check: (request) => checked(schema, read(request.document), request, limits),
    execute: (request, context) => {
      checked(schema, read(request.document), request, limits);
      const { document, variables, operationName } = request;
      return app.graphql(document, { ...context }, { ...variables }, operationName);
    },
    format: errorFormatter(catalogueOf(running.backend), fault),
    close: () => app.close(),
  };
}
