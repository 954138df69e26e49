-- 13-quarantine-target.sql: notes of rows that the target would refuse or change, each with its repair.

insert into quarantine.rows select 'admin_users > auth.users', legacy_row, column_name, fault, action, repair, value from mapping."admin_users > users faults" on conflict do nothing;

insert into quarantine.rows select 'customers > auth.users', legacy_row, column_name, fault, action, repair, value from mapping."customers > users faults" on conflict do nothing;

insert into quarantine.rows select 'addresses > orders.addresses', legacy_row, column_name, fault, action, repair, value from mapping."addresses faults" on conflict do nothing;

insert into quarantine.rows select 'admin_users > auth.credentials', legacy_row, column_name, fault, action, repair, value from mapping."admin_users > credentials faults" on conflict do nothing;

insert into quarantine.rows select 'categories > categories.categories', legacy_row, column_name, fault, action, repair, value from mapping."categories faults" on conflict do nothing;

insert into quarantine.rows select 'coupons > orders.coupons', legacy_row, column_name, fault, action, repair, value from mapping."coupons faults" on conflict do nothing;

insert into quarantine.rows select 'customers > auth.credentials', legacy_row, column_name, fault, action, repair, value from mapping."customers > credentials faults" on conflict do nothing;

insert into quarantine.rows select 'products > categories.products', legacy_row, column_name, fault, action, repair, value from mapping."products faults" on conflict do nothing;

insert into quarantine.rows select 'product_categories > categories.product_categories', legacy_row, column_name, fault, action, repair, value from mapping."product_categories faults" on conflict do nothing;

insert into quarantine.rows select 'orders > orders.orders', legacy_row, column_name, fault, action, repair, value from mapping."orders faults" on conflict do nothing;

insert into quarantine.rows select 'order_items > orders.order_items', legacy_row, column_name, fault, action, repair, value from mapping."order_items faults" on conflict do nothing;

insert into quarantine.rows select 'reviews > customers_and_settings.reviews', legacy_row, column_name, fault, action, repair, value from mapping."reviews faults" on conflict do nothing;

insert into quarantine.rows select 'search_log > orders.search_logs', legacy_row, column_name, fault, action, repair, value from mapping."search_log faults" on conflict do nothing;

insert into quarantine.rows select 'settings > customers_and_settings.settings', legacy_row, column_name, fault, action, repair, value from mapping."settings faults" on conflict do nothing;

do $$ declare
  added bigint;
  total bigint;
begin
  loop
    total := 0;
    insert into quarantine.rows
