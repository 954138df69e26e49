import type { FastifyInstance } from 'fastify';
import type { DestinationStream } from 'pino';
import { databaseRolesOf, policyOf } from './access/decide.ts';
import { previewClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { controlPart } from './control/control.ts';
import { identityControls } from './control/identity-controls.ts';
import { generateRows, newestRow } from './data/generated-rows.ts';
import type { Database } from './database/database.ts';
import { openEmbedded } from './database/embedded.ts';
import { loadSchema } from './database/load.ts';
import { openServer } from './database/server.ts';
import { limiterOf } from './http/limits.ts';
import { catalogueOf } from './http/problems.ts';
import { addRoute } from './http/routes.ts';
import type { Authenticate, Gates, Route } from './http/routes.ts';
import { httpServer } from './http/server.ts';
import { validationOf } from './http/validation.ts';
import { previewIds } from './ids.ts';
import { identityPart } from './identity/part.ts';
import { operatingPart } from './operating/operating.ts';
import { handlerOf } from './operations/handlers.ts';
import type { PreviewPackage } from './package.ts';
import type { Part } from './part.ts';
import type { Running } from './running.ts';
import { deliveredOf } from './statements/delivered.ts';

export interface PreviewOptions {
  /** 0 = any free port. It listens on loopback only. */
  readonly port: number;
  /** Same seed, same identifiers and rows. */
  readonly seed?: string;
  /** The moment at which its clock stands until it is moved. */
  readonly clock?: Date;
  /** Folder that keeps the rows between runs. */
  readonly data?: string;
  /** A PostgreSQL server in place of the embedded engine. */
  readonly database?: string;
  /** false: nobody is limited, for measuring. */
  readonly limits?: boolean;
  /** Part of the designed rows that are generated, 0..1; at least fifty of each table unless it is 0. */
  readonly scale?: number;
  readonly log?: { readonly level: string; readonly destination: DestinationStream };
  /** Concerns beside the operations themselves; absent = those of a whole preview. */
  readonly parts?: (running: Running, options: PreviewOptions) => Promise<readonly Part[]>;
  /** What the parts share, in place of what it would be: for tests that break something on purpose. */
  readonly running?: (running: Running) => Running;
}

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

/** Everything a preview has. */
export async function wholePreview(running: Running, { log }: PreviewOptions): Promise<readonly Part[]> {
  const identity = await identityPart(running);
  return [
    operatingPart(running, log?.destination ?? process.stderr, log?.level ?? 'silent'),
    { ...identity, control: identityControls(running, identity), restored: identity.forgetSessions },
  ];
}

async function mountAll(
  app: FastifyInstance,
  running: Running,
  parts: readonly Part[],
  { limits }: PreviewOptions,
): Promise<void> {
  const { backend, openApi } = running.package;
  const own: Gates = {
    authenticate: parts.find(({ authenticate }) => authenticate !== undefined)?.authenticate ?? nobody,
    limit: limits === false ? () => ({ headers: {} }) : limiterOf(backend.trust.rateLimits, running.clock),
    policy: running.policy,
    validation: validationOf(openApi),
  };
  const gates = parts.reduce((before, part) => part.gates?.(before) ?? before, own);
  for (const endpoint of backend.api.endpoints) {
    const operation = backend.operations.find(({ id }) => id === endpoint.operation);
    if (endpoint.protocol !== 'http' || operation === undefined) continue;
    const said = parts.flatMap(({ handlers }) => handlers?.get(operation.id) ?? [])[0];
    const handler = said ?? handlerOf(running, endpoint, operation);
    addRoute(
      app,
      gates,
      parts.reduce<Route>((route, part) => ({ ...route, handler: part.around?.(route) ?? route.handler }), {
        endpoint,
        operation,
        handler,
      }),
    );
  }
  for (const part of parts) await part.mount?.(app, gates);
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
      : await openServer(server);
  try {
    const isNew = await loadSchema(database, delivered, clock);
    if (isNew) await generateRows(database, delivered, scale);
    await catchUp(database, delivered, clock);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
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
    database,
    clock,
    ids: previewIds(clock, seed),
    roles: databaseRolesOf(backend),
    policy: policyOf(backend),
    delivered: deliveredOf(backend.data.queries),
  };
}
