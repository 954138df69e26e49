-- Rows and a checksum of each table, before and after a request: three columns, one line a table.
select 'auth.users', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "auth"."users" row_of
union all
select 'auth.credentials', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "auth"."credentials" row_of
union all
select 'auth.sessions', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "auth"."sessions" row_of
union all
select 'auth.recovery_tokens', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "auth"."recovery_tokens" row_of
union all
select 'auth.role_grants', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "auth"."role_grants" row_of
union all
select 'notifications.notifications', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "notifications"."notifications" row_of
union all
select 'notifications.notification_preferences', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "notifications"."notification_preferences" row_of
union all
select 'audit.audit_entries', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "audit"."audit_entries" row_of
union all
select 'audit.audit_anchors', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "audit"."audit_anchors" row_of
union all
select 'orders.addresses', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."addresses" row_of
union all
select 'categories.categories', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "categories"."categories" row_of
union all
select 'orders.coupons', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "orders"."coupons" row_of
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
select 'platform.outbox_events', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."outbox_events" row_of
union all
select 'platform.outbox_events_parked', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."outbox_events_parked" row_of
union all
select 'platform.inbox_events', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."inbox_events" row_of
union all
select 'platform.inbox_events_parked', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."inbox_events_parked" row_of
union all
select 'platform.idempotency_keys', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."idempotency_keys" row_of
union all
select 'platform.operation_statuses', count(*), coalesce(sum(hashtext(row_of::text)::bigint), 0) from "platform"."operation_statuses" row_of;
