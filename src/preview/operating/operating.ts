import type { Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { owner } from '../database/database.ts';
import type { Part } from '../part.ts';
import type { Running } from '../running.ts';
import { metricsOf } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { tracesOf } from './traces.ts';
import type { Traces } from './traces.ts';

export interface Operating extends Part {
  readonly metrics: Metrics;
  readonly traces: Traces;
  readonly log: Logger;
}

/** Headers whose values are credentials: never in a log. */
const secret = ['authorization', 'cookie', 'set-cookie', 'idempotency-key'];

/**
 * What an operator looks at: whether it lives and is ready, figures, traces and a log line for each request.
 * `checks`: what has to be so before requests may come, by name.
 */
export function operatingPart(
  running: Running,
  destination: DestinationStream,
  level: string,
  checks: Readonly<Record<string, () => Promise<boolean>>> = {},
): Operating {
  const metrics = metricsOf(running);
  const traces = tracesOf();
  const log = pino({ level, base: null, redact: secret.map((name) => `headers["${name}"]`) }, destination);
  return {
    metrics,
    traces,
    log,
    fault: (error, requestId) =>
      log.error({ requestId, err: error instanceof Error ? error : String(error) }, 'fault'),
    mount: async (app) => {
      watch(app, { metrics, traces, log });
      app.get('/health/live', async () => ({ status: 'live' }));
      app.get('/health/ready', async (_request, reply) => {
        const states = await readiness(running, checks);
        const isReady = states.every(({ ready }) => ready);
        return reply
          .code(isReady ? 200 : 503)
          .send({ status: isReady ? 'ready' : 'not ready', checks: states });
      });
      app.get('/metrics', async (_request, reply) =>
        reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
      );
    },
  };
}

async function readiness(
  { database }: Running,
  checks: Readonly<Record<string, () => Promise<boolean>>>,
): Promise<readonly { readonly name: string; readonly ready: boolean }[]> {
  const all = {
    database: async () => (await database.query(owner, 'select 1 as one')).rows.length === 1,
    ...checks,
  };
  return Promise.all(
    Object.entries(all).map(async ([name, check]) => ({ name, ready: await check().catch(() => false) })),
  );
}

function watch(
  app: FastifyInstance,
  { metrics, traces, log }: Pick<Operating, 'metrics' | 'traces' | 'log'>,
): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', async (request, reply) => {
    const parent = request.headers['traceparent'];
    const span = traces.begin(request.method, typeof parent === 'string' ? parent : undefined);
    spans.set(request, span);
    const { traceId, spanId } = span.spanContext();
    reply.header('traceparent', `00-${traceId}-${spanId}-01`);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url?.replaceAll(/:(\w+)/g, '{$1}') ?? 'none';
    const span = spans.get(request);
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (span !== undefined) traces.end(span, route, reply.statusCode);
    const traceId = span?.spanContext().traceId;
    const said = {
      requestId: request.id,
      traceId,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (reply.statusCode >= 500) log.error(said, 'request');
    else log.info(said, 'request');
  });
}
