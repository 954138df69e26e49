-- Rows and a checksum of each table, before and after a request: three columns, one line a table.; not of product_prices: no file defines it
select 'addresses', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`customer_id`), 'null'), coalesce(hex(`street`), 'null'), coalesce(hex(`zip`), 'null'), coalesce(hex(`city`), 'null'), coalesce(hex(`country`), 'null')))), 0) from `addresses`
union all
select 'admin_users', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`login`), 'null'), coalesce(hex(`password`), 'null'), coalesce(hex(`level`), 'null'), coalesce(hex(`last_login`), 'null')))), 0) from `admin_users`
union all
select 'categories', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`parent_id`), 'null'), coalesce(hex(`slug`), 'null'), coalesce(hex(`name`), 'null'), coalesce(hex(`position`), 'null')))), 0) from `categories`
union all
select 'coupons', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`code`), 'null'), coalesce(hex(`percent`), 'null'), coalesce(hex(`valid_from`), 'null'), coalesce(hex(`valid_to`), 'null'), coalesce(hex(`used`), 'null')))), 0) from `coupons`
union all
select 'customers', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`email`), 'null'), coalesce(hex(`password`), 'null'), coalesce(hex(`firstname`), 'null'), coalesce(hex(`lastname`), 'null'), coalesce(hex(`gender`), 'null'), coalesce(hex(`birthday`), 'null'), coalesce(hex(`newsletter`), 'null'), coalesce(hex(`created`), 'null'), coalesce(hex(`last_login`), 'null')))), 0) from `customers`
union all
select 'products', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`sku`), 'null'), coalesce(hex(`name`), 'null'), coalesce(hex(`description`), 'null'), coalesce(hex(`price`), 'null'), coalesce(hex(`special_price`), 'null'), coalesce(hex(`stock`), 'null'), coalesce(hex(`active`), 'null'), coalesce(hex(`flags`), 'null'), coalesce(hex(`image`), 'null'), coalesce(hex(`created`), 'null'), coalesce(hex(`changed`), 'null')))), 0) from `products`
union all
select 'product_categories', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`product_id`), 'null'), coalesce(hex(`category_id`), 'null')))), 0) from `product_categories`
union all
select 'orders', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`customer_id`), 'null'), coalesce(hex(`address_id`), 'null'), coalesce(hex(`status`), 'null'), coalesce(hex(`total`), 'null'), coalesce(hex(`ip`), 'null'), coalesce(hex(`note`), 'null'), coalesce(hex(`created`), 'null'), coalesce(hex(`paid_at`), 'null'), coalesce(hex(`payment_ref`), 'null')))), 0) from `orders`
union all
select 'order_items', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`order_id`), 'null'), coalesce(hex(`product_id`), 'null'), coalesce(hex(`qty`), 'null'), coalesce(hex(`price`), 'null')))), 0) from `order_items`
union all
select 'reviews', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`id`), 'null'), coalesce(hex(`product_id`), 'null'), coalesce(hex(`customer_id`), 'null'), coalesce(hex(`rating`), 'null'), coalesce(hex(`text`), 'null'), coalesce(hex(`approved`), 'null'), coalesce(hex(`created`), 'null')))), 0) from `reviews`
union all
select 'search_log', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`term`), 'null'), coalesce(hex(`hits`), 'null'), coalesce(hex(`searched_at`), 'null')))), 0) from `search_log`
union all
select 'settings', count(*), coalesce(bit_xor(crc32(concat_ws('|', coalesce(hex(`name`), 'null'), coalesce(hex(`value`), 'null')))), 0) from `settings`;
