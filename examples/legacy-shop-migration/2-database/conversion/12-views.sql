-- 12-views.sql: what each row becomes, what the target would refuse or change of it, and what is left to be written.

create or replace view mapping."admin_users > users mapped" as select s.legacy_row,
  ((select k.target_id from mapping."admin_users > users keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  ('customer')::text as kind,
  ('active')::text as status,
  null::text as email,
  null::timestamp with time zone as email_verified_at,
  null::text as display_name,
  null::text as phone,
  ('en')::text as locale,
  null::timestamp with time zone as terms_accepted_at,
  ((s.last_login at time zone 'Europe/Berlin'))::timestamp with time zone as last_sign_in_at,
  null::timestamp with time zone as erased_at,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_admin_user_id,
  s.login::text as login,
  (mapping.whole_of(s.level::numeric, -2147483648, 2147483647))::integer as level,
  null::bigint as legacy_id,
  null::text as firstname,
  null::text as lastname,
  null::text as gender,
  null::date as birthday,
  (false)::boolean as newsletter,
  null::timestamp with time zone as created,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.admin_users as s;

create or replace view mapping."admin_users > users faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'last_sign_in_at' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.last_login::text as value from converted.admin_users as s join mapping."admin_users > users mapped" as m using (legacy_row) where s.last_login is not null and (s.last_login at time zone 'Europe/Berlin') is null
union all
select legacy_row, 'last_sign_in_at' as column_name, 'changed' as fault, 'repaired' as action, 'a local time of Europe/Berlin becomes a point in time; one that the clock left out is moved' as repair, s.last_login::text as value from converted.admin_users as s join mapping."admin_users > users mapped" as m using (legacy_row) where s.last_login is not null and ((s.last_login at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') <> s.last_login
union all
select legacy_row, 'legacy_admin_user_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.admin_users as s join mapping."admin_users > users mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'login' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.login::text as value from converted.admin_users as s join mapping."admin_users > users mapped" as m using (legacy_row) where s.login is not null and s.login::text is null
union all
select legacy_row, 'level' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.level::text as value from converted.admin_users as s join mapping."admin_users > users mapped" as m using (legacy_row) where s.level is not null and mapping.whole_of(s.level::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'check users_kind_check', 'check', 'quarantined', 'the row', 'kind in (''customer'', ''guest'', ''staff'')' from mapping."admin_users > users mapped" where not coalesce((kind in ('customer', 'guest', 'staff')), true)
union all
select legacy_row, 'check users_status_check', 'check', 'quarantined', 'the row', 'status in (''active'', ''locked'', ''erased'')' from mapping."admin_users > users mapped" where not coalesce((status in ('active', 'locked', 'erased')), true)
union all
select legacy_row, 'check users_email_check', 'check', 'quarantined', 'the row', 'char_length(email) <= 254' from mapping."admin_users > users mapped" where not coalesce((char_length(email) <= 254), true)
union all
select legacy_row, 'check users_display_name_check', 'check', 'quarantined', 'the row', 'char_length(display_name) <= 120' from mapping."admin_users > users mapped" where not coalesce((char_length(display_name) <= 120), true)
union all
select legacy_row, 'check users_phone_check', 'check', 'quarantined', 'the row', 'char_length(phone) <= 20' from mapping."admin_users > users mapped" where not coalesce((char_length(phone) <= 20), true)
union all
select legacy_row, 'check users_locale_check', 'check', 'quarantined', 'the row', 'char_length(locale) <= 35' from mapping."admin_users > users mapped" where not coalesce((char_length(locale) <= 35), true)
union all
select legacy_row, 'check users_login_check', 'check', 'quarantined', 'the row', 'char_length(login) <= 20' from mapping."admin_users > users mapped" where not coalesce((char_length(login) <= 20), true)
union all
select legacy_row, 'check users_firstname_check', 'check', 'quarantined', 'the row', 'char_length(firstname) <= 50' from mapping."admin_users > users mapped" where not coalesce((char_length(firstname) <= 50), true)
union all
select legacy_row, 'check users_lastname_check', 'check', 'quarantined', 'the row', 'char_length(lastname) <= 50' from mapping."admin_users > users mapped" where not coalesce((char_length(lastname) <= 50), true)
union all
select legacy_row, 'check users_gender_check', 'check', 'quarantined', 'the row', 'gender in (''m'', ''f'')' from mapping."admin_users > users mapped" where not coalesce((gender in ('m', 'f')), true)
union all
select legacy_row, 'check users_email_known_check', 'check', 'quarantined', 'the row', 'kind = ''guest'' or status = ''erased'' or email is not null' from mapping."admin_users > users mapped" where not coalesce((kind = 'guest' or status = 'erased' or email is not null), true)
union all
select legacy_row, 'check users_erased_once_check', 'check', 'quarantined', 'the row', '(status = ''erased'') = (erased_at is not null)' from mapping."admin_users > users mapped" where not coalesce(((status = 'erased') = (erased_at is not null)), true);

create or replace view mapping."admin_users > users clean" as select m.legacy_row,
  m.id,
  m.kind,
  m.status,
  m.email,
  m.email_verified_at,
  m.display_name,
  m.phone,
  m.locale,
  m.terms_accepted_at,
  m.last_sign_in_at,
  m.erased_at,
  m.legacy_admin_user_id,
  m.login,
  m.level,
  m.legacy_id,
  m.firstname,
  m.lastname,
  m.gender,
  m.birthday,
  m.newsletter,
  m.created,
  m.version,
  m.created_at,
  m.updated_at
from mapping."admin_users > users mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'admin_users > auth.users' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."customers > users mapped" as select s.legacy_row,
  ((select k.target_id from mapping."customers > users keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  ('customer')::text as kind,
  ('active')::text as status,
  s.email::text as email,
  null::timestamp with time zone as email_verified_at,
  null::text as display_name,
  null::text as phone,
  ('en')::text as locale,
  null::timestamp with time zone as terms_accepted_at,
  (s.last_login)::timestamp with time zone as last_sign_in_at,
  null::timestamp with time zone as erased_at,
  null::bigint as legacy_admin_user_id,
  null::text as login,
  (1)::integer as level,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  s.firstname::text as firstname,
  s.lastname::text as lastname,
  (mapping.label_of('auth.users.gender', s.gender::text))::text as gender,
  (s.birthday)::date as birthday,
  ((s.newsletter <> 0))::boolean as newsletter,
  ((s.created at time zone 'Europe/Berlin'))::timestamp with time zone as created,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.customers as s;

create or replace view mapping."customers > users faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'email' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.email::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.email is not null and s.email::text is null
union all
select legacy_row, 'last_sign_in_at' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.last_login::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.last_login is not null and s.last_login is null
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'firstname' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.firstname::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.firstname is not null and s.firstname::text is null
union all
select legacy_row, 'lastname' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.lastname::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.lastname is not null and s.lastname::text is null
union all
select legacy_row, 'gender' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.gender::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.gender is not null and mapping.label_of('auth.users.gender', s.gender::text) is null
union all
select legacy_row, 'birthday' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.birthday::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.birthday is not null and s.birthday is null
union all
select legacy_row, 'newsletter' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.newsletter::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.newsletter is not null and (s.newsletter <> 0) is null
union all
select legacy_row, 'newsletter' as column_name, 'changed' as fault, 'repaired' as action, '0 is false and any other number true, as the old code takes it' as repair, s.newsletter::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.newsletter is not null and s.newsletter not in (0, 1)
union all
select legacy_row, 'created' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.created::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.created is not null and (s.created at time zone 'Europe/Berlin') is null
union all
select legacy_row, 'created' as column_name, 'changed' as fault, 'repaired' as action, 'a local time of Europe/Berlin becomes a point in time; one that the clock left out is moved' as repair, s.created::text as value from converted.customers as s join mapping."customers > users mapped" as m using (legacy_row) where s.created is not null and ((s.created at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') <> s.created
union all
select legacy_row, 'check users_kind_check', 'check', 'quarantined', 'the row', 'kind in (''customer'', ''guest'', ''staff'')' from mapping."customers > users mapped" where not coalesce((kind in ('customer', 'guest', 'staff')), true)
union all
select legacy_row, 'check users_status_check', 'check', 'quarantined', 'the row', 'status in (''active'', ''locked'', ''erased'')' from mapping."customers > users mapped" where not coalesce((status in ('active', 'locked', 'erased')), true)
union all
select legacy_row, 'check users_email_check', 'check', 'quarantined', 'the row', 'char_length(email) <= 254' from mapping."customers > users mapped" where not coalesce((char_length(email) <= 254), true)
union all
select legacy_row, 'check users_display_name_check', 'check', 'quarantined', 'the row', 'char_length(display_name) <= 120' from mapping."customers > users mapped" where not coalesce((char_length(display_name) <= 120), true)
union all
select legacy_row, 'check users_phone_check', 'check', 'quarantined', 'the row', 'char_length(phone) <= 20' from mapping."customers > users mapped" where not coalesce((char_length(phone) <= 20), true)
union all
select legacy_row, 'check users_locale_check', 'check', 'quarantined', 'the row', 'char_length(locale) <= 35' from mapping."customers > users mapped" where not coalesce((char_length(locale) <= 35), true)
union all
select legacy_row, 'check users_login_check', 'check', 'quarantined', 'the row', 'char_length(login) <= 20' from mapping."customers > users mapped" where not coalesce((char_length(login) <= 20), true)
union all
select legacy_row, 'check users_firstname_check', 'check', 'quarantined', 'the row', 'char_length(firstname) <= 50' from mapping."customers > users mapped" where not coalesce((char_length(firstname) <= 50), true)
union all
select legacy_row, 'check users_lastname_check', 'check', 'quarantined', 'the row', 'char_length(lastname) <= 50' from mapping."customers > users mapped" where not coalesce((char_length(lastname) <= 50), true)
union all
select legacy_row, 'check users_gender_check', 'check', 'quarantined', 'the row', 'gender in (''m'', ''f'')' from mapping."customers > users mapped" where not coalesce((gender in ('m', 'f')), true)
union all
select legacy_row, 'check users_email_known_check', 'check', 'quarantined', 'the row', 'kind = ''guest'' or status = ''erased'' or email is not null' from mapping."customers > users mapped" where not coalesce((kind = 'guest' or status = 'erased' or email is not null), true)
union all
select legacy_row, 'check users_erased_once_check', 'check', 'quarantined', 'the row', '(status = ''erased'') = (erased_at is not null)' from mapping."customers > users mapped" where not coalesce(((status = 'erased') = (erased_at is not null)), true);

create or replace view mapping."customers > users clean" as select m.legacy_row,
  m.id,
  m.kind,
  m.status,
  m.email,
  m.email_verified_at,
  m.display_name,
  m.phone,
  m.locale,
  m.terms_accepted_at,
  m.last_sign_in_at,
  m.erased_at,
  m.legacy_admin_user_id,
  m.login,
  m.level,
  m.legacy_id,
  m.firstname,
  m.lastname,
  m.gender,
  m.birthday,
  m.newsletter,
  m.created,
  m.version,
  m.created_at,
  m.updated_at
from mapping."customers > users mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'customers > auth.users' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."addresses mapped" as select s.legacy_row,
  ((select k.target_id from mapping."addresses keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  ((select k.target_id from mapping."customers > users keys" as k where k.id = s.customer_id))::uuid as customer_id,
  s.street::text as street,
  s.zip::text as zip,
  s.city::text as city,
  (case when s.country is null then ('DE')::text else s.country::text end)::text as country,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.addresses as s;

create or replace view mapping."addresses faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'customer_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.customer_id::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.customer_id is not null and (select k.target_id from mapping."customers > users keys" as k where k.id = s.customer_id) is null
union all
select legacy_row, 'street' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.street::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.street is not null and s.street::text is null
union all
select legacy_row, 'zip' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.zip::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.zip is not null and s.zip::text is null
union all
select legacy_row, 'city' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.city::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.city is not null and s.city::text is null
union all
select legacy_row, 'country' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.country::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.country is not null and s.country::text is null
union all
select legacy_row, 'country' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.country::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.country is null and m.country is null
union all
select legacy_row, 'country' as column_name, 'null' as fault, 'repaired' as action, 'the default, ''DE''' as repair, s.country::text as value from converted.addresses as s join mapping."addresses mapped" as m using (legacy_row) where s.country is null and m.country is not null
union all
select legacy_row, 'check addresses_street_check', 'check', 'quarantined', 'the row', 'char_length(street) <= 100' from mapping."addresses mapped" where not coalesce((char_length(street) <= 100), true)
union all
select legacy_row, 'check addresses_zip_check', 'check', 'quarantined', 'the row', 'char_length(zip) <= 10' from mapping."addresses mapped" where not coalesce((char_length(zip) <= 10), true)
union all
select legacy_row, 'check addresses_city_check', 'check', 'quarantined', 'the row', 'char_length(city) <= 60' from mapping."addresses mapped" where not coalesce((char_length(city) <= 60), true)
union all
select legacy_row, 'check addresses_country_check', 'check', 'quarantined', 'the row', 'char_length(country) <= 2' from mapping."addresses mapped" where not coalesce((char_length(country) <= 2), true);

create or replace view mapping."addresses clean" as select m.legacy_row,
  m.id,
  m.legacy_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'addresses > orders.addresses' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'customer_id') then m.customer_id end as customer_id,
  m.street,
  m.zip,
  m.city,
  m.country,
  m.created_at,
  m.updated_at
from mapping."addresses mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'addresses > orders.addresses' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."admin_users > credentials mapped" as select s.legacy_row,
  ((select k.target_id from mapping."admin_users > credentials keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  ((select k.target_id from mapping."admin_users > users keys" as k where k.legacy_row = s.legacy_row))::uuid as user_id,
  (select f.value from mapping.fills as f where f.target_column = 'auth.credentials.kind' and pg_input_is_valid(f.value, 'text'))::text as kind,
  null::text as subject,
  s.password::text as secret_hash,
  null::text as public_key,
  (0)::bigint as sign_count,
  null::text as label,
  null::timestamp with time zone as last_used_at,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.admin_users as s;

create or replace view mapping."admin_users > credentials faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'kind' as column_name, 'no-source' as fault, 'quarantined' as action, 'the row: state a value in mapping.fills' as repair, null::text as value from converted.admin_users as s join mapping."admin_users > credentials mapped" as m using (legacy_row) where m.kind is null
union all
select legacy_row, 'secret_hash' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.password::text as value from converted.admin_users as s join mapping."admin_users > credentials mapped" as m using (legacy_row) where s.password is not null and s.password::text is null
union all
select legacy_row, 'check credentials_kind_check', 'check', 'quarantined', 'the row', 'kind in (''password'', ''passkey'', ''oidc'', ''totp'')' from mapping."admin_users > credentials mapped" where not coalesce((kind in ('password', 'passkey', 'oidc', 'totp')), true)
union all
select legacy_row, 'check credentials_subject_check', 'check', 'quarantined', 'the row', 'char_length(subject) <= 255' from mapping."admin_users > credentials mapped" where not coalesce((char_length(subject) <= 255), true)
union all
select legacy_row, 'check credentials_secret_hash_check', 'check', 'quarantined', 'the row', 'char_length(secret_hash) <= 512' from mapping."admin_users > credentials mapped" where not coalesce((char_length(secret_hash) <= 512), true)
union all
select legacy_row, 'check credentials_public_key_check', 'check', 'quarantined', 'the row', 'char_length(public_key) <= 2000' from mapping."admin_users > credentials mapped" where not coalesce((char_length(public_key) <= 2000), true)
union all
select legacy_row, 'check credentials_sign_count_check', 'check', 'quarantined', 'the row', 'sign_count >= 0' from mapping."admin_users > credentials mapped" where not coalesce((sign_count >= 0), true)
union all
select legacy_row, 'check credentials_label_check', 'check', 'quarantined', 'the row', 'char_length(label) <= 80' from mapping."admin_users > credentials mapped" where not coalesce((char_length(label) <= 80), true)
union all
select legacy_row, 'check credentials_password_is_hashed_check', 'check', 'quarantined', 'the row', 'kind <> ''password'' or secret_hash is not null' from mapping."admin_users > credentials mapped" where not coalesce((kind <> 'password' or secret_hash is not null), true)
union all
select legacy_row, 'check credentials_passkey_has_key_check', 'check', 'quarantined', 'the row', 'kind <> ''passkey'' or public_key is not null' from mapping."admin_users > credentials mapped" where not coalesce((kind <> 'passkey' or public_key is not null), true)
union all
select legacy_row, 'check credentials_oidc_has_subject_check', 'check', 'quarantined', 'the row', 'kind <> ''oidc'' or subject is not null' from mapping."admin_users > credentials mapped" where not coalesce((kind <> 'oidc' or subject is not null), true);

create or replace view mapping."admin_users > credentials clean" as select m.legacy_row,
  m.id,
  m.user_id,
  m.kind,
  m.subject,
  m.secret_hash,
  m.public_key,
  m.sign_count,
  m.label,
  m.last_used_at,
  m.version,
  m.created_at,
  m.updated_at
from mapping."admin_users > credentials mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'admin_users > auth.credentials' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."categories mapped" as select s.legacy_row,
  ((select k.target_id from mapping."categories keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  ((select k.target_id from mapping."categories keys" as k where k.id = s.parent_id))::uuid as parent_id,
  (case when s.slug is null then (select f.value from mapping.fills as f where f.target_column = 'categories.categories.slug' and pg_input_is_valid(f.value, 'text'))::text else s.slug::text end)::text as slug,
  (case when s.name is null then (select f.value from mapping.fills as f where f.target_column = 'categories.categories.name' and pg_input_is_valid(f.value, 'text'))::text else s.name::text end)::text as name,
  (case when s."position" is null then (0)::integer else mapping.whole_of(s."position"::numeric, -2147483648, 2147483647) end)::integer as categories_position,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.categories as s;

create or replace view mapping."categories faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'parent_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.parent_id::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.parent_id is not null and (select k.target_id from mapping."categories keys" as k where k.id = s.parent_id) is null
union all
select legacy_row, 'slug' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.slug::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.slug is not null and s.slug::text is null
union all
select legacy_row, 'slug' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.slug::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.slug is null and m.slug is null
union all
select legacy_row, 'slug' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.slug::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.slug is null and m.slug is not null
union all
select legacy_row, 'name' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.name::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.name is not null and s.name::text is null
union all
select legacy_row, 'name' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.name::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.name is null and m.name is null
union all
select legacy_row, 'name' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.name::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s.name is null and m.name is not null
union all
select legacy_row, 'categories_position' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s."position"::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s."position" is not null and mapping.whole_of(s."position"::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'categories_position' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s."position"::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s."position" is null and m.categories_position is null
union all
select legacy_row, 'categories_position' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s."position"::text as value from converted.categories as s join mapping."categories mapped" as m using (legacy_row) where s."position" is null and m.categories_position is not null
union all
select legacy_row, 'check categories_slug_check', 'check', 'quarantined', 'the row', 'char_length(slug) <= 60' from mapping."categories mapped" where not coalesce((char_length(slug) <= 60), true)
union all
select legacy_row, 'check categories_name_check', 'check', 'quarantined', 'the row', 'char_length(name) <= 100' from mapping."categories mapped" where not coalesce((char_length(name) <= 100), true);

create or replace view mapping."categories clean" as select m.legacy_row,
  m.id,
  m.legacy_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'categories > categories.categories' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'parent_id') then m.parent_id end as parent_id,
  m.slug,
  m.name,
  m.categories_position,
  m.created_at,
  m.updated_at
from mapping."categories mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'categories > categories.categories' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."coupons mapped" as select s.legacy_row,
  ((select k.target_id from mapping."coupons keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (case when s.code is null then (select f.value from mapping.fills as f where f.target_column = 'orders.coupons.code' and pg_input_is_valid(f.value, 'text'))::text else s.code::text end)::text as code,
  (case when s.percent is null then (0)::integer else mapping.whole_of(s.percent::numeric, -2147483648, 2147483647) end)::integer as percent,
  (s.valid_from)::date as valid_from,
  (s.valid_to)::date as valid_to,
  (case when s.used is null then (0)::integer else mapping.whole_of(s.used::numeric, -2147483648, 2147483647) end)::integer as used,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.coupons as s;

create or replace view mapping."coupons faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'code' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.code::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.code is not null and s.code::text is null
union all
select legacy_row, 'code' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.code::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.code is null and m.code is null
union all
select legacy_row, 'code' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.code::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.code is null and m.code is not null
union all
select legacy_row, 'percent' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.percent::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.percent is not null and mapping.whole_of(s.percent::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'percent' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.percent::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.percent is null and m.percent is null
union all
select legacy_row, 'percent' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s.percent::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.percent is null and m.percent is not null
union all
select legacy_row, 'valid_from' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.valid_from::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.valid_from is not null and s.valid_from is null
union all
select legacy_row, 'valid_to' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.valid_to::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.valid_to is not null and s.valid_to is null
union all
select legacy_row, 'used' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.used::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.used is not null and mapping.whole_of(s.used::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'used' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.used::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.used is null and m.used is null
union all
select legacy_row, 'used' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s.used::text as value from converted.coupons as s join mapping."coupons mapped" as m using (legacy_row) where s.used is null and m.used is not null
union all
select legacy_row, 'check coupons_code_check', 'check', 'quarantined', 'the row', 'char_length(code) <= 20' from mapping."coupons mapped" where not coalesce((char_length(code) <= 20), true)
union all
select legacy_row, 'check coupons_percent_check', 'check', 'quarantined', 'the row', 'percent >= 0' from mapping."coupons mapped" where not coalesce((percent >= 0), true)
union all
select legacy_row, 'check coupons_used_check', 'check', 'quarantined', 'the row', 'used >= 0' from mapping."coupons mapped" where not coalesce((used >= 0), true);

create or replace view mapping."coupons clean" as select m.legacy_row,
  m.id,
  m.code,
  m.percent,
  m.valid_from,
  m.valid_to,
  m.used,
  m.created_at,
  m.updated_at
from mapping."coupons mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'coupons > orders.coupons' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."customers > credentials mapped" as select s.legacy_row,
  ((select k.target_id from mapping."customers > credentials keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  ((select k.target_id from mapping."customers > users keys" as k where k.legacy_row = s.legacy_row))::uuid as user_id,
  (select f.value from mapping.fills as f where f.target_column = 'auth.credentials.kind' and pg_input_is_valid(f.value, 'text'))::text as kind,
  null::text as subject,
  s.password::text as secret_hash,
  null::text as public_key,
  (0)::bigint as sign_count,
  null::text as label,
  null::timestamp with time zone as last_used_at,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.customers as s;

create or replace view mapping."customers > credentials faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'kind' as column_name, 'no-source' as fault, 'quarantined' as action, 'the row: state a value in mapping.fills' as repair, null::text as value from converted.customers as s join mapping."customers > credentials mapped" as m using (legacy_row) where m.kind is null
union all
select legacy_row, 'secret_hash' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.password::text as value from converted.customers as s join mapping."customers > credentials mapped" as m using (legacy_row) where s.password is not null and s.password::text is null
union all
select legacy_row, 'check credentials_kind_check', 'check', 'quarantined', 'the row', 'kind in (''password'', ''passkey'', ''oidc'', ''totp'')' from mapping."customers > credentials mapped" where not coalesce((kind in ('password', 'passkey', 'oidc', 'totp')), true)
union all
select legacy_row, 'check credentials_subject_check', 'check', 'quarantined', 'the row', 'char_length(subject) <= 255' from mapping."customers > credentials mapped" where not coalesce((char_length(subject) <= 255), true)
union all
select legacy_row, 'check credentials_secret_hash_check', 'check', 'quarantined', 'the row', 'char_length(secret_hash) <= 512' from mapping."customers > credentials mapped" where not coalesce((char_length(secret_hash) <= 512), true)
union all
select legacy_row, 'check credentials_public_key_check', 'check', 'quarantined', 'the row', 'char_length(public_key) <= 2000' from mapping."customers > credentials mapped" where not coalesce((char_length(public_key) <= 2000), true)
union all
select legacy_row, 'check credentials_sign_count_check', 'check', 'quarantined', 'the row', 'sign_count >= 0' from mapping."customers > credentials mapped" where not coalesce((sign_count >= 0), true)
union all
select legacy_row, 'check credentials_label_check', 'check', 'quarantined', 'the row', 'char_length(label) <= 80' from mapping."customers > credentials mapped" where not coalesce((char_length(label) <= 80), true)
union all
select legacy_row, 'check credentials_password_is_hashed_check', 'check', 'quarantined', 'the row', 'kind <> ''password'' or secret_hash is not null' from mapping."customers > credentials mapped" where not coalesce((kind <> 'password' or secret_hash is not null), true)
union all
select legacy_row, 'check credentials_passkey_has_key_check', 'check', 'quarantined', 'the row', 'kind <> ''passkey'' or public_key is not null' from mapping."customers > credentials mapped" where not coalesce((kind <> 'passkey' or public_key is not null), true)
union all
select legacy_row, 'check credentials_oidc_has_subject_check', 'check', 'quarantined', 'the row', 'kind <> ''oidc'' or subject is not null' from mapping."customers > credentials mapped" where not coalesce((kind <> 'oidc' or subject is not null), true);

create or replace view mapping."customers > credentials clean" as select m.legacy_row,
  m.id,
  m.user_id,
  m.kind,
  m.subject,
  m.secret_hash,
  m.public_key,
  m.sign_count,
  m.label,
  m.last_used_at,
  m.version,
  m.created_at,
  m.updated_at
from mapping."customers > credentials mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'customers > auth.credentials' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."products mapped" as select s.legacy_row,
  ((select k.target_id from mapping."products keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  s.sku::text as sku,
  s.name::text as name,
  s.description::text as description,
  (case when s.price is null then (0)::bigint else mapping.whole_of(round(s.price::numeric * 100), -9223372036854775808, 9223372036854775807) end)::bigint as price,
  (case when s.special_price is null then (0)::bigint else mapping.whole_of(round(s.special_price::numeric * 100), -9223372036854775808, 9223372036854775807) end)::bigint as special_price,
  (case when s.stock is null then (0)::integer else mapping.whole_of(s.stock::numeric, -2147483648, 2147483647) end)::integer as stock,
  (case when s.active is null then (true)::boolean else s.active end)::boolean as active,
  s.flags::text as flags,
  s.image::text as image,
  (s.created)::date as created,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (case when s.changed is null then (select f.value from mapping.fills as f where f.target_column = 'categories.products.updated_at' and pg_input_is_valid(f.value, 'timestamp with time zone'))::timestamp with time zone else s.changed end)::timestamp with time zone as updated_at
from converted.products as s;

create or replace view mapping."products faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'sku' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.sku::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.sku is not null and s.sku::text is null
union all
select legacy_row, 'name' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.name::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.name is not null and s.name::text is null
union all
select legacy_row, 'description' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.description::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.description is not null and s.description::text is null
union all
select legacy_row, 'price' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.price is not null and mapping.whole_of(round(s.price::numeric * 100), -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'price' as column_name, 'changed' as fault, 'repaired' as action, 'an amount in minor units: hundredths of what it was' as repair, s.price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.price is not null and s.price::numeric * 100 <> round(s.price::numeric * 100)
union all
select legacy_row, 'price' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.price is null and m.price is null
union all
select legacy_row, 'price' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s.price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.price is null and m.price is not null
union all
select legacy_row, 'special_price' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.special_price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.special_price is not null and mapping.whole_of(round(s.special_price::numeric * 100), -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'special_price' as column_name, 'changed' as fault, 'repaired' as action, 'an amount in minor units: hundredths of what it was' as repair, s.special_price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.special_price is not null and s.special_price::numeric * 100 <> round(s.special_price::numeric * 100)
union all
select legacy_row, 'special_price' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.special_price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.special_price is null and m.special_price is null
union all
select legacy_row, 'special_price' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s.special_price::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.special_price is null and m.special_price is not null
union all
select legacy_row, 'stock' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.stock::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.stock is not null and mapping.whole_of(s.stock::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'stock' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.stock::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.stock is null and m.stock is null
union all
select legacy_row, 'stock' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s.stock::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.stock is null and m.stock is not null
union all
select legacy_row, 'active' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.active::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.active is not null and s.active is null
union all
select legacy_row, 'active' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.active::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.active is null and m.active is null
union all
select legacy_row, 'active' as column_name, 'null' as fault, 'repaired' as action, 'the default, true' as repair, s.active::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.active is null and m.active is not null
union all
select legacy_row, 'flags' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.flags::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.flags is not null and s.flags::text is null
union all
select legacy_row, 'image' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.image::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.image is not null and s.image::text is null
union all
select legacy_row, 'created' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.created::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.created is not null and s.created is null
union all
select legacy_row, 'updated_at' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.changed::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.changed is not null and s.changed is null
union all
select legacy_row, 'updated_at' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.changed::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.changed is null and m.updated_at is null
union all
select legacy_row, 'updated_at' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.changed::text as value from converted.products as s join mapping."products mapped" as m using (legacy_row) where s.changed is null and m.updated_at is not null
union all
select legacy_row, 'check products_sku_check', 'check', 'quarantined', 'the row', 'char_length(sku) <= 20' from mapping."products mapped" where not coalesce((char_length(sku) <= 20), true)
union all
select legacy_row, 'check products_name_check', 'check', 'quarantined', 'the row', 'char_length(name) <= 120' from mapping."products mapped" where not coalesce((char_length(name) <= 120), true)
union all
select legacy_row, 'check products_description_check', 'check', 'quarantined', 'the row', 'char_length(description) <= 65535' from mapping."products mapped" where not coalesce((char_length(description) <= 65535), true)
union all
select legacy_row, 'check products_flags_check', 'check', 'quarantined', 'the row', 'char_length(flags) <= 17' from mapping."products mapped" where not coalesce((char_length(flags) <= 17), true)
union all
select legacy_row, 'check products_image_check', 'check', 'quarantined', 'the row', 'char_length(image) <= 100' from mapping."products mapped" where not coalesce((char_length(image) <= 100), true);

create or replace view mapping."products clean" as select m.legacy_row,
  m.id,
  m.legacy_id,
  m.sku,
  m.name,
  m.description,
  m.price,
  m.special_price,
  m.stock,
  m.active,
  m.flags,
  m.image,
  m.created,
  m.version,
  m.created_at,
  m.updated_at
from mapping."products mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'products > categories.products' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."product_categories mapped" as select s.legacy_row,
  ((select k.target_id from mapping."product_categories keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (case when s.product_id is null then (select f.value from mapping.fills as f where f.target_column = 'categories.product_categories.product_id' and pg_input_is_valid(f.value, 'uuid'))::uuid else (select k.target_id from mapping."products keys" as k where k.id = s.product_id) end)::uuid as product_id,
  (case when s.category_id is null then (select f.value from mapping.fills as f where f.target_column = 'categories.product_categories.category_id' and pg_input_is_valid(f.value, 'uuid'))::uuid else (select k.target_id from mapping."categories keys" as k where k.id = s.category_id) end)::uuid as category_id,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.product_categories as s;

create or replace view mapping."product_categories faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'product_id' as column_name, 'orphan' as fault, 'quarantined' as action, 'the row' as repair, s.product_id::text as value from converted.product_categories as s join mapping."product_categories mapped" as m using (legacy_row) where s.product_id is not null and (select k.target_id from mapping."products keys" as k where k.id = s.product_id) is null
union all
select legacy_row, 'product_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.product_id::text as value from converted.product_categories as s join mapping."product_categories mapped" as m using (legacy_row) where s.product_id is null and m.product_id is null
union all
select legacy_row, 'product_id' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.product_id::text as value from converted.product_categories as s join mapping."product_categories mapped" as m using (legacy_row) where s.product_id is null and m.product_id is not null
union all
select legacy_row, 'category_id' as column_name, 'orphan' as fault, 'quarantined' as action, 'the row' as repair, s.category_id::text as value from converted.product_categories as s join mapping."product_categories mapped" as m using (legacy_row) where s.category_id is not null and (select k.target_id from mapping."categories keys" as k where k.id = s.category_id) is null
union all
select legacy_row, 'category_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.category_id::text as value from converted.product_categories as s join mapping."product_categories mapped" as m using (legacy_row) where s.category_id is null and m.category_id is null
union all
select legacy_row, 'category_id' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.category_id::text as value from converted.product_categories as s join mapping."product_categories mapped" as m using (legacy_row) where s.category_id is null and m.category_id is not null;

create or replace view mapping."product_categories clean" as select m.legacy_row,
  m.id,
  m.product_id,
  m.category_id,
  m.created_at,
  m.updated_at
from mapping."product_categories mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'product_categories > categories.product_categories' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."orders mapped" as select s.legacy_row,
  ((select k.target_id from mapping."orders keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  ((select k.target_id from mapping."customers > users keys" as k where k.id = s.customer_id))::uuid as customer_id,
  ((select k.target_id from mapping."addresses keys" as k where k.id = s.address_id))::uuid as address_id,
  (case when s.status is null then ('new')::text else mapping.label_of('orders.orders.status', s.status::text) end)::text as status,
  (case when s.total is null then (0)::bigint else mapping.whole_of(round(s.total::numeric * 100), -9223372036854775808, 9223372036854775807) end)::bigint as total,
  s.ip::text as ip,
  s.note::text as note,
  ((s.paid_at at time zone 'Europe/Berlin'))::timestamp with time zone as paid_at,
  s.payment_ref::text as payment_ref,
  (1)::integer as version,
  (case when s.created is null then (select f.value from mapping.fills as f where f.target_column = 'orders.orders.created_at' and pg_input_is_valid(f.value, 'timestamp with time zone'))::timestamp with time zone else (s.created at time zone 'Europe/Berlin') end)::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.orders as s;

create or replace view mapping."orders faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'customer_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.customer_id::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.customer_id is not null and (select k.target_id from mapping."customers > users keys" as k where k.id = s.customer_id) is null
union all
select legacy_row, 'address_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.address_id::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.address_id is not null and (select k.target_id from mapping."addresses keys" as k where k.id = s.address_id) is null
union all
select legacy_row, 'status' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.status::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.status is not null and mapping.label_of('orders.orders.status', s.status::text) is null
union all
select legacy_row, 'status' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.status::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.status is null and m.status is null
union all
select legacy_row, 'status' as column_name, 'null' as fault, 'repaired' as action, 'the default, ''new''' as repair, s.status::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.status is null and m.status is not null
union all
select legacy_row, 'total' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.total::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.total is not null and mapping.whole_of(round(s.total::numeric * 100), -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'total' as column_name, 'changed' as fault, 'repaired' as action, 'an amount in minor units: hundredths of what it was' as repair, s.total::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.total is not null and s.total::numeric * 100 <> round(s.total::numeric * 100)
union all
select legacy_row, 'total' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.total::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.total is null and m.total is null
union all
select legacy_row, 'total' as column_name, 'null' as fault, 'repaired' as action, 'the default, 0' as repair, s.total::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.total is null and m.total is not null
union all
select legacy_row, 'ip' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.ip::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.ip is not null and s.ip::text is null
union all
select legacy_row, 'note' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.note::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.note is not null and s.note::text is null
union all
select legacy_row, 'paid_at' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.paid_at::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.paid_at is not null and (s.paid_at at time zone 'Europe/Berlin') is null
union all
select legacy_row, 'paid_at' as column_name, 'changed' as fault, 'repaired' as action, 'a local time of Europe/Berlin becomes a point in time; one that the clock left out is moved' as repair, s.paid_at::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.paid_at is not null and ((s.paid_at at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') <> s.paid_at
union all
select legacy_row, 'payment_ref' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.payment_ref::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.payment_ref is not null and s.payment_ref::text is null
union all
select legacy_row, 'created_at' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.created::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.created is not null and (s.created at time zone 'Europe/Berlin') is null
union all
select legacy_row, 'created_at' as column_name, 'changed' as fault, 'repaired' as action, 'a local time of Europe/Berlin becomes a point in time; one that the clock left out is moved' as repair, s.created::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.created is not null and ((s.created at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') <> s.created
union all
select legacy_row, 'created_at' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.created::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.created is null and m.created_at is null
union all
select legacy_row, 'created_at' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.created::text as value from converted.orders as s join mapping."orders mapped" as m using (legacy_row) where s.created is null and m.created_at is not null
union all
select legacy_row, 'check orders_status_check', 'check', 'quarantined', 'the row', 'status in (''new'', ''paid'', ''shipped'', ''cancelled'')' from mapping."orders mapped" where not coalesce((status in ('new', 'paid', 'shipped', 'cancelled')), true)
union all
select legacy_row, 'check orders_ip_check', 'check', 'quarantined', 'the row', 'char_length(ip) <= 15' from mapping."orders mapped" where not coalesce((char_length(ip) <= 15), true)
union all
select legacy_row, 'check orders_note_check', 'check', 'quarantined', 'the row', 'char_length(note) <= 65535' from mapping."orders mapped" where not coalesce((char_length(note) <= 65535), true)
union all
select legacy_row, 'check orders_payment_ref_check', 'check', 'quarantined', 'the row', 'char_length(payment_ref) <= 40' from mapping."orders mapped" where not coalesce((char_length(payment_ref) <= 40), true);

create or replace view mapping."orders clean" as select m.legacy_row,
  m.id,
  m.legacy_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'orders > orders.orders' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'customer_id') then m.customer_id end as customer_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'orders > orders.orders' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'address_id') then m.address_id end as address_id,
  m.status,
  m.total,
  m.ip,
  m.note,
  m.paid_at,
  m.payment_ref,
  m.version,
  m.created_at,
  m.updated_at
from mapping."orders mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'orders > orders.orders' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."order_items mapped" as select s.legacy_row,
  ((select k.target_id from mapping."order_items keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  (case when s.order_id is null then (select f.value from mapping.fills as f where f.target_column = 'orders.order_items.order_id' and pg_input_is_valid(f.value, 'uuid'))::uuid else (select k.target_id from mapping."orders keys" as k where k.id = s.order_id) end)::uuid as order_id,
  ((select k.target_id from mapping."products keys" as k where k.id = s.product_id))::uuid as product_id,
  (case when s.qty is null then (1)::integer else mapping.whole_of(s.qty::numeric, -2147483648, 2147483647) end)::integer as qty,
  (case when s.price is null then (select f.value from mapping.fills as f where f.target_column = 'orders.order_items.price' and pg_input_is_valid(f.value, 'bigint'))::bigint else mapping.whole_of(round(s.price::numeric * 100), -9223372036854775808, 9223372036854775807) end)::bigint as price,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.order_items as s;

create or replace view mapping."order_items faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'order_id' as column_name, 'orphan' as fault, 'quarantined' as action, 'the row' as repair, s.order_id::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.order_id is not null and (select k.target_id from mapping."orders keys" as k where k.id = s.order_id) is null
union all
select legacy_row, 'order_id' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.order_id::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.order_id is null and m.order_id is null
union all
select legacy_row, 'order_id' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.order_id::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.order_id is null and m.order_id is not null
union all
select legacy_row, 'product_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.product_id::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.product_id is not null and (select k.target_id from mapping."products keys" as k where k.id = s.product_id) is null
union all
select legacy_row, 'qty' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.qty::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.qty is not null and mapping.whole_of(s.qty::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'qty' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.qty::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.qty is null and m.qty is null
union all
select legacy_row, 'qty' as column_name, 'null' as fault, 'repaired' as action, 'the default, 1' as repair, s.qty::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.qty is null and m.qty is not null
union all
select legacy_row, 'price' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.price::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.price is not null and mapping.whole_of(round(s.price::numeric * 100), -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'price' as column_name, 'changed' as fault, 'repaired' as action, 'an amount in minor units: hundredths of what it was' as repair, s.price::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.price is not null and s.price::numeric * 100 <> round(s.price::numeric * 100)
union all
select legacy_row, 'price' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.price::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.price is null and m.price is null
union all
select legacy_row, 'price' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.price::text as value from converted.order_items as s join mapping."order_items mapped" as m using (legacy_row) where s.price is null and m.price is not null
union all
select legacy_row, 'check order_items_qty_check', 'check', 'quarantined', 'the row', 'qty >= 0' from mapping."order_items mapped" where not coalesce((qty >= 0), true);

create or replace view mapping."order_items clean" as select m.legacy_row,
  m.id,
  m.legacy_id,
  m.order_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'order_items > orders.order_items' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'product_id') then m.product_id end as product_id,
  m.qty,
  m.price,
  m.created_at,
  m.updated_at
from mapping."order_items mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'order_items > orders.order_items' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."reviews mapped" as select s.legacy_row,
  ((select k.target_id from mapping."reviews keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807))::bigint as legacy_id,
  ((select k.target_id from mapping."products keys" as k where k.id = s.product_id))::uuid as product_id,
  ((select k.target_id from mapping."customers > users keys" as k where k.id = s.customer_id))::uuid as customer_id,
  (mapping.whole_of(s.rating::numeric, -2147483648, 2147483647))::integer as rating,
  s.text::text as text,
  (case when s.approved is null then (false)::boolean else s.approved end)::boolean as approved,
  ((s.created at time zone 'Europe/Berlin'))::timestamp with time zone as created,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.reviews as s;

create or replace view mapping."reviews faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'legacy_id' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.id::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.id is not null and mapping.whole_of(s.id::numeric, -9223372036854775808, 9223372036854775807) is null
union all
select legacy_row, 'product_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.product_id::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.product_id is not null and (select k.target_id from mapping."products keys" as k where k.id = s.product_id) is null
union all
select legacy_row, 'customer_id' as column_name, 'orphan' as fault, 'repaired' as action, 'NULL' as repair, s.customer_id::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.customer_id is not null and (select k.target_id from mapping."customers > users keys" as k where k.id = s.customer_id) is null
union all
select legacy_row, 'rating' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.rating::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.rating is not null and mapping.whole_of(s.rating::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'text' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.text::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.text is not null and s.text::text is null
union all
select legacy_row, 'approved' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.approved::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.approved is not null and s.approved is null
union all
select legacy_row, 'approved' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.approved::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.approved is null and m.approved is null
union all
select legacy_row, 'approved' as column_name, 'null' as fault, 'repaired' as action, 'the default, false' as repair, s.approved::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.approved is null and m.approved is not null
union all
select legacy_row, 'created' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.created::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.created is not null and (s.created at time zone 'Europe/Berlin') is null
union all
select legacy_row, 'created' as column_name, 'changed' as fault, 'repaired' as action, 'a local time of Europe/Berlin becomes a point in time; one that the clock left out is moved' as repair, s.created::text as value from converted.reviews as s join mapping."reviews mapped" as m using (legacy_row) where s.created is not null and ((s.created at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') <> s.created
union all
select legacy_row, 'check reviews_rating_check', 'check', 'quarantined', 'the row', 'rating >= 0' from mapping."reviews mapped" where not coalesce((rating >= 0), true)
union all
select legacy_row, 'check reviews_text_check', 'check', 'quarantined', 'the row', 'char_length(text) <= 65535' from mapping."reviews mapped" where not coalesce((char_length(text) <= 65535), true);

create or replace view mapping."reviews clean" as select m.legacy_row,
  m.id,
  m.legacy_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'reviews > customers_and_settings.reviews' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'product_id') then m.product_id end as product_id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'reviews > customers_and_settings.reviews' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'customer_id') then m.customer_id end as customer_id,
  m.rating,
  m.text,
  m.approved,
  m.created,
  m.version,
  m.created_at,
  m.updated_at
from mapping."reviews mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'reviews > customers_and_settings.reviews' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."search_log mapped" as select s.legacy_row,
  ((select k.target_id from mapping."search_log keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  s.term::text as term,
  (mapping.whole_of(s.hits::numeric, -2147483648, 2147483647))::integer as hits,
  ((s.searched_at at time zone 'Europe/Berlin'))::timestamp with time zone as searched_at,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.search_log as s;

create or replace view mapping."search_log faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'term' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.term::text as value from converted.search_log as s join mapping."search_log mapped" as m using (legacy_row) where s.term is not null and s.term::text is null
union all
select legacy_row, 'hits' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.hits::text as value from converted.search_log as s join mapping."search_log mapped" as m using (legacy_row) where s.hits is not null and mapping.whole_of(s.hits::numeric, -2147483648, 2147483647) is null
union all
select legacy_row, 'searched_at' as column_name, 'no-value' as fault, 'repaired' as action, 'NULL' as repair, s.searched_at::text as value from converted.search_log as s join mapping."search_log mapped" as m using (legacy_row) where s.searched_at is not null and (s.searched_at at time zone 'Europe/Berlin') is null
union all
select legacy_row, 'searched_at' as column_name, 'changed' as fault, 'repaired' as action, 'a local time of Europe/Berlin becomes a point in time; one that the clock left out is moved' as repair, s.searched_at::text as value from converted.search_log as s join mapping."search_log mapped" as m using (legacy_row) where s.searched_at is not null and ((s.searched_at at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') <> s.searched_at
union all
select legacy_row, 'check search_logs_term_check', 'check', 'quarantined', 'the row', 'char_length(term) <= 100' from mapping."search_log mapped" where not coalesce((char_length(term) <= 100), true);

create or replace view mapping."search_log clean" as select m.legacy_row,
  m.id,
  m.term,
  m.hits,
  m.searched_at,
  m.created_at,
  m.updated_at
from mapping."search_log mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'search_log > orders.search_logs' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view mapping."settings mapped" as select s.legacy_row,
  ((select k.target_id from mapping."settings keys" as k where k.legacy_row = s.legacy_row))::uuid as id,
  (case when s.name is null then (select f.value from mapping.fills as f where f.target_column = 'customers_and_settings.settings.name' and pg_input_is_valid(f.value, 'text'))::text else s.name::text end)::text as name,
  (case when s.value is null then (select f.value from mapping.fills as f where f.target_column = 'customers_and_settings.settings.value' and pg_input_is_valid(f.value, 'text'))::text else s.value::text end)::text as value,
  (1)::integer as version,
  (now())::timestamp with time zone as created_at,
  (now())::timestamp with time zone as updated_at
from converted.settings as s;

create or replace view mapping."settings faults" as
select null::bigint as legacy_row, '' as column_name, '' as fault, '' as action, '' as repair, ''::text as value where false
union all
select legacy_row, 'name' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.name::text as value from converted.settings as s join mapping."settings mapped" as m using (legacy_row) where s.name is not null and s.name::text is null
union all
select legacy_row, 'name' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.name::text as value from converted.settings as s join mapping."settings mapped" as m using (legacy_row) where s.name is null and m.name is null
union all
select legacy_row, 'name' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.name::text as value from converted.settings as s join mapping."settings mapped" as m using (legacy_row) where s.name is null and m.name is not null
union all
select legacy_row, 'value' as column_name, 'no-value' as fault, 'quarantined' as action, 'the row' as repair, s.value::text as value from converted.settings as s join mapping."settings mapped" as m using (legacy_row) where s.value is not null and s.value::text is null
union all
select legacy_row, 'value' as column_name, 'null' as fault, 'quarantined' as action, 'the row' as repair, s.value::text as value from converted.settings as s join mapping."settings mapped" as m using (legacy_row) where s.value is null and m.value is null
union all
select legacy_row, 'value' as column_name, 'null' as fault, 'repaired' as action, 'the value that mapping.fills states' as repair, s.value::text as value from converted.settings as s join mapping."settings mapped" as m using (legacy_row) where s.value is null and m.value is not null
union all
select legacy_row, 'check settings_name_check', 'check', 'quarantined', 'the row', 'char_length(name) <= 40' from mapping."settings mapped" where not coalesce((char_length(name) <= 40), true)
union all
select legacy_row, 'check settings_value_check', 'check', 'quarantined', 'the row', 'char_length(value) <= 1000000' from mapping."settings mapped" where not coalesce((char_length(value) <= 1000000), true);

create or replace view mapping."settings clean" as select m.legacy_row,
  m.id,
  m.name,
  m.value,
  m.version,
  m.created_at,
  m.updated_at
from mapping."settings mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'settings > customers_and_settings.settings' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

