import type { Backend } from '../model/backend.ts';
import type { Column, DataModel, Table } from '../model/data.ts';
import { qualifiedName, quoteName, quoteText } from './sql-names.ts';

export const auditTrailPath = '3-security/audit-trail.sql';

/** A trail whose entries are chained by hash, and the table that keeps the last hash of each chain where there is one. */
export interface ChainedTrail {
  readonly entries: Table;
  readonly anchors?: Table;
}

const chainColumns = ['chain', 'sequence', 'previous_hash', 'hash'] as const;
const anchorColumns = ['chain', 'day', 'sequence', 'hash'] as const;

const hasColumns = ({ columns }: Table, names: readonly string[]): boolean =>
  names.every((name) => columns.some((column) => column.name === name));

/** The first table of a PostgreSQL schema that only grows and has the columns of a chain. */
export function chainedTrail({ tables, engine }: DataModel): ChainedTrail | undefined {
  if (engine !== undefined && !/^postgres/i.test(engine.name)) return undefined;
  const entries = tables.find((table) => table.appendOnly === true && hasColumns(table, chainColumns));
  if (entries === undefined) return undefined;
  const anchors = tables.find(
    (table) => table !== entries && table.schema === entries.schema && hasColumns(table, anchorColumns),
  );
  return anchors === undefined ? { entries } : { entries, anchors };
}

/** The hash before the first entry of a chain. */
export const genesis = '0'.repeat(64);

/**
 * Time and JSON are printed the same on every server: time in UTC to the microsecond, JSON as `jsonb` prints it, its
 * keys in the order of jsonb.
 */
