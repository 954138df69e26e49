-- 14-into-auth.sql: rows of admin_users, customers, admin_users, customers.

call legacy.in_batches('converted.admin_users', $batch$insert into auth.users (id, last_sign_in_at, legacy_admin_user_id, login, level) overriding system value
select m.id, m.last_sign_in_at, m.legacy_admin_user_id, m.login, m.level from mapping."admin_users > users clean" as m
where m.legacy_row between $1 and $2 and not exists (select from auth.users as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.customers', $batch$insert into auth.users (id, email, last_sign_in_at, legacy_id, firstname, lastname, gender, birthday, newsletter, created) overriding system value
select m.id, m.email, m.last_sign_in_at, m.legacy_id, m.firstname, m.lastname, m.gender, m.birthday, m.newsletter, m.created from mapping."customers > users clean" as m
where m.legacy_row between $1 and $2 and not exists (select from auth.users as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.admin_users', $batch$insert into auth.credentials (id, user_id, kind, secret_hash) overriding system value
select m.id, m.user_id, m.kind, m.secret_hash from mapping."admin_users > credentials clean" as m
where m.legacy_row between $1 and $2 and not exists (select from auth.credentials as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

call legacy.in_batches('converted.customers', $batch$insert into auth.credentials (id, user_id, kind, secret_hash) overriding system value
select m.id, m.user_id, m.kind, m.secret_hash from mapping."customers > credentials clean" as m
where m.legacy_row between $1 and $2 and not exists (select from auth.credentials as t where t.id = m.id)
order by m.legacy_row$batch$, 5000);

