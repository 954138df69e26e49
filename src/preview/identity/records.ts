import type { Query } from '../../model/data.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange } from '../http/exchange.ts';
import { publish } from '../operations/happenings.ts';
import type { Touched } from '../operations/happenings.ts';
import { entityOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind, standingStatement } from '../statements/delivered.ts';
import { identityContext } from './accounts.ts';

/** Publishes an event of the design by its name; nothing where the design has no such event. */
export async function publishNamed(
  running: Running,
  transaction: Transaction,
  name: string,
  touched: Touched,
): Promise<void> {
  const event = running.backend.processes.events.find((each) => each.name === name);
  const outbox = statementOf(running, 'outbox-write');
  if (event !== undefined && outbox !== undefined)
    await publish(running, transaction, outbox, event, touched);
}

const statementOf = (running: Running, id: string): Query | undefined =>
  standingStatement(running.delivered, entityOf(running, 'User').context, id);

export interface Entry {
  /** The happening of the design, such as `session.refused`. */
  readonly action: string;
  readonly entity: string;
  readonly target: string | undefined;
  readonly actor: string | undefined;
  readonly outcome: 'done' | 'refused';
}

/** Appends an entry to the audit trail, by the statement with which this context writes its own. */
export async function record(
  running: Running,
  transaction: Transaction,
  { caller, decision, requestId }: Pick<Exchange, 'caller' | 'decision' | 'requestId'>,
  { action, entity, target, actor, outcome }: Entry,
): Promise<void> {
  const statement = running.delivered.of('create Session').find(({ id }) => id.endsWith('-audit'));
  if (statement === undefined) return;
  const id = running.ids.next();
  const values = {
    id,
    occurred_at: running.clock.now().toISOString(),
    actor_id: actor ?? null,
    actor_role: decision.role,
    action,
    target_kind: entity,
    target_id: target ?? id,
    outcome,
    before: null,
    after: null,
    address: caller.address,
    request_id: requestId,
    chain: null,
    sequence: null,
    previous_hash: null,
    hash: null,
  };
  const message = {
    name: 'audit.recorded',
    aggregate: 'AuditEntry',
    aggregate_id: values.target_id,
    ordering_key: values.target_id,
    payload: values,
  };
  const bound = bind(statement, { ...message, ...values });
  await transaction.run(bound.sql, bound.values);
}

/** The same in a transaction of its own, for what is refused: nothing of the request itself stays. */
export const recordRefused = (
  running: Running,
  exchange: Pick<Exchange, 'caller' | 'decision' | 'requestId'>,
  entry: Omit<Entry, 'outcome'>,
): Promise<void> =>
  running.database.transaction(identityContext(running), (transaction) =>
    record(running, transaction, exchange, { ...entry, outcome: 'refused' }),
  );
