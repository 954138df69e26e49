-- Erases one person: rows go, or stay without what was personal in them where something says how long they are kept.
-- It tells each store with the rows that were changed; run again it changes nothing. Whoever runs it has to see all rows:
-- where a policy would hide some it fails instead of leaving them.
create function auth.erase_user(person uuid) returns table (store text, done text, affected bigint)
language plpgsql set search_path = auth, pg_temp set row_security = off as $$
begin
  delete from platform.idempotency_keys as one
    where one.caller = erase_user.person::text;
  get diagnostics affected = row_count;
  store := 'platform.idempotency_keys'; done := 'deleted';
  return next;
  update platform.operation_statuses as one
    set input = '{}',
      result = null,
      problem = null,
      updated_at = now()
    where one.requested_by = erase_user.person
      and (one.input is distinct from '{}'
        or one.result is not null
        or one.problem is not null);
  get diagnostics affected = row_count;
  store := 'platform.operation_statuses'; done := 'overwritten';
  return next;
  update auth.sessions as one
    set refresh_hash = 'erased-' || one.id::text,
      user_agent = null,
      address = null,
      version = one.version + 1,
      updated_at = now()
    where one.user_id = erase_user.person
      and (one.refresh_hash is distinct from 'erased-' || one.id::text
        or one.user_agent is not null
        or one.address is not null);
  get diagnostics affected = row_count;
  store := 'auth.sessions'; done := 'overwritten';
  return next;
  update auth.recovery_tokens as one
    set token_hash = 'erased-' || one.id::text,
      version = one.version + 1,
      updated_at = now()
    where one.user_id = erase_user.person
      and (one.token_hash is distinct from 'erased-' || one.id::text);
  get diagnostics affected = row_count;
  store := 'auth.recovery_tokens'; done := 'overwritten';
  return next;
  update notifications.notifications as one
    set data = '{}',
      version = one.version + 1,
      updated_at = now()
    where one.recipient_id = erase_user.person
      and (one.data is distinct from '{}');
  get diagnostics affected = row_count;
  store := 'notifications.notifications'; done := 'overwritten';
  return next;
  delete from orders.order_items as one
    where one.order_id in (select one_up.id from orders.orders as one_up where one_up.customer_id = erase_user.person);
  get diagnostics affected = row_count;
  store := 'orders.order_items'; done := 'deleted';
  return next;
  delete from customers_and_settings.reviews as one
    where one.customer_id = erase_user.person;
  get diagnostics affected = row_count;
  store := 'customers_and_settings.reviews'; done := 'deleted';
  return next;
  delete from orders.orders as one
    where one.customer_id = erase_user.person;
  get diagnostics affected = row_count;
  store := 'orders.orders'; done := 'deleted';
  return next;
  delete from orders.addresses as one
    where one.customer_id = erase_user.person;
  get diagnostics affected = row_count;
  store := 'orders.addresses'; done := 'deleted';
  return next;
  delete from notifications.notification_preferences as one
    where one.user_id = erase_user.person;
  get diagnostics affected = row_count;
  store := 'notifications.notification_preferences'; done := 'deleted';
  return next;
  delete from auth.role_grants as one
    where one.user_id = erase_user.person;
  get diagnostics affected = row_count;
  store := 'auth.role_grants'; done := 'deleted';
  return next;
  delete from auth.credentials as one
    where one.user_id = erase_user.person;
  get diagnostics affected = row_count;
  store := 'auth.credentials'; done := 'deleted';
  return next;
  update auth.users as one
    set email = null,
      display_name = null,
      phone = null,
      login = null,
      firstname = null,
      lastname = null,
      gender = null,
      birthday = null,
      status = 'erased',
      erased_at = coalesce(one.erased_at, now()),
      version = one.version + 1,
      updated_at = now()
    where one.id = erase_user.person
      and (one.email is not null
        or one.display_name is not null
        or one.phone is not null
        or one.login is not null
        or one.firstname is not null
        or one.lastname is not null
        or one.gender is not null
        or one.birthday is not null
        or one.status is distinct from 'erased'
        or one.erased_at is distinct from coalesce(one.erased_at, now()));
  get diagnostics affected = row_count;
  store := 'auth.users'; done := 'overwritten';
  return next;
end
$$;
revoke all on function auth.erase_user(uuid) from public;
comment on function auth.erase_user(uuid) is 'Erases what belongs to one row of auth.users';

-- Where identifiers of somebody (email, name, phone) still stand: every column of every table that can hold text, also
-- those that were added later. An identifier is found as a part of a value, whatever its case.
create function auth.find_identifiers(identifiers text[]) returns table (place text, rows_found bigint)
language plpgsql stable set search_path = auth, pg_temp set row_security = off as $$
declare
  one record;
begin
  for one in
    select format('%I.%I', space.nspname, class.relname) as name, part.attname as part
      from pg_attribute as part
        join pg_class as class on class.oid = part.attrelid
        join pg_namespace as space on space.oid = class.relnamespace
        join pg_type as type on type.oid = part.atttypid
      where class.relkind in ('r', 'p') and not class.relispartition
        and space.nspname <> 'information_schema' and space.nspname not like 'pg\_%'
        and part.attnum > 0 and not part.attisdropped and type.typcategory in ('A', 'I', 'S', 'U')
      order by 1, part.attnum
  loop
    return query execute format(
      'select %L::text, count(*) from %s as row_of where exists (select from unnest($1) as wanted where wanted <> '''' and (
         strpos(lower(row_of.%I::text), lower(wanted)) > 0
         or strpos(lower(row_of.%I::text), lower(btrim(to_json(wanted)::text, ''"''))) > 0)) having count(*) > 0',
      one.name || '.' || one.part, one.name, one.part, one.part) using identifiers;
  end loop;
end
$$;
revoke all on function auth.find_identifiers(text[]) from public;
