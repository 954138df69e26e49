-- 59-into-what-comes-later.sql: rows of order_items.

call legacy.in_batches('converted.order_items', $batch$insert into orders.order_items (id, legacy_id, order_id, product_id, qty, price) overriding system value
select m.id, m.legacy_id, m.order_id, m.product_id, m.qty, m.price from mapping."order_items clean" as m
where m.legacy_row between $1 and $2 and not exists (select from orders.order_items as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

