-- 01-landing.sql: tables in which the rows of the dump wait, and the functions that read them.

create schema if not exists legacy;

create or replace function legacy.windows_1252(raw bytea) returns text language sql immutable strict as $$
  select coalesce(string_agg(case when b between 128 and 159
      then coalesce(nullif(substr('€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ', b - 127, 1), '.'), chr(b))
      else chr(b) end, '' order by i), '')
  from (select i, get_byte(raw, i) as b from generate_series(0, length(raw) - 1) as i) as bytes where b > 0
$$;

create or replace function legacy.text_fault(raw bytea) returns text language plpgsql immutable strict as $$
begin
  if position('\x00'::bytea in raw) > 0 then return 'nul-character'; end if;
  perform convert_from(raw, 'UTF8');
  return null;
exception when others then return 'bad-utf-8';
end $$;

create or replace function legacy.text_of(raw bytea) returns text language plpgsql immutable strict as $$
declare
  kept bytea := raw;
begin
  if position('\x00'::bytea in raw) > 0 then
    kept := decode(regexp_replace(encode(raw, 'hex'), '00|(..)', '\1', 'g'), 'hex');
  end if;
  return convert_from(kept, 'UTF8');
exception when others then return legacy.windows_1252(kept);
end $$;

create or replace function legacy.undoubled(doubled text) returns text language plpgsql immutable strict as $$
declare
  bytes bytea;
begin
  if doubled !~ '[\u00c2-\u00f4]' then return null; end if;
  select case when max(code) < 256 then decode(string_agg(lpad(to_hex(code), 2, '0'), '' order by i), 'hex') end into bytes
  from (select i, case when c = '.' or strpos('€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ', c) = 0 then ascii(c)
      else strpos('€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ', c) + 127 end as code
    from unnest(string_to_array(doubled, null)) with ordinality as characters(c, i)) as codes;
  return nullif(convert_from(bytes, 'UTF8'), doubled);
exception when others then return null;
end $$;

create or replace function legacy.integer_of(given text, low numeric, high numeric) returns numeric language sql immutable strict as $$
  select case when given ~ '^\s*[-+]?\d+(\.\d*)?\s*$' then
    case when round(given::numeric) between low and high then round(given::numeric) end end
$$;

create or replace function legacy.decimal_of(given text, digits integer, scale integer, low numeric) returns numeric language sql immutable strict as $$
  select case when given ~ '^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\s*$' then
    case when abs(round(given::numeric, scale)) < 10::numeric ^ (digits - scale) and given::numeric >= low
      then round(given::numeric, scale) end end
$$;

create or replace function legacy.double_of(given text) returns double precision language sql immutable strict as $$
  select case when given ~ '^\s*[-+]?[\d.]' and pg_input_is_valid(given, 'double precision') then given::double precision end
$$;

create or replace function legacy.real_of(given text) returns real language sql immutable strict as $$
  select case when given ~ '^\s*[-+]?[\d.]' and pg_input_is_valid(given, 'real') then given::real end
$$;

create or replace function legacy.date_of(given text) returns date language sql stable strict as $$
  select case when given ~ '^\d{4}-\d\d-\d\d' and pg_input_is_valid(left(given, 10), 'date') then left(given, 10)::date end
$$;

create or replace function legacy.timestamp_of(given text) returns timestamp language sql stable strict as $$
  select case when given ~ '^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d(\.\d+)?)?)?$' and pg_input_is_valid(given, 'timestamp')
    then given::timestamp end
$$;

create or replace function legacy.duration_of(given text) returns interval language sql stable strict as $$
  select case when given ~ '^-?\d{1,3}:\d\d(:\d\d(\.\d+)?)?$' and pg_input_is_valid(given, 'interval') then given::interval end
$$;

create or replace function legacy.bits_of(given text, width integer) returns text language sql immutable strict as $$
  select case when given ~ '^[01]+$' and length(given) <= width then lpad(given, width, '0') end
$$;

create or replace function legacy.label_of(given text, labels text[]) returns text language sql immutable strict as $$
  select label from unnest(labels) as label where lower(label) = lower(rtrim(given)) order by label = given desc limit 1
$$;

create or replace function legacy.set_of(given text, labels text[]) returns text language sql immutable strict as $$
  select case when given = '' or string_to_array(given, ',') <@ labels then given end
$$;

create or replace function legacy.json_of(given text) returns json language sql stable strict as $$
  select case when pg_input_is_valid(given, 'json') then given::json end
$$;

create or replace procedure legacy.in_batches(source text, statement text, size bigint, most integer default null) language plpgsql as $$
declare
  first bigint := 1;
  last bigint;
  done integer := 0;
