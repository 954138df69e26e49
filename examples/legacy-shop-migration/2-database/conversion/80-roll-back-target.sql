-- 80-roll-back-target.sql: takes the rows away that were carried to the target; what a person stated stays.

do $$ begin
  if exists (select from orders.orders as c join mapping."addresses clean" as p on p.id = c.address_id where true and not exists (select from mapping."orders clean" as m where c.id = m.id)) then
    raise exception 'rows of orders.orders that the target wrote itself name rows that were carried: roll back is over';
  end if;
end $$;

do $$ begin
  if exists (select from categories.categories as c join mapping."categories clean" as p on p.id = c.parent_id where true and not exists (select from mapping."categories clean" as m where c.id = m.id)) then
    raise exception 'rows of categories.categories that the target wrote itself name rows that were carried: roll back is over';
  end if;
end $$;

do $$ begin
  if exists (select from categories.product_categories as c join mapping."categories clean" as p on p.id = c.category_id where true and not exists (select from mapping."product_categories clean" as m where c.id = m.id)) then
    raise exception 'rows of categories.product_categories that the target wrote itself name rows that were carried: roll back is over';
  end if;
end $$;

do $$ begin
  if exists (select from orders.order_items as c join mapping."orders clean" as p on p.id = c.order_id where true and not exists (select from mapping."order_items clean" as m where c.id = m.id)) then
    raise exception 'rows of orders.order_items that the target wrote itself name rows that were carried: roll back is over';
  end if;
end $$;

call legacy.in_batches('converted.categories', $batch$update categories.categories as t set parent_id = null from mapping."categories clean" as m where m.legacy_row between $1 and $2 and t.id = m.id and t.parent_id is not null$batch$, 5000);

call legacy.in_batches('converted.settings', $batch$delete from customers_and_settings.settings as t using mapping."settings clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.search_log', $batch$delete from orders.search_logs as t using mapping."search_log clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.reviews', $batch$delete from customers_and_settings.reviews as t using mapping."reviews clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.order_items', $batch$delete from orders.order_items as t using mapping."order_items clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.orders', $batch$delete from orders.orders as t using mapping."orders clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.product_categories', $batch$delete from categories.product_categories as t using mapping."product_categories clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.products', $batch$delete from categories.products as t using mapping."products clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.customers', $batch$delete from auth.credentials as t using mapping."customers > credentials clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.coupons', $batch$delete from orders.coupons as t using mapping."coupons clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.categories', $batch$delete from categories.categories as t using mapping."categories clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.admin_users', $batch$delete from auth.credentials as t using mapping."admin_users > credentials clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.addresses', $batch$delete from orders.addresses as t using mapping."addresses clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.customers', $batch$delete from auth.users as t using mapping."customers > users clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

call legacy.in_batches('converted.admin_users', $batch$delete from auth.users as t using mapping."admin_users > users clean" as m where m.legacy_row between $1 and $2 and t.id = m.id$batch$, 5000);

delete from quarantine.rows where table_name in ('admin_users > auth.users', 'customers > auth.users', 'addresses > orders.addresses', 'admin_users > auth.credentials', 'categories > categories.categories', 'coupons > orders.coupons', 'customers > auth.credentials', 'products > categories.products', 'product_categories > categories.product_categories', 'orders > orders.orders', 'order_items > orders.order_items', 'reviews > customers_and_settings.reviews', 'search_log > orders.search_logs', 'settings > customers_and_settings.settings');

