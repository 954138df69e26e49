-- 14-into-customers_and_settings.sql: rows of customers, admin_users, settings.

call legacy.in_batches('converted.customers', $batch$insert into customers_and_settings.customers (id, legacy_id, email, password, firstname, lastname, gender, birthday, newsletter, created, last_login) overriding system value
select m.id, m.legacy_id, m.email, m.password, m.firstname, m.lastname, m.gender, m.birthday, m.newsletter, m.created, m.last_login from mapping."customers clean" as m
where m.legacy_row between $1 and $2 and not exists (select from customers_and_settings.customers as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.admin_users', $batch$insert into customers_and_settings.admin_users (id, legacy_id, login, password, level, last_login) overriding system value
select m.id, m.legacy_id, m.login, m.password, m.level, m.last_login from mapping."admin_users clean" as m
where m.legacy_row between $1 and $2 and not exists (select from customers_and_settings.admin_users as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.settings', $batch$insert into customers_and_settings.settings (id, name, value) overriding system value
select m.id, m.name, m.value from mapping."settings clean" as m
where m.legacy_row between $1 and $2 and not exists (select from customers_and_settings.settings as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

