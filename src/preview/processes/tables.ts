import type { Running } from '../running.ts';

/**
 * What a broker and an engine of workflows would keep: messages on their way to a consumer, how far a flow has come, what an
 * export has written. It stands beside the delivered schema, in the schema of the preview.
 */
const tables = `
create table if not exists preview.deliveries (
  consumer text not null,
  event_id uuid not null,
  position bigint not null,
  ordering_key text not null,
  name text not null,
  payload jsonb not null,
  attempts integer not null default 0,
  starts integer not null default 0,
  due_at timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index if not exists deliveries_order on preview.deliveries (consumer, ordering_key, position);
create table if not exists preview.flows (
  key text primary key,
  flow text not null,
  cause jsonb not null,
  progress jsonb not null default '{}',
  state text not null default 'running' check (state in ('running', 'done', 'undone', 'parked')),
  because text,
  began_at timestamptz not null
);
create index if not exists flows_unfinished on preview.flows (began_at) where state = 'running';
create index if not exists flows_parked on preview.flows (began_at) where state = 'parked';
create table if not exists preview.results (
  operation_id uuid not null,
  slice integer not null,
  rows jsonb not null,
  primary key (operation_id, slice)
);`;

/** Contexts may write there what has to be in their own transaction. */
export async function addProcessTables(running: Running): Promise<void> {
  const { database, backend, roles } = running;
  const contexts = new Set([
    ...backend.operations.map(({ context }) => context),
    ...backend.processes.events.flatMap(({ consumers }) => consumers.map(({ context }) => context)),
    ...backend.processes.flows.flatMap(({ steps }) => steps.map(({ at }) => at)),
  ]);
  const known = new Set(backend.data.roles.map(({ name }) => name));
  const names = [...new Set([...contexts].map(roles.ofContext))].filter((name) => known.has(name));
  const grants = names.map(
    (name) =>
      `grant select, insert, update on preview.flows to "${name}"; grant select, delete on preview.deliveries to "${name}";`,
  );
  await database.script([tables, ...grants].join('\n'));
}