function printed({ name, type }: Column): string {
  const column = `entry.${quoteName(name)}`;
  return /^timestamp with time zone|^timestamptz/.test(type)
    ? `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : column;
}

/** Names in functions mean what stands in the schema of the trail, whatever the caller's session says. */
const searched = ({ entries }: ChainedTrail): string => `${quoteName(entries.schema ?? 'public')}, pg_temp`;

/** Names of the functions that the script makes, in the schema of the trail. */
export function trailFunctions({ entries }: ChainedTrail) {
  const within = (name: string): string => qualifiedName({ ...entries, name });
  return {
    content: within(`${entries.name}_content`),
    hash: within(`${entries.name}_hash`),
    chain: within(`chain_${entries.name}`),
    anchor: within(`anchor_${entries.name}`),
    check: within(`check_${entries.name}`),
  };
}

/**
 * The chain as PostgreSQL keeps it: a trigger that numbers and hashes each entry, whoever writes it, a function that
 * gives the last hash of each chain to be kept elsewhere, and one that finds where a chain is broken. Empty where the
 * design has no such trail.
 */
export function auditTrailSql({ data }: Backend): string {
  const trail = chainedTrail(data);
  if (trail === undefined) return '';
  return `${[contentSql(trail), triggerSql(trail), ...anchorSql(trail), checkSql(trail)].join('\n\n')}\n`;
}

/** What the hash covers: every column but the hash itself and those that are computed from others. */
function contentSql(trail: ChainedTrail): string {
  const { content, hash } = trailFunctions(trail);
  const table = qualifiedName(trail.entries);
  const covered = trail.entries.columns.filter(
    ({ name, generated }) => name !== 'hash' && generated === undefined,
  );
  const pairs = covered.map((column) => `    ${quoteText(column.name)}, ${printed(column)}`).join(',\n');
  return `-- What the hash of an entry covers: all that is stored of it but the hash. The hash before it is part of it, which makes the chain.
create function ${content}(entry ${table}) returns text
language sql stable set search_path = ${searched(trail)}
return jsonb_build_object(
${pairs}
  )::text;

create function ${hash}(entry ${table}) returns text
language sql stable set search_path = ${searched(trail)}
return encode(sha256(convert_to(${content}(entry), 'UTF8')), 'hex');`;
}

function triggerSql(trail: ChainedTrail): string {
  const { chain, hash } = trailFunctions(trail);
  const table = qualifiedName(trail.entries);
  return `-- Numbers and hashes an entry, whatever the writer says of it. One writer at a time for each of the 64 chains;
-- a connection stays with one chain, so that connections seldom wait for each other. Above read committed the second
-- of two writers is refused by the key of the chain and has to try again.
create function ${chain}() returns trigger
language plpgsql security definer set search_path = ${searched(trail)} as $$
declare
  last ${table};
begin
  new.chain := coalesce(new.chain, pg_backend_pid() % 64);
  perform pg_advisory_xact_lock(hashtext(${quoteText(table)}), new.chain);
  select * into last from ${table} as entry
    where entry.chain = new.chain order by entry.sequence desc limit 1;
  new.sequence := coalesce(last.sequence, 0) + 1;
  new.previous_hash := coalesce(last.hash, ${quoteText(genesis)});
  new.hash := ${hash}(new);
  return new;
end
$$;

create trigger ${quoteName(`chain_${trail.entries.name}`)} before insert on ${table}
  for each row execute function ${chain}();`;
}

function anchorSql(trail: ChainedTrail): readonly string[] {
  const { anchors, entries } = trail;
  if (anchors === undefined) return [];
  const { anchor } = trailFunctions(trail);
  const table = qualifiedName(anchors);
  return [
    `-- To be called at a fixed interval. What it returns is to be kept where this database cannot write.
create function ${anchor}(today date default current_date) returns setof ${table}
language sql set search_path = ${searched(trail)}
begin atomic
  insert into ${table} (chain, day, sequence, hash)
  select distinct on (entry.chain) entry.chain, today, entry.sequence, entry.hash
    from ${qualifiedName(entries)} as entry order by entry.chain, entry.sequence desc
  on conflict (chain, day) do update set sequence = excluded.sequence, hash = excluded.hash
  returning *;
end;`,
  ];
}

/** Days for which entries have to be there; two years where the model says nothing. */
const keptDays = ({ retention }: Table): number =>
  retention === undefined || retention.unit !== 'days' ? 730 : Math.floor(retention.value);

/** Old entries are dropped when their time is over: the oldest one left must then continue an anchor of before that. */
function checkSql(trail: ChainedTrail): string {
  const { check, hash } = trailFunctions(trail);
  const table = qualifiedName(trail.entries);
  const own =
    trail.anchors === undefined
      ? ''
      : `
    union
    select own.chain, own.day, own.sequence, own.hash from ${qualifiedName(trail.anchors)} as own`;
  return `-- Where a chain is broken, and how; no row where all are whole. kept: the anchors as another party keeps them,
-- [{"chain": 0, "day": "2026-01-31", "sequence": 1, "hash": "..."}]; what this database says of them is compared as well.
-- since: the day from which on every entry has to be there.
create function ${check}(kept jsonb default '[]', since date default current_date - ${keptDays(trail.entries)})
returns table (chain integer, sequence bigint, fault text)
language sql stable set search_path = ${searched(trail)}
begin atomic
  with anchors as (
    select elsewhere.chain, elsewhere.day, elsewhere.sequence, elsewhere.hash
      from jsonb_to_recordset(kept) as elsewhere (chain integer, day date, sequence bigint, hash text)${own}
  ), linked as (
    select entry.chain, entry.sequence, entry.previous_hash, entry.hash, ${hash}(entry) as computed,
      lag(entry.sequence) over one_chain as sequence_before,
      lag(entry.hash) over one_chain as hash_before
      from ${table} as entry
      window one_chain as (partition by entry.chain order by entry.sequence)
  )
  select linked.chain, linked.sequence, 'the content is not what was hashed' as fault
    from linked where linked.hash is distinct from linked.computed
  union all
  select linked.chain, linked.sequence, 'entries before it are missing'
    from linked where linked.sequence_before <> linked.sequence - 1
  union all
  select linked.chain, linked.sequence, 'it does not continue the entry before it'
    from linked where linked.sequence_before = linked.sequence - 1 and linked.hash_before <> linked.previous_hash
  union all
  select linked.chain, linked.sequence, 'it begins the chain without continuing an anchor'
    from linked where linked.sequence_before is null
      and not (linked.sequence = 1 and linked.previous_hash = ${quoteText(genesis)})
      and not exists (
        select from anchors where anchors.chain = linked.chain
          and anchors.sequence = linked.sequence - 1 and anchors.hash = linked.previous_hash
      )
  union all
  select anchors.chain, anchors.sequence, 'the entry that was anchored is missing or another'
    from anchors where not exists (
        select from linked where linked.chain = anchors.chain
          and linked.sequence = anchors.sequence and linked.hash = anchors.hash
      )
      and (anchors.day >= since or exists (
        select from linked where linked.chain = anchors.chain and linked.sequence <= anchors.sequence
      ))
  order by 1, 2, 3;
end;`;
}
