-- 16-into-categories.sql: rows of categories, products, product_categories.

call legacy.in_batches('converted.categories', $batch$insert into categories.categories (id, legacy_id, slug, name, categories_position) overriding system value
select m.id, m.legacy_id, m.slug, m.name, m.categories_position from mapping."categories clean" as m
where m.legacy_row between $1 and $2 and not exists (select from categories.categories as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.products', $batch$insert into categories.products (id, legacy_id, sku, name, description, price, special_price, stock, active, flags, image, created, updated_at) overriding system value
select m.id, m.legacy_id, m.sku, m.name, m.description, m.price, m.special_price, m.stock, m.active, m.flags, m.image, m.created, m.updated_at from mapping."products clean" as m
where m.legacy_row between $1 and $2 and not exists (select from categories.products as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.product_categories', $batch$insert into categories.product_categories (id, product_id, category_id) overriding system value
select m.id, m.product_id, m.category_id from mapping."product_categories clean" as m
where m.legacy_row between $1 and $2 and not exists (select from categories.product_categories as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

