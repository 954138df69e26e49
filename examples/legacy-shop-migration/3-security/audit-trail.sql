-- What the hash of an entry covers: all that is stored of it but the hash. The hash before it is part of it, which makes the chain.
create function audit.audit_entries_content(entry audit.audit_entries) returns text
language sql stable set search_path = audit, pg_temp
return jsonb_build_object(
    'id', entry.id,
    'occurred_at', to_char(entry.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'actor_id', entry.actor_id,
    'actor_role', entry.actor_role,
    'action', entry.action,
    'target_kind', entry.target_kind,
    'target_id', entry.target_id,
    'outcome', entry.outcome,
    'before', entry.before,
    'after', entry.after,
    'address', entry.address,
    'request_id', entry.request_id,
    'chain', entry.chain,
    'sequence', entry.sequence,
    'previous_hash', entry.previous_hash,
    'created_at', to_char(entry.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  )::text;

create function audit.audit_entries_hash(entry audit.audit_entries) returns text
language sql stable set search_path = audit, pg_temp
return encode(sha256(convert_to(audit.audit_entries_content(entry), 'UTF8')), 'hex');

-- Numbers and hashes an entry, whatever the writer says of it. One writer at a time for each of the 64 chains;
-- a connection stays with one chain, so that connections seldom wait for each other. Above read committed the second
-- of two writers is refused by the key of the chain and has to try again.
create function audit.chain_audit_entries() returns trigger
language plpgsql security definer set search_path = audit, pg_temp as $$
declare
  last audit.audit_entries;
begin
  new.chain := coalesce(new.chain, pg_backend_pid() % 64);
  perform pg_advisory_xact_lock(hashtext('audit.audit_entries'), new.chain);
  select * into last from audit.audit_entries as entry
    where entry.chain = new.chain order by entry.sequence desc limit 1;
  new.sequence := coalesce(last.sequence, 0) + 1;
  new.previous_hash := coalesce(last.hash, '0000000000000000000000000000000000000000000000000000000000000000');
  new.hash := audit.audit_entries_hash(new);
  return new;
end
$$;

create trigger chain_audit_entries before insert on audit.audit_entries
  for each row execute function audit.chain_audit_entries();

-- To be called at a fixed interval. What it returns is to be kept where this database cannot write.
create function audit.anchor_audit_entries(today date default current_date) returns setof audit.audit_anchors
language sql set search_path = audit, pg_temp
begin atomic
  insert into audit.audit_anchors (chain, day, sequence, hash)
  select distinct on (entry.chain) entry.chain, today, entry.sequence, entry.hash
    from audit.audit_entries as entry order by entry.chain, entry.sequence desc
  on conflict (chain, day) do update set sequence = excluded.sequence, hash = excluded.hash
  returning *;
end;

-- Where a chain is broken, and how; no row where all are whole. kept: the anchors as another party keeps them,
-- [{"chain": 0, "day": "2026-01-31", "sequence": 1, "hash": "..."}]; what this database says of them is compared as well.
-- since: the day from which on every entry has to be there.
create function audit.check_audit_entries(kept jsonb default '[]', since date default current_date - 730)
returns table (chain integer, sequence bigint, fault text)
language sql stable set search_path = audit, pg_temp
begin atomic
  with anchors as (
    select elsewhere.chain, elsewhere.day, elsewhere.sequence, elsewhere.hash
      from jsonb_to_recordset(kept) as elsewhere (chain integer, day date, sequence bigint, hash text)
    union
    select own.chain, own.day, own.sequence, own.hash from audit.audit_anchors as own
  ), linked as (
    select entry.chain, entry.sequence, entry.previous_hash, entry.hash, audit.audit_entries_hash(entry) as computed,
      lag(entry.sequence) over one_chain as sequence_before,
      lag(entry.hash) over one_chain as hash_before
      from audit.audit_entries as entry
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
      and not (linked.sequence = 1 and linked.previous_hash = '0000000000000000000000000000000000000000000000000000000000000000')
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
end;
