-- 90-roll-back.sql: takes back 04 to 08; what waits stays, so that the way can be gone again.

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'settings') then
    drop table if exists converted.settings cascade;
    delete from legacy."tables made" where table_name = 'settings';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'search_log') then
    drop table if exists converted.search_log cascade;
    delete from legacy."tables made" where table_name = 'search_log';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'reviews') then
    drop table if exists converted.reviews cascade;
    delete from legacy."tables made" where table_name = 'reviews';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'order_items') then
    drop table if exists converted.order_items cascade;
    delete from legacy."tables made" where table_name = 'order_items';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'orders') then
    drop table if exists converted.orders cascade;
    delete from legacy."tables made" where table_name = 'orders';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'product_categories') then
    drop table if exists converted.product_categories cascade;
    delete from legacy."tables made" where table_name = 'product_categories';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'products') then
    drop table if exists converted.products cascade;
    delete from legacy."tables made" where table_name = 'products';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'customers') then
    drop table if exists converted.customers cascade;
    delete from legacy."tables made" where table_name = 'customers';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'coupons') then
    drop table if exists converted.coupons cascade;
    delete from legacy."tables made" where table_name = 'coupons';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'categories') then
    drop table if exists converted.categories cascade;
    delete from legacy."tables made" where table_name = 'categories';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'admin_users') then
    drop table if exists converted.admin_users cascade;
    delete from legacy."tables made" where table_name = 'admin_users';
  end if;
end $$;

do $$ begin
  if exists (select from legacy."tables made" where table_name = 'addresses') then
    drop table if exists converted.addresses cascade;
    delete from legacy."tables made" where table_name = 'addresses';
  end if;
end $$;

drop function if exists converted.customers_touch();

drop function if exists converted.products_touch();

drop view if exists legacy."addresses clean" cascade;

drop view if exists legacy."addresses mapped" cascade;

drop view if exists legacy."admin_users clean" cascade;

drop view if exists legacy."admin_users mapped" cascade;

drop view if exists legacy."categories clean" cascade;

drop view if exists legacy."categories mapped" cascade;

drop view if exists legacy."coupons clean" cascade;

drop view if exists legacy."coupons mapped" cascade;

drop view if exists legacy."customers clean" cascade;

drop view if exists legacy."customers mapped" cascade;

drop view if exists legacy."products clean" cascade;

drop view if exists legacy."products mapped" cascade;

drop view if exists legacy."product_categories clean" cascade;

drop view if exists legacy."product_categories mapped" cascade;

drop view if exists legacy."orders clean" cascade;

drop view if exists legacy."orders mapped" cascade;

drop view if exists legacy."order_items clean" cascade;

drop view if exists legacy."order_items mapped" cascade;

drop view if exists legacy."reviews clean" cascade;

drop view if exists legacy."reviews mapped" cascade;

drop view if exists legacy."search_log clean" cascade;

drop view if exists legacy."search_log mapped" cascade;

drop view if exists legacy."settings clean" cascade;

drop view if exists legacy."settings mapped" cascade;

drop type if exists converted.customers_gender;

drop type if exists converted.orders_status;

drop function if exists converted.fold_case(text);

drop function if exists converted.fold_accents(text);

drop procedure if exists quarantine.settle_orphans();

drop table if exists quarantine.rows;

drop schema if exists quarantine;

drop schema if exists converted;

