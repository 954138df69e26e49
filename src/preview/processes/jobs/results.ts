import type { FastifyInstance } from 'fastify';
import type { Column } from '../../../model/data.ts';
import { owner } from '../../database/database.ts';
import type { Operation } from '../../../model/domain.ts';
import { refused } from '../../http/routes.ts';
import type { Gates } from '../../http/routes.ts';
import { statusHandler } from '../../operations/accept.ts';
import { notFound } from '../../operations/read.ts';
import { entityOf, operationOf, tableOf } from '../../running.ts';
import type { Running } from '../../running.ts';
import { bind } from '../../statements/delivered.ts';
import { readerOf } from '../../wire.ts';
import { systemExchange } from './system.ts';

/** How far long work has come, and what it has written: for whoever asked for it. */
export function mountLongWork(app: FastifyInstance, running: Running, gates: Gates): void {
  const operation = running.backend.operations.find(({ longRunning }) => longRunning);
  if (operation === undefined) return;
  if (!app.hasRoute({ method: 'GET', url: '/operations/:id' })) mountStatus(app, running, gates, operation);
  mountResults(app, running, gates);
}

function mountStatus(
  app: FastifyInstance,
  running: Running,
  { authenticate, limit, validation }: Gates,
  operation: Operation,
): void {
  const handler = statusHandler(running);
  app.get<{ Params: { id: string } }>('/operations/:id', async (request, reply) => {
    const caller = await authenticate(request);
    if (caller.kind === 'anonymous') throw refused(caller);
    const path = { id: request.params.id };
    validation.parameters('/operations/{id}', 'GET', { path, query: {}, header: {} });
    const said = await handler({ ...systemExchange(running, operation), caller, path });
    return reply
      .headers({ ...limit(caller, operation).headers, ...said.headers })
      .header('content-type', 'application/json')
      .send(Buffer.from(JSON.stringify(said.body)));
  });
}

/** What an export has written, as lines of JSON, for whoever asked for it: without the fields that their role may not see. */
function mountResults(app: FastifyInstance, running: Running, { authenticate, limit }: Gates): void {
  const read = running.delivered.named('status-read');
  if (read === undefined) return;
  app.get<{ Params: { id: string } }>('/operations/:id/result', async (request, reply) => {
    const caller = await authenticate(request);
    if (caller.kind === 'anonymous') throw refused(caller);
    const asked = bind(read, { id: request.params.id, requested_by: caller.id });
    const { rows } = await running.database.query(owner, asked.sql, asked.values);
    const [status] = rows;
    if (status?.['state'] !== 'succeeded' || status['result'] === null) throw notFound();
    const found = await running.database.query(
      owner,
      `select operation from ${read.tables[0] ?? ''} where id = $1`,
      [request.params.id],
    );
    const operation = operationOf(running, found.rows[0]?.['operation'] ?? '');
    reply.headers(limit(caller, operation).headers);
    const decision = running.policy(caller, operation);
    if (decision.kind === 'denied') throw notFound();
    const hidden = hiddenFrom(running, operation.entity, decision.mask);
    const toJson = readerOf(tableOf(running, operation.entity), hidden);
    const slices = await running.database.query(
      owner,
      'select rows from preview.results where operation_id = $1 order by slice',
      [request.params.id],
    );
    const lines = slices.rows.flatMap((slice) => {
      const list: readonly Readonly<Record<string, string | null>>[] = JSON.parse(slice['rows'] ?? '[]');
      return list.map((row) => `${JSON.stringify(toJson(row))}\n`);
    });
    return reply.header('content-type', 'application/x-ndjson').send(Buffer.from(lines.join('')));
  });
}

function hiddenFrom(running: Running, entity: string, mask: string | undefined): (column: Column) => boolean {
  const classOf = new Map(entityOf(running, entity).fields.map(({ name, dataClass }) => [name, dataClass]));
  return ({ name, dataClass }) => mask !== undefined && (dataClass ?? classOf.get(name)) === mask;
}