begin
  execute format('select max(legacy_row) from %s', source) into last;
  while first <= last and (most is null or done < most) loop
    execute statement using first, first + size - 1;
    commit;
    first := first + size;
    done := done + 1;
  end loop;
end $$;

create table if not exists legacy."tables made" (table_name text primary key);

create table if not exists legacy.addresses (
  legacy_row bigint primary key,
  id text,
  customer_id text,
  street bytea,
  zip bytea,
  city bytea,
  country bytea
);

create table if not exists legacy.admin_users (
  legacy_row bigint primary key,
  id text,
  login bytea,
  password bytea,
  level text,
  last_login text
);

create table if not exists legacy.categories (
  legacy_row bigint primary key,
  id text,
  parent_id text,
  slug bytea,
  name bytea,
  "position" text
);

create table if not exists legacy.coupons (
  legacy_row bigint primary key,
  code bytea,
  percent text,
  valid_from text,
  valid_to text,
  used text
);

create table if not exists legacy.customers (
  legacy_row bigint primary key,
  id text,
  email bytea,
  password bytea,
  firstname bytea,
  lastname bytea,
  gender bytea,
  birthday text,
  newsletter text,
  created text,
  last_login text
);

create table if not exists legacy.products (
  legacy_row bigint primary key,
  id text,
  sku bytea,
  name bytea,
  description bytea,
  price text,
  special_price text,
  stock text,
  active text,
  flags bytea,
  image bytea,
  created text,
  changed text
);

create table if not exists legacy.product_categories (
  legacy_row bigint primary key,
  product_id text,
  category_id text
);

create table if not exists legacy.orders (
  legacy_row bigint primary key,
  id text,
  customer_id text,
  address_id text,
  status bytea,
  total text,
  ip bytea,
  note bytea,
  created text,
  paid_at text,
  payment_ref bytea
);

create table if not exists legacy.order_items (
  legacy_row bigint primary key,
  id text,
  order_id text,
  product_id text,
  qty text,
  price text
);

create table if not exists legacy.reviews (
  legacy_row bigint primary key,
  id text,
  product_id text,
  customer_id text,
  rating text,
  text bytea,
  approved text,
  created text
);

create table if not exists legacy.search_log (
  legacy_row bigint primary key,
  term bytea,
  hits text,
  searched_at text
);

create table if not exists legacy.settings (
  legacy_row bigint primary key,
  name bytea,
  value bytea
);

create or replace view legacy."addresses faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.addresses as l where l.id is not null and legacy.integer_of(l.id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.addresses as l where l.id is null
union all
select l.legacy_row, 'customer_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.customer_id::text as value from legacy.addresses as l where l.customer_id is not null and legacy.integer_of(l.customer_id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'customer_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.customer_id::text as value from legacy.addresses as l where l.customer_id is null
union all
select l.legacy_row, 'street' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.street::text as value from legacy.addresses as l where legacy.text_fault(l.street) = 'bad-utf-8'
union all
select l.legacy_row, 'street' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.street::text as value from legacy.addresses as l where legacy.text_fault(l.street) = 'nul-character'
union all
select l.legacy_row, 'street' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.street::text as value from legacy.addresses as l where legacy.undoubled(legacy.text_of(l.street)) is not null
union all
select l.legacy_row, 'street' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.street::text as value from legacy.addresses as l where length(legacy.text_of(l.street)) > 100
union all
select l.legacy_row, 'street' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.street::text as value from legacy.addresses as l where l.street is null
union all
select l.legacy_row, 'zip' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.zip::text as value from legacy.addresses as l where legacy.text_fault(l.zip) = 'bad-utf-8'
union all
select l.legacy_row, 'zip' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.zip::text as value from legacy.addresses as l where legacy.text_fault(l.zip) = 'nul-character'
union all
select l.legacy_row, 'zip' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.zip::text as value from legacy.addresses as l where legacy.undoubled(legacy.text_of(l.zip)) is not null
union all
select l.legacy_row, 'zip' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.zip::text as value from legacy.addresses as l where length(legacy.text_of(l.zip)) > 10
union all
select l.legacy_row, 'zip' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.zip::text as value from legacy.addresses as l where l.zip is null
union all
select l.legacy_row, 'city' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.city::text as value from legacy.addresses as l where legacy.text_fault(l.city) = 'bad-utf-8'
union all
select l.legacy_row, 'city' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.city::text as value from legacy.addresses as l where legacy.text_fault(l.city) = 'nul-character'
union all
select l.legacy_row, 'city' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.city::text as value from legacy.addresses as l where legacy.undoubled(legacy.text_of(l.city)) is not null
union all
select l.legacy_row, 'city' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.city::text as value from legacy.addresses as l where length(legacy.text_of(l.city)) > 60
union all
select l.legacy_row, 'city' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.city::text as value from legacy.addresses as l where l.city is null
union all
select l.legacy_row, 'country' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.country::text as value from legacy.addresses as l where legacy.text_fault(l.country) = 'bad-utf-8'
union all
select l.legacy_row, 'country' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.country::text as value from legacy.addresses as l where legacy.text_fault(l.country) = 'nul-character'
union all
select l.legacy_row, 'country' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.country::text as value from legacy.addresses as l where legacy.undoubled(legacy.text_of(l.country)) is not null
union all
select l.legacy_row, 'country' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.country::text as value from legacy.addresses as l where length(legacy.text_of(l.country)) > 2
union all
select l.legacy_row, 'country' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.country::text as value from legacy.addresses as l where l.country is null;

