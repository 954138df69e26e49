-- 59-into-what-comes-later.sql: rows of order_items, reviews.

call legacy.in_batches('converted.order_items', $batch$insert into orders.order_items (id, legacy_id, order_id, product_id, qty, price) overriding system value
select m.id, m.legacy_id, m.order_id, m.product_id, m.qty, m.price from mapping."order_items clean" as m
where m.legacy_row between $1 and $2 and not exists (select from orders.order_items as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.reviews', $batch$insert into customers_and_settings.reviews (id, legacy_id, product_id, customer_id, rating, text, approved, created) overriding system value
select m.id, m.legacy_id, m.product_id, m.customer_id, m.rating, m.text, m.approved, m.created from mapping."reviews clean" as m
where m.legacy_row between $1 and $2 and not exists (select from customers_and_settings.reviews as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

