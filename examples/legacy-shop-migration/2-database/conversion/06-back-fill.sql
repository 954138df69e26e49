-- 06-back-fill.sql: rows in batches of 5000, each committed; what is there already is passed over.

call legacy.in_batches('legacy.addresses', $batch$insert into converted.addresses (id, customer_id, street, zip, city, country, legacy_row) overriding system value
select id, customer_id, street, zip, city, country, legacy_row from legacy."addresses clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.admin_users', $batch$insert into converted.admin_users (id, login, password, level, last_login, legacy_row) overriding system value
select id, login, password, level, last_login, legacy_row from legacy."admin_users clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.categories', $batch$insert into converted.categories (id, parent_id, slug, name, "position", legacy_row) overriding system value
select id, parent_id, slug, name, "position", legacy_row from legacy."categories clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.coupons', $batch$insert into converted.coupons (code, percent, valid_from, valid_to, used, legacy_row) overriding system value
select code, percent, valid_from, valid_to, used, legacy_row from legacy."coupons clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.customers', $batch$insert into converted.customers (id, email, password, firstname, lastname, gender, birthday, newsletter, created, last_login, legacy_row) overriding system value
select id, email, password, firstname, lastname, gender, birthday, newsletter, created, last_login, legacy_row from legacy."customers clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.products', $batch$insert into converted.products (id, sku, name, description, price, special_price, stock, active, flags, image, created, changed, legacy_row) overriding system value
select id, sku, name, description, price, special_price, stock, active, flags, image, created, changed, legacy_row from legacy."products clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.product_categories', $batch$insert into converted.product_categories (product_id, category_id, legacy_row) overriding system value
select product_id, category_id, legacy_row from legacy."product_categories clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.orders', $batch$insert into converted.orders (id, customer_id, address_id, status, total, ip, note, created, paid_at, payment_ref, legacy_row) overriding system value
select id, customer_id, address_id, status, total, ip, note, created, paid_at, payment_ref, legacy_row from legacy."orders clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.order_items', $batch$insert into converted.order_items (id, order_id, product_id, qty, price, legacy_row) overriding system value
select id, order_id, product_id, qty, price, legacy_row from legacy."order_items clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.reviews', $batch$insert into converted.reviews (id, product_id, customer_id, rating, text, approved, created, legacy_row) overriding system value
select id, product_id, customer_id, rating, text, approved, created, legacy_row from legacy."reviews clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.search_log', $batch$insert into converted.search_log (term, hits, searched_at, legacy_row) overriding system value
select term, hits, searched_at, legacy_row from legacy."search_log clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

call legacy.in_batches('legacy.settings', $batch$insert into converted.settings (name, value, legacy_row) overriding system value
select name, value, legacy_row from legacy."settings clean" where legacy_row between $1 and $2 order by legacy_row
on conflict (legacy_row) do nothing$batch$, 5000);