create or replace view legacy."admin_users faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.admin_users as l where l.id is not null and legacy.integer_of(l.id, 0, 65535)::integer is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.admin_users as l where l.id is null
union all
select l.legacy_row, 'login' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.login::text as value from legacy.admin_users as l where legacy.text_fault(l.login) = 'bad-utf-8'
union all
select l.legacy_row, 'login' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.login::text as value from legacy.admin_users as l where legacy.text_fault(l.login) = 'nul-character'
union all
select l.legacy_row, 'login' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.login::text as value from legacy.admin_users as l where legacy.undoubled(legacy.text_of(l.login)) is not null
union all
select l.legacy_row, 'login' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.login::text as value from legacy.admin_users as l where length(legacy.text_of(l.login)) > 20
union all
select l.legacy_row, 'login' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.login::text as value from legacy.admin_users as l where l.login is null
union all
select l.legacy_row, 'password' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.password::text as value from legacy.admin_users as l where legacy.text_fault(l.password) = 'bad-utf-8'
union all
select l.legacy_row, 'password' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.password::text as value from legacy.admin_users as l where legacy.text_fault(l.password) = 'nul-character'
union all
select l.legacy_row, 'password' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.password::text as value from legacy.admin_users as l where legacy.undoubled(legacy.text_of(l.password)) is not null
union all
select l.legacy_row, 'password' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.password::text as value from legacy.admin_users as l where length(legacy.text_of(l.password)) > 32
union all
select l.legacy_row, 'password' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.password::text as value from legacy.admin_users as l where l.password is null
union all
select l.legacy_row, 'level' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.level::text as value from legacy.admin_users as l where l.level is not null and legacy.integer_of(l.level, -128, 127)::smallint is null
union all
select l.legacy_row, 'level' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.level::text as value from legacy.admin_users as l where l.level is null
union all
select l.legacy_row, 'last_login' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.last_login::text as value from legacy.admin_users as l where l.last_login ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'last_login' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.last_login::text as value from legacy.admin_users as l where l.last_login is not null and legacy.timestamp_of(l.last_login)::timestamp(0) is null and not l.last_login ~ '^\d{4}-(00|\d\d-00)';

create or replace view legacy."categories faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.categories as l where l.id is not null and legacy.integer_of(l.id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.categories as l where l.id is null
union all
select l.legacy_row, 'parent_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.parent_id::text as value from legacy.categories as l where l.parent_id is not null and legacy.integer_of(l.parent_id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'slug' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.slug::text as value from legacy.categories as l where legacy.text_fault(l.slug) = 'bad-utf-8'
union all
select l.legacy_row, 'slug' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.slug::text as value from legacy.categories as l where legacy.text_fault(l.slug) = 'nul-character'
union all
select l.legacy_row, 'slug' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.slug::text as value from legacy.categories as l where legacy.undoubled(legacy.text_of(l.slug)) is not null
union all
select l.legacy_row, 'slug' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.slug::text as value from legacy.categories as l where length(legacy.text_of(l.slug)) > 60
union all
select l.legacy_row, 'slug' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.slug::text as value from legacy.categories as l where l.slug is null
union all
select l.legacy_row, 'name' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.name::text as value from legacy.categories as l where legacy.text_fault(l.name) = 'bad-utf-8'
union all
select l.legacy_row, 'name' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.name::text as value from legacy.categories as l where legacy.text_fault(l.name) = 'nul-character'
union all
select l.legacy_row, 'name' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.name::text as value from legacy.categories as l where legacy.undoubled(legacy.text_of(l.name)) is not null
union all
select l.legacy_row, 'name' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.name::text as value from legacy.categories as l where length(legacy.text_of(l.name)) > 100
union all
select l.legacy_row, 'name' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.name::text as value from legacy.categories as l where l.name is null
union all
select l.legacy_row, 'position' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l."position"::text as value from legacy.categories as l where l."position" is not null and legacy.integer_of(l."position", -32768, 32767)::smallint is null
union all
select l.legacy_row, 'position' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l."position"::text as value from legacy.categories as l where l."position" is null;

