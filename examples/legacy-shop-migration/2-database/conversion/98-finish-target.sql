-- 98-finish-target.sql: removes the views before 99-finish.sql; the tables of keys stay for synchronisation and old addresses.

drop view if exists mapping."admin_users > users clean";

drop view if exists mapping."admin_users > users faults";

drop view if exists mapping."admin_users > users mapped";

drop view if exists mapping."customers > users clean";

drop view if exists mapping."customers > users faults";

drop view if exists mapping."customers > users mapped";

drop view if exists mapping."addresses clean";

drop view if exists mapping."addresses faults";

drop view if exists mapping."addresses mapped";

drop view if exists mapping."admin_users > credentials clean";

drop view if exists mapping."admin_users > credentials faults";

drop view if exists mapping."admin_users > credentials mapped";

drop view if exists mapping."categories clean";

drop view if exists mapping."categories faults";

drop view if exists mapping."categories mapped";

drop view if exists mapping."coupons clean";

drop view if exists mapping."coupons faults";

drop view if exists mapping."coupons mapped";

drop view if exists mapping."customers > credentials clean";

drop view if exists mapping."customers > credentials faults";

drop view if exists mapping."customers > credentials mapped";

drop view if exists mapping."products clean";

drop view if exists mapping."products faults";

drop view if exists mapping."products mapped";

drop view if exists mapping."product_categories clean";

drop view if exists mapping."product_categories faults";

drop view if exists mapping."product_categories mapped";

drop view if exists mapping."orders clean";

drop view if exists mapping."orders faults";

drop view if exists mapping."orders mapped";

drop view if exists mapping."order_items clean";

drop view if exists mapping."order_items faults";

drop view if exists mapping."order_items mapped";

drop view if exists mapping."reviews clean";

drop view if exists mapping."reviews faults";

drop view if exists mapping."reviews mapped";

drop view if exists mapping."search_log clean";

drop view if exists mapping."search_log faults";

drop view if exists mapping."search_log mapped";

drop view if exists mapping."settings clean";

drop view if exists mapping."settings faults";

drop view if exists mapping."settings mapped";

