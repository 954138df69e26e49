import { qualifiedName } from '../../artifacts/sql-names.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Json } from '../../model/origin.ts';
import { owner } from '../database/database.ts';
import type { Running } from '../running.ts';

/** Where operations write what is to be handed on. */
export function outboxOf({ data }: Backend): Table | undefined {
  const writing = data.queries.find(({ id }) => id.endsWith('-outbox'));
  return data.tables.find((table) =>
    [table.name, `${table.schema ?? ''}.${table.name}`].includes(writing?.tables[0] ?? ''),
  );
}

/** Everything that is written into the outbox, kept apart: whoever hands it on may delete it there. @returns how it is read */
export async function watchOutbox({ backend, database }: Running): Promise<() => Promise<Json>> {
  const outbox = outboxOf(backend);
  if (outbox === undefined) return async () => [];
  await database.script(`
create table if not exists preview.published (position bigserial, id uuid, name text, payload jsonb);
create or replace function preview.keep_published() returns trigger language plpgsql security definer as $$
begin
  insert into preview.published (id, name, payload) values (new.id, new.name, new.payload);
  return new;
end $$;
drop trigger if exists preview_keep_published on ${qualifiedName(outbox)};
create trigger preview_keep_published after insert on ${qualifiedName(outbox)}
  for each row execute function preview.keep_published();`);
  return async () => {
    const { rows } = await database.query(
      owner,
      'select id, name, payload from preview.published order by position',
    );
    return rows.map(({ id, name, payload }) => ({
      id: id ?? '',
      type: name ?? '',
      data: JSON.parse(payload ?? 'null'),
    }));
  };
}
