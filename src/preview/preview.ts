import type { FastifyInstance } from 'fastify';
import { databaseRolesOf, policyOf } from './access/decide.ts';
import { previewClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { controlPart } from './control/control.ts';
import { generateRows, newestRow } from './data/generated-rows.ts';
import { RefusedSql } from './database/database.ts';
import type { Database } from './database/database.ts';
import { openEmbedded } from './database/embedded.ts';
import { watchInserts } from './database/inserts.ts';
import { loadSchema } from './database/load.ts';
import { openServer } from './database/server.ts';
import { limiterOf } from './http/limits.ts';
import { catalogueOf } from './http/problems.ts';
import { addRoute } from './http/routes.ts';
import type { Authenticate, Gates, Route } from './http/routes.ts';
import { httpServer } from './http/server.ts';
import { validationOf } from './http/validation.ts';
import { previewIds } from './ids.ts';
import { handlerOf } from './operations/handlers.ts';
import type { PreviewOptions } from './options.ts';
import { UnusablePackage } from './package.ts';
import type { PreviewPackage } from './package.ts';
import type { Part } from './part.ts';
import type { Running } from './running.ts';
import { deliveredOf } from './statements/delivered.ts';
import { wholePreview } from './whole.ts';

export interface Preview {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What `x-preview-key` has to hold for whoever controls it. */
  readonly key: string;
  readonly app: FastifyInstance;
  readonly running: Running;
  readonly close: () => Promise<void>;
}

/**
 * Runs a package on loopback: its routes, its policy, its statements, on its schema. It interprets what is delivered and
 * defines nothing of its own. A proof that the documents hold together, not a product to deploy.
 */
export async function startPreview(delivered: PreviewPackage, options: PreviewOptions): Promise<Preview> {
  const clock = previewClock(options.clock);
  const database = await openDatabase(delivered, options, clock);
  const whole = runningOf(delivered, database, clock, options.seed);
  const running = options.running?.(whole) ?? whole;
  const parts = await (options.parts ?? wholePreview)(running, options);
  const app = httpServer({
    catalogue: catalogueOf(delivered.backend),
    ids: running.ids,
    fault: parts.find(({ fault }) => fault !== undefined)?.fault ?? (() => {}),
  });
  const key = running.ids.bytes(18).toString('base64url');
  const close = async (): Promise<void> => {
    await app.close();
    for (const part of [...parts].reverse()) await part.close?.();
    await database.close();
  };
  try {
    await mountAll(app, running, [...parts, controlPart(running, key, parts)], options);
    const url = await app.listen({ port: options.port, host: '127.0.0.1' });
    for (const part of parts) await part.begin?.(url);
    return { url, key, app, running, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function mountAll(
  app: FastifyInstance,
  running: Running,
  parts: readonly Part[],
  { limits }: PreviewOptions,
): Promise<void> {
  const { backend, openApi } = running.package;
  const own: Gates = {
    authenticate: authenticateOf(parts),
    limit: limits === false ? () => ({ headers: {} }) : limiterOf(backend.trust.rateLimits, running.clock),
    policy: running.policy,
    validation: validationOf(openApi),
  };
  const gates = parts.reduce((before, part) => part.gates?.(before) ?? before, own);
  const routes: Route[] = [];
  for (const endpoint of backend.api.endpoints) {
    const operation = backend.operations.find(({ id }) => id === endpoint.operation);
    if (endpoint.protocol !== 'http' || operation === undefined) continue;
    const said = parts.flatMap(({ handlers }) => handlers?.get(operation.id) ?? [])[0];
    const route = { endpoint, operation, handler: said ?? handlerOf(running, endpoint, operation) };
    routes.push(
      parts.reduce<Route>(
        (before, part) => ({ ...before, handler: part.around?.(before) ?? before.handler }),
        route,
      ),
    );
  }
  for (const route of routes) addRoute(app, gates, route);
  for (const part of parts) await part.mount?.(app, gates, routes);
}

function authenticateOf(parts: readonly Part[]): Authenticate {
  const authenticate = parts.flatMap((part) => part.authenticate ?? [])[0] ?? nobody;
  const recognise = parts.flatMap((part) => part.recognise ?? []);
  return async (request) => {
    for (const each of recognise) {
      const caller = each(request);
      if (caller !== undefined) return caller;
    }
    return authenticate(request);
  };
}

const nobody: Authenticate = async ({ ip }) => ({ kind: 'anonymous', address: ip });

async function openDatabase(
  delivered: PreviewPackage,
  { data, database: server, scale = 0 }: PreviewOptions,
  clock: Clock,
): Promise<Database> {
  const database =
    server === undefined
      ? await openEmbedded({
          extensions: delivered.backend.data.extensions,
          ...(data !== undefined && { directory: data }),
        })
      : await openServer(server).catch((error: unknown) => refuseServer(error, delivered));
  try {
    const isNew = await loadSchema(database, delivered, clock);
    if (isNew) await generateRows(database, delivered, scale);
    // A schema that was just loaded, and not filled, has no rows to look at.
    if (!isNew || scale > 0) await catchUp(database, delivered, clock);
    return database;
  } catch (error) {
    await database.close();
    if (server === undefined) throw error;
    return refuseServer(error, delivered);
  }
}

/** @throws UnusablePackage when it is the server that refused */
function refuseServer(error: unknown, { backend: { data } }: PreviewPackage): never {
  const isRefusal = error instanceof Error && ('code' in error || error instanceof RefusedSql);
  if (!isRefusal) throw error;
  const { name = 'postgresql', version } = data.engine ?? {};
  throw new UnusablePackage(
    `This database cannot be used: ${error.message}`,
    '--database',
    `Give an empty database of ${[name, version].filter((word) => word !== undefined).join(' ')} in which you may create roles, or leave --database out.`,
  );
}

/** Rows that are newer than now would never be the newest again: the clock goes to where they end. */
async function catchUp(database: Database, { backend }: PreviewPackage, clock: Clock): Promise<void> {
  const newest = await newestRow(database, backend.data.tables);
  const ahead = newest === undefined ? 0 : newest.getTime() - clock.now().getTime();
  if (ahead > 0) await clock.travel(ahead + 1);
}

function runningOf(
  delivered: PreviewPackage,
  database: Database,
  clock: Clock,
  seed: string | undefined,
): Running {
  const { backend } = delivered;
  return {
    package: delivered,
    backend,
    ...watchInserts(database),
    clock,
    ids: previewIds(clock, seed),
    roles: databaseRolesOf(backend),
    policy: policyOf(backend),
    delivered: deliveredOf(backend.data.queries),
  };
}
