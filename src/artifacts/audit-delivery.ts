import type { Backend } from '../model/backend.ts';
import { chainedTrail } from './audit-trail.ts';
import { inboxesOf, outboxRoles } from './outbox-sql.ts';
import { quoteName, qualifiedName, quoteText } from './sql-names.ts';

export const auditDeliveryPath = '6-integration/audit-delivery.sql';

/** Name under which the statement of the context that keeps the trail is prepared. */
export const trailAppend = 'trail_append';

/** What the trigger of the chain settles; the chain itself is chosen here. */
const settled: ReadonlySet<string> = new Set(['chain', 'sequence', 'previous_hash', 'hash']);

/**
 * How an entry that another context told of gets into the trail: one statement, which remembers the message and appends
 * the entry or does neither. All entries about one thing go into one chain, so that their order is part of what the
 * hashes cover. Empty where the trail lies in the database of those who write it.
 */
export function auditDeliverySql({ data, processes: { events } }: Backend): string {
  const trail = chainedTrail(data)?.entries;
  const told = events.filter(
    ({ entity, operations }) => entity === trail?.entity && operations !== undefined,
  );
  const at = outboxRoles(data).inboxes.findIndex(({ schema }) => schema === trail?.schema);
  const inbox = inboxesOf(data)[at];
  if (trail === undefined || inbox === undefined || told.length === 0) return '';
  const columns = trail.columns.filter(
    ({ name, generated, default: standard }) =>
      !settled.has(name) && generated === undefined && (standard === undefined || name === 'id'),
  );
  const names = columns.map(({ name }) => quoteName(name)).join(', ');
  const entry = columns.map(({ name }) => `entry.${quoteName(name)}`).join(', ');
  const [consumer = '', message = ''] = inbox.key.map(quoteName);
  const by = told[0]?.orderedBy ?? 'id';
  return `-- To be run after 2-database/schema.sql and 3-security/audit-trail.sql, by the context that keeps the trail.
-- $1: the id of the message. $2: its payload, an entry. No row inserted means: appended before, acknowledge.
-- Chain: that of what the entry is about; the trigger of the trail gives it its number and hash.
prepare ${trailAppend} (uuid, jsonb) as
with remembered as (
  insert into ${inbox.table} (${consumer}, ${message}) values (${quoteText(`${trail.context ?? ''}: append it to the trail`)}, $1) on conflict do nothing returning 1
)
insert into ${qualifiedName(trail)} (${names}, chain)
select ${entry}, hashtext(coalesce(entry.${quoteName(by)}, entry.id)::text) & 63
from remembered, jsonb_populate_record(null::${qualifiedName(trail)}, $2) as entry;
`;
}
