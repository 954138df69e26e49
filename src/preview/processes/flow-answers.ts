import type { Operation } from '../../model/domain.ts';
import { eventsOf } from '../../model/happenings.ts';
import { actingFor } from '../access/decide.ts';
import type { Transaction } from '../database/database.ts';
import { owner } from '../database/database.ts';
import type { Variables } from '../effects/effects.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { objectReply } from '../operations/answers.ts';
import { locationOf } from '../operations/create.ts';
import { publish, recorderOf } from '../operations/happenings.ts';
import type { Touched } from '../operations/happenings.ts';
import { callerKey, idempotencyStatement } from '../operations/write.ts';
import { operationOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { end } from './flow-runs.ts';
import type { FlowEnd, FlowRecord, KeptRequest } from './flow-runs.ts';
import { concludeAlone } from './flows.ts';
import { successOf } from './flow-requests.ts';
import type { Answer } from './flow-requests.ts';

/** Answers the request behind a flow: the object as it is now, in the transaction that ends the flow and stores the answer. */
export async function concludeRequest(
  running: Running,
  answers: WeakMap<FlowEnd, Answer>,
  record: FlowRecord,
  ended: FlowEnd,
): Promise<void> {
  const { request } = record.cause;
  if (request === undefined) return concludeAlone(running, record, ended);
  const exchange = exchangeOf(running, record, request);
  const { operation, caller, decision } = exchange;
  const service = { role: running.roles.ofContext(operation.context) };
  const answer = await running.database.transaction(service, async (transaction): Promise<Answer> => {
    if (ended.kind === 'undone') {
      const refused = refusalFor(running, ended);
      await end(transaction, record.key, ended);
      if (ended.problem === undefined) await release(running, transaction, exchange, record);
      else await keep(running, transaction, exchange, request, refused);
      return refused;
    }
    await transaction.actAs(actingFor(running.roles, caller, operation, decision));
    const reply = await replyTo(running, transaction, exchange, request, ended.variables);
    await transaction.actAs(service);
    await keep(running, transaction, exchange, request, reply);
    await end(transaction, record.key, ended);
    return reply;
  });
  answers.set(ended, answer);
}

function exchangeOf(running: Running, { cause }: FlowRecord, request: KeptRequest): Exchange {
  const operation = operationOf(running, cause.operation ?? '');
  const endpoint = running.backend.api.endpoints.find((each) => each.operation === operation.id);
  if (endpoint === undefined) throw new Error(`${operation.id} is offered nowhere`);
  return {
    endpoint,
    operation,
    caller: cause.caller ?? { kind: 'anonymous', address: '127.0.0.1' },
    decision: request.decision,
    path: request.path,
    query: request.query,
    headers: {},
    body: request.body,
    rawBody: Buffer.alloc(0),
    requestId: request.requestId,
  };
}

async function replyTo(
  running: Running,
  transaction: Transaction,
  exchange: Exchange,
  { id }: KeptRequest,
  variables: Variables,
): Promise<Reply> {
  const { operation, endpoint } = exchange;
  const table = tableOf(running, operation.entity);
  const status = successOf(endpoint, operation);
  const { rows } = await transaction.run(rowById(table), [id]);
  const [row] = rows;
  const touched = { id, ...(row !== undefined && { row }) };
  await tellRest(running, transaction, operation, touched);
  await recorderOf(running, operation).audit(transaction, exchange, touched);
  if (status === 202 || status === 204 || row === undefined) return { status };
  const location =
    operation.verb === 'create' && operation.hidesExistence !== true
      ? locationOf(running, operation, id)
      : undefined;
  const added = (operation.output ?? []).flatMap(({ name }) => {
    const value = variables[name];
    return value === undefined ? [] : [[name, JSON.parse(JSON.stringify(value))] as const];
  });
  return objectReply(running, table, exchange, row, {
    status,
    ...(location !== undefined && { location }),
    added: Object.fromEntries(added),
  });
}

/** Events that the operation brings about and no step of a flow tells. */
async function tellRest(
  running: Running,
  transaction: Transaction,
  operation: Operation,
  touched: Touched,
): Promise<void> {
  const { flows, events } = running.backend.processes;
  const told = new Set(
    flows.flatMap(({ steps }) => steps.flatMap(({ kind, action }) => (kind === 'publish' ? [action] : []))),
  );
  const outbox = running.delivered
    .of(operation.id)
    .find(
      ({ kind, parameters }) => kind === 'insert' && parameters.some(({ name }) => name === 'ordering_key'),
    );
  if (outbox === undefined || touched.row === undefined) return;
  for (const event of eventsOf({ flows, events }, operation))
    if (event.entity === operation.entity && !told.has(event.name))
      await publish(running, transaction, outbox, event, touched);
}

function refusalFor({ backend }: Running, { problem }: Extract<FlowEnd, { kind: 'undone' }>): Refusal {
  if (problem === undefined)
    return new Refusal('unavailable', 'A part of the work could not be done; what was done is taken back.', {
      headers: { 'retry-after': '1' },
    });
  const known = backend.api.problems.find(({ type }) => type === problem);
  // What a peer refuses may have no problem type of its own.
  return new Refusal(known?.type ?? 'conflict', known?.when ?? `It was refused: ${problem}.`);
}

/** Stores the answer under the key of the request. */
async function keep(
  running: Running,
  transaction: Transaction,
  exchange: Exchange,
  { idempotencyKey }: KeptRequest,
  answer: Answer,
): Promise<void> {
  const statement = idempotencyStatement(running, exchange.operation, 'idempotency-answer');
  if (statement === undefined || idempotencyKey === undefined) return;
  const scope = { caller: callerKey(exchange), operation: exchange.operation.id, key: idempotencyKey };
  const stored =
    answer instanceof Refusal
      ? {
          status: running.backend.api.problems.find(({ type }) => type === answer.problem)?.status ?? 409,
          answer: { headers: { problem: answer.problem, detail: answer.message } },
        }
      : {
          status: answer.status,
          answer: {
            headers: answer.headers ?? {},
            ...(answer.body !== undefined && { body: JSON.stringify(answer.body) }),
          },
        };
  const { sql, values } = bind(statement, { ...scope, ...stored });
  await transaction.run(sql, values);
}

/** What failed for no reason of the caller may be sent again under the same key, and is then new. */
async function release(
  running: Running,
  transaction: Transaction,
  exchange: Exchange,
  { key, cause }: FlowRecord,
): Promise<void> {
  const table = idempotencyStatement(running, exchange.operation, 'idempotency-claim')?.tables[0];
  const idempotencyKey = cause.request?.idempotencyKey;
  if (table === undefined || idempotencyKey === undefined) return;
  await transaction.actAs(owner);
  await transaction.run(`delete from ${table} where caller = $1 and operation = $2 and key = $3`, [
    callerKey(exchange),
    exchange.operation.id,
    idempotencyKey,
  ]);
  await transaction.run('delete from preview.flows where key = $1', [key]);
}
