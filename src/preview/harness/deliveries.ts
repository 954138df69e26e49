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
  const id = wordOf(message['id']);
  const type = wordOf(message['type']);
  const data = message['data'] ?? null;
  const event = backend.processes.events.find(({ name }) => name === type);
  const named = typeof data === 'object' && data !== null && 'id' in data ? wordOf(data['id']) : '';
  const about = named === '' ? id : named;
  await database.query(owner, `delete from ${qualifiedName(outbox)} where id = $1`, [id]);
  await database.query(
    owner,
    `insert into ${qualifiedName(outbox)} (id, name, aggregate, aggregate_id, ordering_key, payload) values ($1, $2, $3, $4, $5, $6)`,
    [id, type, event?.entity ?? 'none', about, about, JSON.stringify(data)],
  );
}

const wordOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Columns that tell of attempts and versions, not of what was done. */
const passing: ReadonlySet<string> = new Set(['version', 'attempts', 'sequence', 'chain']);

/**
 * How many rows of each entity there are, and the sums of their numbers: ids and times of two runs differ, states move on by
 * the clock, and these do not.
 */
async function effects({ backend, database }: Running): Promise<Json> {
  const sums = backend.data.tables.flatMap((table) => {
    if (table.entity === undefined) return [];
    const numbers = table.columns.filter(
      ({ name, type }) => ['integer', 'bigint', 'numeric'].includes(type) && !passing.has(name),
    );
    const told = numbers.map(({ name }) => `' ${name} ' || coalesce(sum(${quoteName(name)}), 0)`);
    return [
      `select '${table.entity} ' || count(*)${told.map((each) => ` || ${each}`).join('')} as told from ${qualifiedName(table)}`,
    ];
  });
  const { rows } = await database.query(owner, `${sums.join('\nunion all\n')}\norder by 1`);
  return rows.map(({ told }) => told ?? '');
}