create or replace view legacy."coupons faults" as
select l.legacy_row, 'code' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.code::text as value from legacy.coupons as l where legacy.text_fault(l.code) = 'bad-utf-8'
union all
select l.legacy_row, 'code' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.code::text as value from legacy.coupons as l where legacy.text_fault(l.code) = 'nul-character'
union all
select l.legacy_row, 'code' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.code::text as value from legacy.coupons as l where legacy.undoubled(legacy.text_of(l.code)) is not null
union all
select l.legacy_row, 'code' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.code::text as value from legacy.coupons as l where length(legacy.text_of(l.code)) > 20
union all
select l.legacy_row, 'code' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.code::text as value from legacy.coupons as l where l.code is null
union all
select l.legacy_row, 'percent' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.percent::text as value from legacy.coupons as l where l.percent is not null and legacy.integer_of(l.percent, 0, 255)::smallint is null
union all
select l.legacy_row, 'percent' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.percent::text as value from legacy.coupons as l where l.percent is null
union all
select l.legacy_row, 'valid_from' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.valid_from::text as value from legacy.coupons as l where l.valid_from ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'valid_from' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.valid_from::text as value from legacy.coupons as l where l.valid_from is not null and legacy.date_of(l.valid_from) is null and not l.valid_from ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'valid_to' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.valid_to::text as value from legacy.coupons as l where l.valid_to ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'valid_to' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.valid_to::text as value from legacy.coupons as l where l.valid_to is not null and legacy.date_of(l.valid_to) is null and not l.valid_to ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'used' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.used::text as value from legacy.coupons as l where l.used is not null and legacy.integer_of(l.used, 0, 16777215)::integer is null
union all
select l.legacy_row, 'used' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.used::text as value from legacy.coupons as l where l.used is null;