select 'addresses > orders.addresses', c.legacy_row, 'customer_id', 'orphan', 'repaired', 'NULL', c.customer_id::text from mapping."addresses clean" as c where c.customer_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.customer_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'admin_users > auth.credentials', c.legacy_row, 'user_id', 'orphan', 'quarantined', 'the row', c.user_id::text from mapping."admin_users > credentials clean" as c where c.user_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.user_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'categories > categories.categories', c.legacy_row, 'parent_id', 'orphan', 'repaired', 'NULL', c.parent_id::text from mapping."categories clean" as c where c.parent_id is not null and not exists (select from (select id as key from mapping."categories clean") as p where p.key = c.parent_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'customers > auth.credentials', c.legacy_row, 'user_id', 'orphan', 'quarantined', 'the row', c.user_id::text from mapping."customers > credentials clean" as c where c.user_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.user_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'product_categories > categories.product_categories', c.legacy_row, 'product_id', 'orphan', 'quarantined', 'the row', c.product_id::text from mapping."product_categories clean" as c where c.product_id is not null and not exists (select from (select id as key from mapping."products clean") as p where p.key = c.product_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'product_categories > categories.product_categories', c.legacy_row, 'category_id', 'orphan', 'quarantined', 'the row', c.category_id::text from mapping."product_categories clean" as c where c.category_id is not null and not exists (select from (select id as key from mapping."categories clean") as p where p.key = c.category_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'orders > orders.orders', c.legacy_row, 'customer_id', 'orphan', 'repaired', 'NULL', c.customer_id::text from mapping."orders clean" as c where c.customer_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.customer_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'orders > orders.orders', c.legacy_row, 'address_id', 'orphan', 'repaired', 'NULL', c.address_id::text from mapping."orders clean" as c where c.address_id is not null and not exists (select from (select id as key from mapping."addresses clean") as p where p.key = c.address_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'order_items > orders.order_items', c.legacy_row, 'order_id', 'orphan', 'quarantined', 'the row', c.order_id::text from mapping."order_items clean" as c where c.order_id is not null and not exists (select from (select id as key from mapping."orders clean") as p where p.key = c.order_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'order_items > orders.order_items', c.legacy_row, 'product_id', 'orphan', 'repaired', 'NULL', c.product_id::text from mapping."order_items clean" as c where c.product_id is not null and not exists (select from (select id as key from mapping."products clean") as p where p.key = c.product_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'reviews > customers_and_settings.reviews', c.legacy_row, 'product_id', 'orphan', 'repaired', 'NULL', c.product_id::text from mapping."reviews clean" as c where c.product_id is not null and not exists (select from (select id as key from mapping."products clean") as p where p.key = c.product_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'reviews > customers_and_settings.reviews', c.legacy_row, 'customer_id', 'orphan', 'repaired', 'NULL', c.customer_id::text from mapping."reviews clean" as c where c.customer_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.customer_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    exit when total = 0;
  end loop;
end $$;

insert into quarantine.rows
select 'admin_users > auth.users', legacy_row, 'email', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, email as part_0 from mapping."admin_users > users clean" where email is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'admin_users > auth.users', legacy_row, 'legacy_admin_user_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_admin_user_id as part_0 from mapping."admin_users > users clean" where legacy_admin_user_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'admin_users > auth.users', legacy_row, 'login', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, login as part_0 from mapping."admin_users > users clean" where login is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'admin_users > auth.users', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."admin_users > users clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'customers > auth.users', legacy_row, 'email', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, email as part_0 from mapping."admin_users > users clean" where email is not null union all select 1 as place, legacy_row, email as part_0 from mapping."customers > users clean" where email is not null) as given) as keyed where nth > 1 and place = 1
on conflict do nothing;

insert into quarantine.rows
select 'customers > auth.users', legacy_row, 'legacy_admin_user_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_admin_user_id as part_0 from mapping."admin_users > users clean" where legacy_admin_user_id is not null union all select 1 as place, legacy_row, legacy_admin_user_id as part_0 from mapping."customers > users clean" where legacy_admin_user_id is not null) as given) as keyed where nth > 1 and place = 1
on conflict do nothing;

insert into quarantine.rows
select 'customers > auth.users', legacy_row, 'login', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, login as part_0 from mapping."admin_users > users clean" where login is not null union all select 1 as place, legacy_row, login as part_0 from mapping."customers > users clean" where login is not null) as given) as keyed where nth > 1 and place = 1
on conflict do nothing;

insert into quarantine.rows
select 'customers > auth.users', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."admin_users > users clean" where legacy_id is not null union all select 1 as place, legacy_row, legacy_id as part_0 from mapping."customers > users clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 1
on conflict do nothing;

insert into quarantine.rows
select 'addresses > orders.addresses', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."addresses clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'admin_users > auth.credentials', legacy_row, 'kind, subject', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text, part_1::text)
from (select place, legacy_row, part_0, part_1, row_number() over (partition by part_0, part_1 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, kind as part_0, subject as part_1 from mapping."admin_users > credentials clean" where kind is not null and subject is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'categories > categories.categories', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."categories clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'categories > categories.categories', legacy_row, 'slug', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, slug as part_0 from mapping."categories clean" where slug is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'coupons > orders.coupons', legacy_row, 'code', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, code as part_0 from mapping."coupons clean" where code is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'customers > auth.credentials', legacy_row, 'kind, subject', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text, part_1::text)
from (select place, legacy_row, part_0, part_1, row_number() over (partition by part_0, part_1 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, kind as part_0, subject as part_1 from mapping."admin_users > credentials clean" where kind is not null and subject is not null union all select 1 as place, legacy_row, kind as part_0, subject as part_1 from mapping."customers > credentials clean" where kind is not null and subject is not null) as given) as keyed where nth > 1 and place = 1
on conflict do nothing;

insert into quarantine.rows
select 'products > categories.products', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."products clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'product_categories > categories.product_categories', legacy_row, 'product_id, category_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text, part_1::text)
from (select place, legacy_row, part_0, part_1, row_number() over (partition by part_0, part_1 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, product_id as part_0, category_id as part_1 from mapping."product_categories clean" where product_id is not null and category_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'orders > orders.orders', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."orders clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'order_items > orders.order_items', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."order_items clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'reviews > customers_and_settings.reviews', legacy_row, 'legacy_id', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, legacy_id as part_0 from mapping."reviews clean" where legacy_id is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

insert into quarantine.rows
select 'settings > customers_and_settings.settings', legacy_row, 'name', 'duplicate', 'quarantined', 'the row: another one has the key', concat_ws(', ', part_0::text)
from (select place, legacy_row, part_0, row_number() over (partition by part_0 order by place, legacy_row) as nth
  from (select 0 as place, legacy_row, name as part_0 from mapping."settings clean" where name is not null) as given) as keyed where nth > 1 and place = 0
on conflict do nothing;

do $$ declare
  added bigint;
  total bigint;
begin
  loop
    total := 0;
    insert into quarantine.rows
select 'addresses > orders.addresses', c.legacy_row, 'customer_id', 'orphan', 'repaired', 'NULL', c.customer_id::text from mapping."addresses clean" as c where c.customer_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.customer_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'admin_users > auth.credentials', c.legacy_row, 'user_id', 'orphan', 'quarantined', 'the row', c.user_id::text from mapping."admin_users > credentials clean" as c where c.user_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.user_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'categories > categories.categories', c.legacy_row, 'parent_id', 'orphan', 'repaired', 'NULL', c.parent_id::text from mapping."categories clean" as c where c.parent_id is not null and not exists (select from (select id as key from mapping."categories clean") as p where p.key = c.parent_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'customers > auth.credentials', c.legacy_row, 'user_id', 'orphan', 'quarantined', 'the row', c.user_id::text from mapping."customers > credentials clean" as c where c.user_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.user_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'product_categories > categories.product_categories', c.legacy_row, 'product_id', 'orphan', 'quarantined', 'the row', c.product_id::text from mapping."product_categories clean" as c where c.product_id is not null and not exists (select from (select id as key from mapping."products clean") as p where p.key = c.product_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'product_categories > categories.product_categories', c.legacy_row, 'category_id', 'orphan', 'quarantined', 'the row', c.category_id::text from mapping."product_categories clean" as c where c.category_id is not null and not exists (select from (select id as key from mapping."categories clean") as p where p.key = c.category_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'orders > orders.orders', c.legacy_row, 'customer_id', 'orphan', 'repaired', 'NULL', c.customer_id::text from mapping."orders clean" as c where c.customer_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.customer_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'orders > orders.orders', c.legacy_row, 'address_id', 'orphan', 'repaired', 'NULL', c.address_id::text from mapping."orders clean" as c where c.address_id is not null and not exists (select from (select id as key from mapping."addresses clean") as p where p.key = c.address_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'order_items > orders.order_items', c.legacy_row, 'order_id', 'orphan', 'quarantined', 'the row', c.order_id::text from mapping."order_items clean" as c where c.order_id is not null and not exists (select from (select id as key from mapping."orders clean") as p where p.key = c.order_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'order_items > orders.order_items', c.legacy_row, 'product_id', 'orphan', 'repaired', 'NULL', c.product_id::text from mapping."order_items clean" as c where c.product_id is not null and not exists (select from (select id as key from mapping."products clean") as p where p.key = c.product_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'reviews > customers_and_settings.reviews', c.legacy_row, 'product_id', 'orphan', 'repaired', 'NULL', c.product_id::text from mapping."reviews clean" as c where c.product_id is not null and not exists (select from (select id as key from mapping."products clean") as p where p.key = c.product_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'reviews > customers_and_settings.reviews', c.legacy_row, 'customer_id', 'orphan', 'repaired', 'NULL', c.customer_id::text from mapping."reviews clean" as c where c.customer_id is not null and not exists (select from (select id as key from mapping."admin_users > users clean" union all select id as key from mapping."customers > users clean") as p where p.key = c.customer_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    exit when total = 0;
  end loop;
end $$;

