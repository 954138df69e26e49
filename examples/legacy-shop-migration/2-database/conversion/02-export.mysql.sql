-- 02-export.mysql.sql: the rows of MySQL or MariaDB as COPY reads them, one query a table.
-- For each table: mysql --batch --raw --skip-column-names --default-character-set=utf8mb4 <database> -e "<query>" | psql -c "<copy>"
-- In one transaction (`start transaction with consistent snapshot`), so that all tables are of one moment.

set time_zone = '+00:00';

set sql_mode = 'NO_ENGINE_SUBSTITUTION';

-- copy legacy.addresses (legacy_row, id, customer_id, street, zip, city, country) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(cast(`customer_id` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`street` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`zip` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`city` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`country` using utf8mb4))), '\\N') from `addresses`;

-- copy legacy.admin_users (legacy_row, id, login, password, level, last_login) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`login` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`password` using utf8mb4))), '\\N'), ifnull(cast(`level` as char), '\\N'), ifnull(cast(`last_login` as char), '\\N') from `admin_users`;

-- copy legacy.categories (legacy_row, id, parent_id, slug, name, "position") from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(cast(`parent_id` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`slug` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`name` using utf8mb4))), '\\N'), ifnull(cast(`position` as char), '\\N') from `categories`;

-- copy legacy.coupons (legacy_row, code, percent, valid_from, valid_to, used) from stdin
select row_number() over (order by `code`), ifnull(concat('\\\\x', hex(convert(`code` using utf8mb4))), '\\N'), ifnull(cast(`percent` as char), '\\N'), ifnull(cast(`valid_from` as char), '\\N'), ifnull(cast(`valid_to` as char), '\\N'), ifnull(cast(`used` as char), '\\N') from `coupons`;

-- copy legacy.customers (legacy_row, id, email, password, firstname, lastname, gender, birthday, newsletter, created, last_login) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`email` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`password` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`firstname` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`lastname` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`gender` using utf8mb4))), '\\N'), ifnull(cast(`birthday` as char), '\\N'), ifnull(cast(`newsletter` as char), '\\N'), ifnull(cast(`created` as char), '\\N'), ifnull(cast(`last_login` as char), '\\N') from `customers`;

-- copy legacy.products (legacy_row, id, sku, name, description, price, special_price, stock, active, flags, image, created, changed) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`sku` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`name` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`description` using utf8mb4))), '\\N'), ifnull(cast(`price` as char), '\\N'), ifnull(cast(`special_price` as char), '\\N'), ifnull(cast(`stock` as char), '\\N'), ifnull(cast(`active` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`flags` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`image` using utf8mb4))), '\\N'), ifnull(cast(`created` as char), '\\N'), ifnull(cast(`changed` as char), '\\N') from `products`;

-- copy legacy.product_categories (legacy_row, product_id, category_id) from stdin
select row_number() over (order by `product_id`, `category_id`), ifnull(cast(`product_id` as char), '\\N'), ifnull(cast(`category_id` as char), '\\N') from `product_categories`;

-- copy legacy.orders (legacy_row, id, customer_id, address_id, status, total, ip, note, created, paid_at, payment_ref) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(cast(`customer_id` as char), '\\N'), ifnull(cast(`address_id` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`status` using utf8mb4))), '\\N'), ifnull(cast(`total` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`ip` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`note` using utf8mb4))), '\\N'), ifnull(cast(`created` as char), '\\N'), ifnull(cast(`paid_at` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`payment_ref` using utf8mb4))), '\\N') from `orders`;

-- copy legacy.order_items (legacy_row, id, order_id, product_id, qty, price) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(cast(`order_id` as char), '\\N'), ifnull(cast(`product_id` as char), '\\N'), ifnull(cast(`qty` as char), '\\N'), ifnull(cast(`price` as char), '\\N') from `order_items`;

-- copy legacy.reviews (legacy_row, id, product_id, customer_id, rating, text, approved, created) from stdin
select row_number() over (order by `id`), ifnull(cast(`id` as char), '\\N'), ifnull(cast(`product_id` as char), '\\N'), ifnull(cast(`customer_id` as char), '\\N'), ifnull(cast(`rating` as char), '\\N'), ifnull(concat('\\\\x', hex(convert(`text` using utf8mb4))), '\\N'), ifnull(cast(`approved` as char), '\\N'), ifnull(cast(`created` as char), '\\N') from `reviews`;

-- copy legacy.search_log (legacy_row, term, hits, searched_at) from stdin
select row_number() over (), ifnull(concat('\\\\x', hex(convert(`term` using utf8mb4))), '\\N'), ifnull(cast(`hits` as char), '\\N'), ifnull(cast(`searched_at` as char), '\\N') from `search_log`;

-- copy legacy.settings (legacy_row, name, value) from stdin
select row_number() over (order by `name`), ifnull(concat('\\\\x', hex(convert(`name` using utf8mb4))), '\\N'), ifnull(concat('\\\\x', hex(convert(`value` using utf8mb4))), '\\N') from `settings`;

