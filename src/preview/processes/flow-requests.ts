import { qualifiedName } from '../../artifacts/sql-names.ts';
import { writesOf } from '../../artifacts/sql-writes.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Flow, Operation } from '../../model/domain.ts';
import { actingFor } from '../access/decide.ts';
import type { SqlValue } from '../database/database.ts';
import { flowOf } from '../effects/effects.ts';
import type { Exchange, Handler, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { idOf } from '../operations/create.ts';
import { requireOwn } from '../operations/change.ts';
import { callerKey, idempotencyStatement, requestHash, storedAnswer } from '../operations/write.ts';
import { entityOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { begin, flowOfKey } from './flow-runs.ts';
import type { FlowEnd, FlowRecord } from './flow-runs.ts';
import type { Flows } from './flows.ts';
import { withPatience } from './patience.ts';
import { requestVariables } from './variables.ts';

/** What a request was answered with. */
export type Answer = Reply | Refusal;

/** An operation that a flow carries out. */
export interface FlowOperation {
  readonly endpoint: Endpoint;
  readonly operation: Operation;
  readonly flow: Flow;
}

/** Operations whose flow says what it does to their own object; the others are carried out as their verb says. */
export function flowOperations(running: Running): readonly FlowOperation[] {
  const { operations, api, processes } = running.backend;
  return operations.flatMap((operation) => {
    const flow = flowOf(operation, processes.flows);
    const endpoint = api.endpoints.find(
      (each) => each.operation === operation.id && each.protocol === 'http',
    );
    if (flow === undefined || endpoint === undefined || operation.longRunning) return [];
    const table = qualifiedName(tableOf(running, operation.entity));
    const isOwn = flow.steps.some(({ effects }) =>
      effects?.statements.some(({ sql }) => writesOf(sql, table).length > 0),
    );
    return isOwn ? [{ endpoint, operation, flow }] : [];
  });
}

/** Answers by running the flow: outside of one transaction, and so that it is continued after a crash. */
export function flowHandler(
  running: Running,
  flows: () => Flows,
  answers: WeakMap<FlowEnd, Answer>,
  { flow, operation }: FlowOperation,
  patience: number,
): Handler {
  return async (exchange) => {
    const record = await recordOf(running, flow, exchange);
    const known = await claim(running, record, exchange);
    if (known === undefined) return answered(answers, await withPatience(flows().run(record), patience));
    const going = flows().running(record.key);
    if (going !== undefined) return answered(answers, await withPatience(going, patience));
    if (known.kind === 'answered') return known.answer();
    // A webhook that came before, and whose work was taken back.
    const state = await flowOfKey(running, record.key);
    if (state?.state === 'undone')
      return answered(answers, await withPatience(flows().replay(record.key, record.cause), patience));
    return { status: successOf(exchange.endpoint, operation) };
  };
}

function answered(answers: WeakMap<FlowEnd, Answer>, ended: FlowEnd): Reply {
  const answer = answers.get(ended);
  if (answer instanceof Refusal) throw answer;
  if (answer === undefined) throw new Error('a flow ended without an answer');
  return answer;
}

async function recordOf(running: Running, flow: Flow, exchange: Exchange): Promise<FlowRecord> {
  const { operation, caller, decision, path, query, body, requestId, headers } = exchange;
  const began = running.clock.now();
  const isOne = path['id'] !== undefined;
  if (isOne) await requireVisible(running, exchange);
  const id = path['id'] ?? idOf(running, exchange, began);
  const idempotencyKey = exchange.endpoint.idempotencyKey ? headers['idempotency-key'] : undefined;
  const own = idempotencyKey ?? naturalKey(running, exchange) ?? running.ids.next();
  return {
    key: `${operation.id} ${callerKey(exchange)} ${own}`,
    flow: flow.id,
    began,
    progress: {},
    cause: {
      variables: requestVariables(running, exchange, id),
      operation: operation.id,
      caller,
      request: {
        decision,
        path,
        query,
        body,
        requestId,
        id,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      },
    },
  };
}

/** What tells a message of a peer from its others: the values that are unique together. */
function naturalKey(running: Running, { operation, body }: Exchange): string | undefined {
  if (operation.verb !== 'create') return undefined;
  const { unique } = entityOf(running, operation.entity);
  const names = unique.find((each) => each.every((name) => body[name] !== undefined));
  return names === undefined ? undefined : JSON.stringify(names.map((name) => body[name]));
}

/** @throws Refusal 404 where the object is not the caller's to see */
async function requireVisible({ database, roles, ...running }: Running, exchange: Exchange): Promise<void> {
  const { operation, caller, decision } = exchange;
  const acting = actingFor(roles, caller, operation, decision);
  const asked = { run: (sql: string, values?: readonly SqlValue[]) => database.query(acting, sql, values) };
  await requireOwn(asked, tableOf(running, operation.entity), exchange);
}

type Known = { readonly kind: 'answered'; readonly answer: () => Reply } | { readonly kind: 'begun' };

/** Claims the key and writes the record of the flow, both or neither. @returns what is known of it; undefined = it is new */
async function claim(running: Running, record: FlowRecord, exchange: Exchange): Promise<Known | undefined> {
  const { operation } = exchange;
  const key = record.cause.request?.idempotencyKey;
  const [claiming, repeat] = [
    idempotencyStatement(running, operation, 'idempotency-claim'),
    idempotencyStatement(running, operation, 'idempotency-repeat'),
  ];
  const scope = {
    caller: callerKey(exchange),
    operation: operation.id,
    key,
    request_hash: requestHash(exchange),
  };
  const service = { role: running.roles.ofContext(operation.context) };
  return running.database.transaction(service, async (transaction): Promise<Known | undefined> => {
    if (key !== undefined && claiming !== undefined && repeat !== undefined) {
      const claimed = bind(claiming, scope);
      const { affected } = await transaction.run(claimed.sql, claimed.values);
      if (affected === 0) {
        const asked = bind(repeat, scope);
        const [row] = (await transaction.run(asked.sql, asked.values)).rows;
        return { kind: 'answered', answer: () => storedOutcome(storedAnswer(row, scope.request_hash)) };
      }
    }
    return (await begin(transaction, record)) ? undefined : { kind: 'begun' };
  });
}

/** A refusal is kept as its problem, and refused again. */
function storedOutcome(reply: Reply): Reply {
  const problem = reply.headers?.['problem'];
  if (problem === undefined) return reply;
  throw new Refusal(problem, reply.headers?.['detail'] ?? '');
}

export const successOf = ({ responses }: Endpoint, { verb }: Operation): number =>
  responses.find(({ status }) => status < 300)?.status ?? (verb === 'create' ? 201 : 200);
