-- 03-find-dirty-rows.sql: what cannot be taken over as it is; reads only.

select 'addresses' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."addresses faults" group by fault, column_name, action, repair order by fault, column_name;

select 'admin_users' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."admin_users faults" group by fault, column_name, action, repair order by fault, column_name;

select 'categories' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."categories faults" group by fault, column_name, action, repair order by fault, column_name;

select 'coupons' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."coupons faults" group by fault, column_name, action, repair order by fault, column_name;

select 'customers' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."customers faults" group by fault, column_name, action, repair order by fault, column_name;

select 'products' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."products faults" group by fault, column_name, action, repair order by fault, column_name;

select 'product_categories' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."product_categories faults" group by fault, column_name, action, repair order by fault, column_name;

select 'orders' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."orders faults" group by fault, column_name, action, repair order by fault, column_name;

select 'order_items' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."order_items faults" group by fault, column_name, action, repair order by fault, column_name;

select 'reviews' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."reviews faults" group by fault, column_name, action, repair order by fault, column_name;

select 'search_log' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."search_log faults" group by fault, column_name, action, repair order by fault, column_name;

select 'settings' as table_name, fault, column_name, action, repair, count(*) as values, min(legacy_row) as first_row from legacy."settings faults" group by fault, column_name, action, repair order by fault, column_name;

