-- What a shop asks of its database, reads and writes.
-- name: s1
select * from users where email = 'user4711@mail.test';
-- name: s2
select id, total, status, created_at from sales where user_id = 12 order by created_at desc limit 20;
-- name: s3
select i.product_id, i.quantity, i.price, p.title from items i join products p on p.id = i.product_id where i.sale_id = 1200345;
-- name: s4
select s.id, u.email from sales s join users u on u.id = s.user_id where s.status = 'pending' and s.created_at > '2025-11-01' order by s.created_at limit 50;
-- name: s5
select p.id, p.title, sum(i.quantity) as sold from items i join products p on p.id = i.product_id join sales s on s.id = i.sale_id where s.created_at >= '2025-10-01' and s.created_at < '2025-11-01' and s.status in ('paid', 'delivered') group by p.id, p.title order by sold desc limit 20;
-- name: s6
select count(*) from events where kind = 'error' and created_at >= '2025-11-20';
-- name: s7
select * from events where session = '0a0c8e8d-5a4d-0a8c-8c2d-3d9e2a1b0c4d' order by created_at;
-- name: s8
select id, title, price from products where attributes @> '{"brand": "b7", "size": "M"}' and active;
-- name: s9
select id, title from products where tags && array['t3', 't150'] order by price limit 24;
-- name: s10
select id, email from users where lower(email) = 'user99@example.com';
-- name: s11
select country, count(*) from users where deleted_at is null group by country order by count(*) desc;
-- name: s12
select u.id, u.email, count(*) as n, sum(s.total) from users u join sales s on s.user_id = u.id where u.plan = 'team' group by u.id, u.email having sum(s.total) > 1000 order by 4 desc limit 100;
-- name: s13
select date_trunc('day', created_at) as day, count(*), sum(total) from sales where created_at >= '2025-09-01' group by 1 order by 1;
-- name: s14
select * from sales where coupon = 'C17' order by created_at desc;
-- name: s15
select c.name, count(distinct s.user_id) from categories c join products p on p.category_id = c.id join items i on i.product_id = p.id join sales s on s.id = i.sale_id where c.parent_id = 3 group by c.name;
-- name: s16
select distinct user_id from events where kind = 'checkout' and created_at > '2025-11-15';
-- name: s17
select u.id from users u where u.plan = 'pro' and not exists (select 1 from sales s where s.user_id = u.id and s.created_at > '2025-06-01');
-- name: s18
select address ->> 'city' as city, count(*) from sales where address ->> 'city' = 'city42' group by 1;
-- name: s19
select e.user_id, e.kind, row_number() over (partition by e.user_id order by e.created_at) from events e where e.user_id between 1 and 40;
-- name: s20
update sales set status = 'cancelled' where status = 'pending' and created_at < '2024-02-01';
-- name: s21
select p.id, p.title, (select count(*) from items i where i.product_id = p.id) from products p where p.category_id = 12 and p.price < 40 order by p.price desc limit 30;
-- name: s22
delete from events where created_at < '2024-01-05' and kind = 'view';
