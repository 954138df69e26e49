import { snakeCase } from '../../artifacts/words.ts';
import type { DomainEvent, Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import type { SqlValue, Variables } from '../effects/effects.ts';
import type { Exchange } from '../http/exchange.ts';
import { columnOf } from '../operations/list.ts';
import { entityOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';

const valueOf = (value: Json | undefined): SqlValue => value ?? null;

/** What effects of a request know: who asks, of which object, and what the request says. */
export function requestVariables(
  running: Running,
  { operation, endpoint, caller, decision, path, query, body }: Exchange,
  id: string,
): Variables {
  const fields = entityOf(running, operation.entity).fields;
  const table = tableOf(running, operation.entity);
  const known = fields.flatMap(({ name }) => columnOf(table, running, operation.entity, name)?.name ?? []);
  // What a peer sends is kept whole, beside what is read of it.
  const isWebhook = endpoint.guards.some(({ name }) => name === 'webhook signature');
  const whole = fields
    .filter(({ name, type }) => isWebhook && type.kind === 'json' && body[name] === undefined)
    .map(({ name }) => [name, body] as const);
  const said = { ...Object.fromEntries(whole), ...query, ...path, ...body };
  return {
    ...Object.fromEntries(known.map((name) => [name, null])),
    ...Object.fromEntries(Object.entries(said).map(([name, value]) => [name, valueOf(value)])),
    ...implied(operation, id),
    caller: caller.kind === 'known' ? caller.id : null,
    caller_role: decision.role,
  };
}

const implied = ({ entity }: Pick<Operation, 'entity'>, id: string): Variables => ({
  id,
  [`${snakeCase(entity)}_id`]: id,
});

/** What a consumer knows of an event. */
export function eventVariables(
  running: Running,
  event: DomainEvent,
  eventId: string,
  payload: Readonly<Record<string, Json>>,
): Variables {
  const table = tableOf(running, event.entity);
  const told = Object.entries(payload).map(([name, value]): readonly [string, SqlValue] => [
    columnOf(table, running, event.entity, name)?.name ?? name,
    valueOf(value),
  ]);
  const id = payload['id'];
  return {
    ...Object.fromEntries(told),
    ...implied(event, typeof id === 'string' ? id : ''),
    event_id: eventId,
    caller: null,
    caller_role: null,
  };
}
