-- Erases one person: rows go, or stay without what was personal in them where something says how long they are kept.
-- It tells each store with the rows that were changed; run again it changes nothing. Whoever runs it has to see all rows:
-- where a policy would hide some it fails instead of leaving them.
create function customers_and_settings.erase_customer(person uuid) returns table (store text, done text, affected bigint)
language plpgsql set search_path = customers_and_settings, pg_temp set row_security = off as $$
begin
  delete from platform.idempotency_keys as one
    where one.caller = erase_customer.person::text;
  get diagnostics affected = row_count;
  store := 'platform.idempotency_keys'; done := 'deleted';
  return next;
  delete from orders.order_items as one
    where one.order_id in (select one_up.id from orders.orders as one_up where one_up.customer_id = erase_customer.person);
  get diagnostics affected = row_count;
  store := 'orders.order_items'; done := 'deleted';
  return next;
  delete from customers_and_settings.reviews as one
    where one.customer_id = erase_customer.person;
  get diagnostics affected = row_count;
  store := 'customers_and_settings.reviews'; done := 'deleted';
  return next;
  delete from orders.orders as one
    where one.customer_id = erase_customer.person;
  get diagnostics affected = row_count;
  store := 'orders.orders'; done := 'deleted';
  return next;
  delete from orders.addresses as one
    where one.customer_id = erase_customer.person;
  get diagnostics affected = row_count;
  store := 'orders.addresses'; done := 'deleted';
  return next;
  update customers_and_settings.customers as one
    set email = null,
      password = null,
      firstname = null,
      lastname = null,
      gender = null,
      birthday = null,
      last_login = '1900-01-01',
      version = one.version + 1,
      updated_at = now()
    where one.id = erase_customer.person
      and (one.email is not null
        or one.password is not null
        or one.firstname is not null
        or one.lastname is not null
        or one.gender is not null
        or one.birthday is not null
        or one.last_login is distinct from '1900-01-01');
  get diagnostics affected = row_count;
  store := 'customers_and_settings.customers'; done := 'overwritten';
  return next;
end
$$;
revoke all on function customers_and_settings.erase_customer(uuid) from public;
comment on function customers_and_settings.erase_customer(uuid) is 'Erases what belongs to one row of customers_and_settings.customers';

-- Where identifiers of somebody (email, name, phone) still stand: every column of every table that can hold text, also
-- those that were added later. An identifier is found as a part of a value, whatever its case.
create function customers_and_settings.find_identifiers(identifiers text[]) returns table (place text, rows_found bigint)
language plpgsql stable set search_path = customers_and_settings, pg_temp set row_security = off as $$
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
revoke all on function customers_and_settings.find_identifiers(text[]) from public;
