-- 99-finish.sql: removes what waited; the quarantine stays. After it nothing leads back but the dump.

drop schema if exists legacy cascade;

alter table converted.addresses drop column if exists legacy_row;

alter table converted.admin_users drop column if exists legacy_row;

alter table converted.categories drop column if exists legacy_row;

alter table converted.coupons drop column if exists legacy_row;

alter table converted.customers drop column if exists legacy_row;

alter table converted.products drop column if exists legacy_row;

alter table converted.product_categories drop column if exists legacy_row;

alter table converted.orders drop column if exists legacy_row;

alter table converted.order_items drop column if exists legacy_row;

alter table converted.reviews drop column if exists legacy_row;

alter table converted.search_log drop column if exists legacy_row;

alter table converted.settings drop column if exists legacy_row;

