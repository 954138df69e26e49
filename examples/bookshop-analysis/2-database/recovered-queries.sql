-- name: src/services/books.ts-10
-- seen: src/services/books.ts:10
select avg(rating) as rating from reviews where book_id = $1;

-- name: src/services/orders.ts-27
-- seen: src/services/orders.ts:27
select price, stock from books where id = $1;

-- name: src/jobs/worker.ts-8
-- seen: src/jobs/worker.ts:8
select c.email from orders o join customers c on c.id = o.customer_id where o.id = $1;

-- name: src/services/admin.ts-4
-- seen: src/services/admin.ts:4
update books set price = $1 where id = $2 returning *;

-- name: src/services/admin.ts-9
-- seen: src/services/admin.ts:9
select o.*, c.email from orders o join customers c on c.id = o.customer_id;

-- name: src/services/books.ts-5
-- seen: src/services/books.ts:5
select * from books where title ilike $1 order by created_at desc limit 20 offset $2;

-- name: src/services/books.ts-19
-- seen: src/services/books.ts:19
select * from books where id = $1;

-- name: src/services/books.ts-25
-- seen: src/services/books.ts:25
insert into reviews (book_id, customer_id, rating, body) values ($1, $2, $3, $4) returning *;

-- name: src/services/customers.ts-6
-- seen: src/services/customers.ts:6
select * from customers where email = $1;

-- name: src/services/orders.ts-11
-- seen: src/services/orders.ts:11
select * from orders where customer_id = $1 order by created_at desc;

-- name: src/services/orders.ts-16
-- seen: src/services/orders.ts:16
select * from orders where id = $1;

-- name: src/services/orders.ts-24
-- seen: src/services/orders.ts:24
insert into orders (customer_id) values ($1) returning id;

-- name: src/services/orders.ts-29
-- seen: src/services/orders.ts:29
update books set stock = stock - $1 where id = $2;

-- name: src/services/orders.ts-30
-- seen: src/services/orders.ts:30
insert into order_lines (order_id, book_id, quantity, unit_price) values ($1, $2, $3, $4);

-- name: src/services/orders.ts-49
-- seen: src/services/orders.ts:49
update orders set status = 'cancelled' where id = $1 returning *;
