-- 17-into-customers_and_settings.sql: rows of reviews, settings.

call legacy.in_batches('converted.reviews', $batch$insert into customers_and_settings.reviews (id, legacy_id, product_id, customer_id, rating, text, approved, created) overriding system value
select m.id, m.legacy_id, m.product_id, m.customer_id, m.rating, m.text, m.approved, m.created from mapping."reviews clean" as m
where m.legacy_row between $1 and $2 and not exists (select from customers_and_settings.reviews as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.settings', $batch$insert into customers_and_settings.settings (id, name, value) overriding system value
select m.id, m.name, m.value from mapping."settings clean" as m
where m.legacy_row between $1 and $2 and not exists (select from customers_and_settings.settings as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

