import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import type { Json } from '../../model/origin.ts';
import { owner } from '../database/database.ts';
import { Refusal } from '../http/problems.ts';
import type { Control } from '../part.ts';
import type { Running } from '../running.ts';
import { outboxOf } from './published.ts';

/**
 * What tests of consumers need, where events are handed on at all: a message that comes as from the outbox, as often as the
 * test likes, and what all of that has changed.
 */
export function deliveryControls(running: Running, settle: Control): ReadonlyMap<string, Control> {
  return new Map<string, Control>([
    [
      'deliver',
      async ({ message }) => {
        await deliver(running, message ?? null);
        await settle({});
        return null;
      },
    ],
    ['effects', () => effects(running)],
  ]);
}

/** A relay hands on what it finds: the same id a second time is a repeated delivery. */
async function deliver({ backend, database }: Running, message: Json): Promise<void> {
  const outbox = outboxOf(backend);
  if (outbox === undefined || typeof message !== 'object' || message === null || !('type' in message))
    throw new Refusal('malformed', 'Give `message` with id, type and data.');
  const { id, type, data } = message;
  const event = backend.processes.events.find(({ name }) => name === type);
  const named = typeof data === 'object' && data !== null && 'id' in data ? data['id'] : undefined;
  const about = named ?? id;
  await database.query(owner, `delete from ${qualifiedName(outbox)} where id = $1`, [String(id)]);
  await database.query(
    owner,
    `insert into ${qualifiedName(outbox)} (id, name, aggregate, aggregate_id, ordering_key, payload) values ($1, $2, $3, $4, $5, $6)`,
    [
      String(id),
      String(type),
      event?.entity ?? 'none',
      String(about),
      String(about),
      JSON.stringify(data ?? null),
    ],
  );
}

/** Rows and states of every entity: ids and times of two runs differ, and these do not. */
async function effects({ backend, database }: Running): Promise<Json> {
  const counts = backend.data.tables.flatMap((table) => {
    const entity = backend.entities.find(({ name }) => name === table.entity);
    if (entity === undefined) return [];
    const state = entity.lifecycle === undefined ? "''" : `${quoteName(entity.lifecycle.field)}::text`;
    return [
      `select '${entity.name}' as entity, ${state} as state, count(*) as n from ${qualifiedName(table)} group by 2`,
    ];
  });
  const { rows } = await database.query(owner, `${counts.join('\nunion all\n')}\norder by 1, 2`);
  return rows.map(({ entity, state, n }) => `${entity} ${state} ${n}`);
}
