-- 08-contract.sql: references, counters, indexes; run it when 07-verify.sql answers `true` for each table and nobody writes to MySQL any more.

do $$ begin
  alter table converted.categories add constraint categories_parent_id_fkey foreign key (parent_id) references converted.categories (id) on delete set null not valid;
exception when duplicate_object then null;
end $$;

do $$ begin
  alter table converted.product_categories add constraint product_categories_category_id_fkey foreign key (category_id) references converted.categories (id) on delete cascade not valid;
exception when duplicate_object then null;
end $$;

do $$ begin
  alter table converted.order_items add constraint order_items_order_id_fkey foreign key (order_id) references converted.orders (id) on delete cascade on update cascade not valid;
exception when duplicate_object then null;
end $$;

alter table converted.categories validate constraint categories_parent_id_fkey;

alter table converted.product_categories validate constraint product_categories_category_id_fkey;

alter table converted.order_items validate constraint order_items_order_id_fkey;

create index if not exists addresses_customer_id_idx on converted.addresses (customer_id);

create index if not exists categories_parent_id_idx on converted.categories (parent_id);

create index if not exists customers_email_idx on converted.customers ((converted.fold_accents(email)));

create index if not exists customers_lastname_idx on converted.customers ((converted.fold_accents(left(lastname, 10))));

create index if not exists products_sku_idx on converted.products ((converted.fold_accents(sku)));

create index if not exists products_words_idx on converted.products using gin (to_tsvector('simple'::regconfig, coalesce(name, '') || ' ' || coalesce(description, '')));

create index if not exists product_categories_category_id_idx on converted.product_categories (category_id);

create index if not exists orders_customer_id_idx on converted.orders (customer_id);

create index if not exists orders_status_idx on converted.orders (status);

create index if not exists order_items_order_id_idx on converted.order_items (order_id);

create index if not exists reviews_product_id_idx on converted.reviews (product_id);

select setval(pg_get_serial_sequence('converted.addresses', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.addresses), 19), false);

select setval(pg_get_serial_sequence('converted.admin_users', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.admin_users), 5), false);

select setval(pg_get_serial_sequence('converted.categories', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.categories), 9), false);

select setval(pg_get_serial_sequence('converted.customers', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.customers), 131), false);

select setval(pg_get_serial_sequence('converted.products', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.products), 21), false);

select setval(pg_get_serial_sequence('converted.orders', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.orders), 1015), false);

select setval(pg_get_serial_sequence('converted.order_items', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.order_items), 22), false);

select setval(pg_get_serial_sequence('converted.reviews', 'id'), greatest((select coalesce(max(id), 0) + 1 from converted.reviews), 10), false);

analyze converted.addresses;

analyze converted.admin_users;

analyze converted.categories;

analyze converted.coupons;

analyze converted.customers;

analyze converted.products;

analyze converted.product_categories;

analyze converted.orders;

analyze converted.order_items;

analyze converted.reviews;

analyze converted.search_log;

analyze converted.settings;

