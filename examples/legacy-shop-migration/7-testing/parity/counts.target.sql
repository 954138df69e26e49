-- Rows and a checksum of each table, before and after a request: three columns, one line a table.
select 'orders.addresses', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."addresses" row_of
union all
select 'customers_and_settings.admin_users', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "customers_and_settings"."admin_users" row_of
union all
select 'categories.categories', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "categories"."categories" row_of
union all
select 'orders.coupons', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."coupons" row_of
union all
select 'customers_and_settings.customers', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "customers_and_settings"."customers" row_of
union all
select 'orders.order_items', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."order_items" row_of
union all
select 'orders.orders', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."orders" row_of
union all
select 'categories.product_categories', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "categories"."product_categories" row_of
union all
select 'products.product_prices', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "products"."product_prices" row_of
union all
select 'categories.products', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "categories"."products" row_of
union all
select 'customers_and_settings.reviews', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "customers_and_settings"."reviews" row_of
union all
select 'orders.search_logs', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."search_logs" row_of
union all
select 'customers_and_settings.settings', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "customers_and_settings"."settings" row_of
union all
select 'platform.idempotency_keys', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."idempotency_keys" row_of;
