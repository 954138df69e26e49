-- 15-into-orders.sql: rows of addresses, coupons, orders, search_log.

call legacy.in_batches('converted.addresses', $batch$insert into orders.addresses (id, legacy_id, customer_id, street, zip, city, country) overriding system value
select m.id, m.legacy_id, m.customer_id, m.street, m.zip, m.city, m.country from mapping."addresses clean" as m
where m.legacy_row between $1 and $2 and not exists (select from orders.addresses as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.coupons', $batch$insert into orders.coupons (id, code, percent, valid_from, valid_to, used) overriding system value
select m.id, m.code, m.percent, m.valid_from, m.valid_to, m.used from mapping."coupons clean" as m
where m.legacy_row between $1 and $2 and not exists (select from orders.coupons as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.orders', $batch$insert into orders.orders (id, legacy_id, customer_id, address_id, status, total, ip, note, paid_at, payment_ref, created_at) overriding system value
select m.id, m.legacy_id, m.customer_id, m.address_id, m.status, m.total, m.ip, m.note, m.paid_at, m.payment_ref, m.created_at from mapping."orders clean" as m
where m.legacy_row between $1 and $2 and not exists (select from orders.orders as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.search_log', $batch$insert into orders.search_logs (id, term, hits, searched_at) overriding system value
select m.id, m.term, m.hits, m.searched_at from mapping."search_log clean" as m
where m.legacy_row between $1 and $2 and not exists (select from orders.search_logs as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