create or replace view legacy."customers faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.customers as l where l.id is not null and legacy.integer_of(l.id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.customers as l where l.id is null
union all
select l.legacy_row, 'email' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.email::text as value from legacy.customers as l where legacy.text_fault(l.email) = 'bad-utf-8'
union all
select l.legacy_row, 'email' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.email::text as value from legacy.customers as l where legacy.text_fault(l.email) = 'nul-character'
union all
select l.legacy_row, 'email' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.email::text as value from legacy.customers as l where legacy.undoubled(legacy.text_of(l.email)) is not null
union all
select l.legacy_row, 'email' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.email::text as value from legacy.customers as l where length(legacy.text_of(l.email)) > 100
union all
select l.legacy_row, 'email' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.email::text as value from legacy.customers as l where l.email is null
union all
select l.legacy_row, 'password' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.password::text as value from legacy.customers as l where legacy.text_fault(l.password) = 'bad-utf-8'
union all
select l.legacy_row, 'password' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.password::text as value from legacy.customers as l where legacy.text_fault(l.password) = 'nul-character'
union all
select l.legacy_row, 'password' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.password::text as value from legacy.customers as l where legacy.undoubled(legacy.text_of(l.password)) is not null
union all
select l.legacy_row, 'password' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.password::text as value from legacy.customers as l where length(legacy.text_of(l.password)) > 255
union all
select l.legacy_row, 'password' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.password::text as value from legacy.customers as l where l.password is null
union all
select l.legacy_row, 'firstname' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.firstname::text as value from legacy.customers as l where legacy.text_fault(l.firstname) = 'bad-utf-8'
union all
select l.legacy_row, 'firstname' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.firstname::text as value from legacy.customers as l where legacy.text_fault(l.firstname) = 'nul-character'
union all
select l.legacy_row, 'firstname' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.firstname::text as value from legacy.customers as l where legacy.undoubled(legacy.text_of(l.firstname)) is not null
union all
select l.legacy_row, 'firstname' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.firstname::text as value from legacy.customers as l where length(legacy.text_of(l.firstname)) > 50
union all
select l.legacy_row, 'firstname' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.firstname::text as value from legacy.customers as l where l.firstname is null
union all
select l.legacy_row, 'lastname' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.lastname::text as value from legacy.customers as l where legacy.text_fault(l.lastname) = 'bad-utf-8'
union all
select l.legacy_row, 'lastname' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.lastname::text as value from legacy.customers as l where legacy.text_fault(l.lastname) = 'nul-character'
union all
select l.legacy_row, 'lastname' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.lastname::text as value from legacy.customers as l where legacy.undoubled(legacy.text_of(l.lastname)) is not null
union all
select l.legacy_row, 'lastname' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.lastname::text as value from legacy.customers as l where length(legacy.text_of(l.lastname)) > 50
union all
select l.legacy_row, 'lastname' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.lastname::text as value from legacy.customers as l where l.lastname is null
union all
select l.legacy_row, 'gender' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.gender::text as value from legacy.customers as l where legacy.text_fault(l.gender) = 'bad-utf-8'
union all
select l.legacy_row, 'gender' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.gender::text as value from legacy.customers as l where legacy.text_fault(l.gender) = 'nul-character'
union all
select l.legacy_row, 'gender' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.gender::text as value from legacy.customers as l where legacy.undoubled(legacy.text_of(l.gender)) is not null
union all
select l.legacy_row, 'gender' as column_name, 'no-label' as fault, 'repaired' as action, 'the default, ''''::converted.customers_gender' as repair, l.gender::text as value from legacy.customers as l where l.gender is not null and legacy.label_of(legacy.text_of(l.gender), array['m', 'f', '']::text[]) is null
union all
select l.legacy_row, 'gender' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.gender::text as value from legacy.customers as l where l.gender is null
union all
select l.legacy_row, 'birthday' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.birthday::text as value from legacy.customers as l where l.birthday ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'birthday' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.birthday::text as value from legacy.customers as l where l.birthday is not null and legacy.date_of(l.birthday) is null and not l.birthday ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'newsletter' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.newsletter::text as value from legacy.customers as l where l.newsletter is not null and legacy.integer_of(l.newsletter, -128, 127)::smallint is null
union all
select l.legacy_row, 'newsletter' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.newsletter::text as value from legacy.customers as l where l.newsletter is null
union all
select l.legacy_row, 'created' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.created::text as value from legacy.customers as l where l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'created' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.created::text as value from legacy.customers as l where l.created is not null and legacy.timestamp_of(l.created)::timestamp(0) is null and not l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'last_login' as column_name, 'zero-date' as fault, 'quarantined' as action, 'the row' as repair, l.last_login::text as value from legacy.customers as l where l.last_login ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'last_login' as column_name, 'no-date' as fault, 'quarantined' as action, 'the row' as repair, l.last_login::text as value from legacy.customers as l where l.last_login is not null and (legacy.timestamp_of(l.last_login) at time zone interval '+00:00')::timestamptz(0) is null and not l.last_login ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'last_login' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.last_login::text as value from legacy.customers as l where l.last_login is null;

create or replace view legacy."products faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.products as l where l.id is not null and legacy.integer_of(l.id, 0, 16777215)::integer is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.products as l where l.id is null
union all
select l.legacy_row, 'sku' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.sku::text as value from legacy.products as l where legacy.text_fault(l.sku) = 'bad-utf-8'
union all
select l.legacy_row, 'sku' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.sku::text as value from legacy.products as l where legacy.text_fault(l.sku) = 'nul-character'
union all
select l.legacy_row, 'sku' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.sku::text as value from legacy.products as l where legacy.undoubled(legacy.text_of(l.sku)) is not null
union all
select l.legacy_row, 'sku' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.sku::text as value from legacy.products as l where length(legacy.text_of(l.sku)) > 20
union all
select l.legacy_row, 'sku' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.sku::text as value from legacy.products as l where l.sku is null
union all
select l.legacy_row, 'name' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.name::text as value from legacy.products as l where legacy.text_fault(l.name) = 'bad-utf-8'
union all
select l.legacy_row, 'name' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.name::text as value from legacy.products as l where legacy.text_fault(l.name) = 'nul-character'
union all
select l.legacy_row, 'name' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.name::text as value from legacy.products as l where legacy.undoubled(legacy.text_of(l.name)) is not null
union all
select l.legacy_row, 'name' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.name::text as value from legacy.products as l where length(legacy.text_of(l.name)) > 120
union all
select l.legacy_row, 'name' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.name::text as value from legacy.products as l where l.name is null
union all
select l.legacy_row, 'description' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.description::text as value from legacy.products as l where legacy.text_fault(l.description) = 'bad-utf-8'
union all
select l.legacy_row, 'description' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.description::text as value from legacy.products as l where legacy.text_fault(l.description) = 'nul-character'
union all
select l.legacy_row, 'description' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.description::text as value from legacy.products as l where legacy.undoubled(legacy.text_of(l.description)) is not null
union all
select l.legacy_row, 'price' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.price::text as value from legacy.products as l where l.price is not null and legacy.decimal_of(l.price, 10, 2, '-infinity') is null
union all
select l.legacy_row, 'price' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.price::text as value from legacy.products as l where l.price is null
union all
select l.legacy_row, 'special_price' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.special_price::text as value from legacy.products as l where l.special_price is not null and legacy.real_of(l.special_price) is null
union all
select l.legacy_row, 'special_price' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.special_price::text as value from legacy.products as l where l.special_price is null
union all
select l.legacy_row, 'stock' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.stock::text as value from legacy.products as l where l.stock is not null and legacy.integer_of(l.stock, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'stock' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.stock::text as value from legacy.products as l where l.stock is null
union all
select l.legacy_row, 'active' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.active::text as value from legacy.products as l where l.active is not null and (legacy.integer_of(l.active, 0, 1) = 1) is null
union all
select l.legacy_row, 'active' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.active::text as value from legacy.products as l where l.active is null
union all
select l.legacy_row, 'flags' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.flags::text as value from legacy.products as l where legacy.text_fault(l.flags) = 'bad-utf-8'
union all
select l.legacy_row, 'flags' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.flags::text as value from legacy.products as l where legacy.text_fault(l.flags) = 'nul-character'
union all
select l.legacy_row, 'flags' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.flags::text as value from legacy.products as l where legacy.undoubled(legacy.text_of(l.flags)) is not null
union all
select l.legacy_row, 'flags' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.flags::text as value from legacy.products as l where l.flags is not null and legacy.set_of(legacy.text_of(l.flags), array['new', 'sale', 'featured']::text[]) is null
union all
select l.legacy_row, 'flags' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.flags::text as value from legacy.products as l where l.flags is null
union all
select l.legacy_row, 'image' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.image::text as value from legacy.products as l where legacy.text_fault(l.image) = 'bad-utf-8'
union all
select l.legacy_row, 'image' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.image::text as value from legacy.products as l where legacy.text_fault(l.image) = 'nul-character'
union all
select l.legacy_row, 'image' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.image::text as value from legacy.products as l where legacy.undoubled(legacy.text_of(l.image)) is not null
union all
select l.legacy_row, 'image' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.image::text as value from legacy.products as l where length(legacy.text_of(l.image)) > 100
union all
select l.legacy_row, 'created' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.created::text as value from legacy.products as l where l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'created' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.created::text as value from legacy.products as l where l.created is not null and legacy.date_of(l.created) is null and not l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'changed' as column_name, 'zero-date' as fault, 'quarantined' as action, 'the row' as repair, l.changed::text as value from legacy.products as l where l.changed ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'changed' as column_name, 'no-date' as fault, 'quarantined' as action, 'the row' as repair, l.changed::text as value from legacy.products as l where l.changed is not null and (legacy.timestamp_of(l.changed) at time zone interval '+00:00')::timestamptz(0) is null and not l.changed ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'changed' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.changed::text as value from legacy.products as l where l.changed is null;

create or replace view legacy."product_categories faults" as
select l.legacy_row, 'product_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.product_id::text as value from legacy.product_categories as l where l.product_id is not null and legacy.integer_of(l.product_id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'product_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.product_id::text as value from legacy.product_categories as l where l.product_id is null
union all
select l.legacy_row, 'category_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.category_id::text as value from legacy.product_categories as l where l.category_id is not null and legacy.integer_of(l.category_id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'category_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.category_id::text as value from legacy.product_categories as l where l.category_id is null;

create or replace view legacy."orders faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.orders as l where l.id is not null and legacy.integer_of(l.id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.orders as l where l.id is null
union all
select l.legacy_row, 'customer_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.customer_id::text as value from legacy.orders as l where l.customer_id is not null and legacy.integer_of(l.customer_id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'address_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.address_id::text as value from legacy.orders as l where l.address_id is not null and legacy.integer_of(l.address_id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'status' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.status::text as value from legacy.orders as l where legacy.text_fault(l.status) = 'bad-utf-8'
union all
select l.legacy_row, 'status' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.status::text as value from legacy.orders as l where legacy.text_fault(l.status) = 'nul-character'
union all
select l.legacy_row, 'status' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.status::text as value from legacy.orders as l where legacy.undoubled(legacy.text_of(l.status)) is not null
union all
select l.legacy_row, 'status' as column_name, 'no-label' as fault, 'repaired' as action, 'the default, ''new''::converted.orders_status' as repair, l.status::text as value from legacy.orders as l where l.status is not null and legacy.label_of(legacy.text_of(l.status), array['new', 'paid', 'shipped', 'cancelled']::text[]) is null
union all
select l.legacy_row, 'status' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.status::text as value from legacy.orders as l where l.status is null
union all
select l.legacy_row, 'total' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.total::text as value from legacy.orders as l where l.total is not null and legacy.decimal_of(l.total, 8, 2, '-infinity') is null
union all
select l.legacy_row, 'total' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.total::text as value from legacy.orders as l where l.total is null
union all
select l.legacy_row, 'ip' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.ip::text as value from legacy.orders as l where legacy.text_fault(l.ip) = 'bad-utf-8'
union all
select l.legacy_row, 'ip' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.ip::text as value from legacy.orders as l where legacy.text_fault(l.ip) = 'nul-character'
union all
select l.legacy_row, 'ip' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.ip::text as value from legacy.orders as l where legacy.undoubled(legacy.text_of(l.ip)) is not null
union all
select l.legacy_row, 'ip' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.ip::text as value from legacy.orders as l where length(legacy.text_of(l.ip)) > 15
union all
select l.legacy_row, 'ip' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.ip::text as value from legacy.orders as l where l.ip is null
union all
select l.legacy_row, 'note' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.note::text as value from legacy.orders as l where legacy.text_fault(l.note) = 'bad-utf-8'
union all
select l.legacy_row, 'note' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.note::text as value from legacy.orders as l where legacy.text_fault(l.note) = 'nul-character'
union all
select l.legacy_row, 'note' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.note::text as value from legacy.orders as l where legacy.undoubled(legacy.text_of(l.note)) is not null
union all
select l.legacy_row, 'created' as column_name, 'zero-date' as fault, 'quarantined' as action, 'the row' as repair, l.created::text as value from legacy.orders as l where l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'created' as column_name, 'no-date' as fault, 'quarantined' as action, 'the row' as repair, l.created::text as value from legacy.orders as l where l.created is not null and legacy.timestamp_of(l.created)::timestamp(0) is null and not l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'created' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.created::text as value from legacy.orders as l where l.created is null
union all
select l.legacy_row, 'paid_at' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.paid_at::text as value from legacy.orders as l where l.paid_at ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'paid_at' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.paid_at::text as value from legacy.orders as l where l.paid_at is not null and legacy.timestamp_of(l.paid_at)::timestamp(0) is null and not l.paid_at ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'payment_ref' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.payment_ref::text as value from legacy.orders as l where legacy.text_fault(l.payment_ref) = 'bad-utf-8'
union all
select l.legacy_row, 'payment_ref' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.payment_ref::text as value from legacy.orders as l where legacy.text_fault(l.payment_ref) = 'nul-character'
union all
select l.legacy_row, 'payment_ref' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.payment_ref::text as value from legacy.orders as l where legacy.undoubled(legacy.text_of(l.payment_ref)) is not null
union all
select l.legacy_row, 'payment_ref' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.payment_ref::text as value from legacy.orders as l where length(legacy.text_of(l.payment_ref)) > 40
union all
select l.legacy_row, 'payment_ref' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.payment_ref::text as value from legacy.orders as l where l.payment_ref is null;

create or replace view legacy."order_items faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.order_items as l where l.id is not null and legacy.integer_of(l.id, 0, 9223372036854775807)::bigint is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.order_items as l where l.id is null
union all
select l.legacy_row, 'order_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.order_id::text as value from legacy.order_items as l where l.order_id is not null and legacy.integer_of(l.order_id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'order_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.order_id::text as value from legacy.order_items as l where l.order_id is null
union all
select l.legacy_row, 'product_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.product_id::text as value from legacy.order_items as l where l.product_id is not null and legacy.integer_of(l.product_id, 0, 4294967295)::bigint is null
union all
select l.legacy_row, 'product_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.product_id::text as value from legacy.order_items as l where l.product_id is null
union all
select l.legacy_row, 'qty' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.qty::text as value from legacy.order_items as l where l.qty is not null and legacy.integer_of(l.qty, 0, 65535)::integer is null
union all
select l.legacy_row, 'qty' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.qty::text as value from legacy.order_items as l where l.qty is null
union all
select l.legacy_row, 'price' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.price::text as value from legacy.order_items as l where l.price is not null and legacy.double_of(l.price) is null
union all
select l.legacy_row, 'price' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.price::text as value from legacy.order_items as l where l.price is null;

create or replace view legacy."reviews faults" as
select l.legacy_row, 'id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.reviews as l where l.id is not null and legacy.integer_of(l.id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.id::text as value from legacy.reviews as l where l.id is null
union all
select l.legacy_row, 'product_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.product_id::text as value from legacy.reviews as l where l.product_id is not null and legacy.integer_of(l.product_id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'product_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.product_id::text as value from legacy.reviews as l where l.product_id is null
union all
select l.legacy_row, 'customer_id' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.customer_id::text as value from legacy.reviews as l where l.customer_id is not null and legacy.integer_of(l.customer_id, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'rating' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.rating::text as value from legacy.reviews as l where l.rating is not null and legacy.integer_of(l.rating, 0, 255)::smallint is null
union all
select l.legacy_row, 'text' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.text::text as value from legacy.reviews as l where legacy.text_fault(l.text) = 'bad-utf-8'
union all
select l.legacy_row, 'text' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.text::text as value from legacy.reviews as l where legacy.text_fault(l.text) = 'nul-character'
union all
select l.legacy_row, 'text' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.text::text as value from legacy.reviews as l where legacy.undoubled(legacy.text_of(l.text)) is not null
union all
select l.legacy_row, 'approved' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.approved::text as value from legacy.reviews as l where l.approved is not null and (legacy.integer_of(l.approved, 0, 1) = 1) is null
union all
select l.legacy_row, 'approved' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.approved::text as value from legacy.reviews as l where l.approved is null
union all
select l.legacy_row, 'created' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.created::text as value from legacy.reviews as l where l.created ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'created' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.created::text as value from legacy.reviews as l where l.created is not null and legacy.timestamp_of(l.created)::timestamp(0) is null and not l.created ~ '^\d{4}-(00|\d\d-00)';

create or replace view legacy."search_log faults" as
select l.legacy_row, 'term' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.term::text as value from legacy.search_log as l where legacy.text_fault(l.term) = 'bad-utf-8'
union all
select l.legacy_row, 'term' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.term::text as value from legacy.search_log as l where legacy.text_fault(l.term) = 'nul-character'
union all
select l.legacy_row, 'term' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.term::text as value from legacy.search_log as l where legacy.undoubled(legacy.text_of(l.term)) is not null
union all
select l.legacy_row, 'term' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.term::text as value from legacy.search_log as l where length(legacy.text_of(l.term)) > 100
union all
select l.legacy_row, 'hits' as column_name, 'out-of-range' as fault, 'quarantined' as action, 'the row' as repair, l.hits::text as value from legacy.search_log as l where l.hits is not null and legacy.integer_of(l.hits, -2147483648, 2147483647)::integer is null
union all
select l.legacy_row, 'searched_at' as column_name, 'zero-date' as fault, 'repaired' as action, 'NULL' as repair, l.searched_at::text as value from legacy.search_log as l where l.searched_at ~ '^\d{4}-(00|\d\d-00)'
union all
select l.legacy_row, 'searched_at' as column_name, 'no-date' as fault, 'repaired' as action, 'NULL' as repair, l.searched_at::text as value from legacy.search_log as l where l.searched_at is not null and legacy.timestamp_of(l.searched_at)::timestamp(0) is null and not l.searched_at ~ '^\d{4}-(00|\d\d-00)';

create or replace view legacy."settings faults" as
select l.legacy_row, 'name' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.name::text as value from legacy.settings as l where legacy.text_fault(l.name) = 'bad-utf-8'
union all
select l.legacy_row, 'name' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.name::text as value from legacy.settings as l where legacy.text_fault(l.name) = 'nul-character'
union all
select l.legacy_row, 'name' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.name::text as value from legacy.settings as l where legacy.undoubled(legacy.text_of(l.name)) is not null
union all
select l.legacy_row, 'name' as column_name, 'too-long' as fault, 'quarantined' as action, 'the row' as repair, l.name::text as value from legacy.settings as l where length(legacy.text_of(l.name)) > 40
union all
select l.legacy_row, 'name' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.name::text as value from legacy.settings as l where l.name is null
union all
select l.legacy_row, 'value' as column_name, 'bad-utf-8' as fault, 'repaired' as action, 'its bytes are read as Windows-1252' as repair, l.value::text as value from legacy.settings as l where legacy.text_fault(l.value) = 'bad-utf-8'
union all
select l.legacy_row, 'value' as column_name, 'nul-character' as fault, 'repaired' as action, 'the characters 0 are left out' as repair, l.value::text as value from legacy.settings as l where legacy.text_fault(l.value) = 'nul-character'
union all
select l.legacy_row, 'value' as column_name, 'encoded-twice' as fault, 'told' as action, 'taken over as it is; --repair-encoding decodes it once more' as repair, l.value::text as value from legacy.settings as l where legacy.undoubled(legacy.text_of(l.value)) is not null
union all
select l.legacy_row, 'value' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, l.value::text as value from legacy.settings as l where l.value is null;

