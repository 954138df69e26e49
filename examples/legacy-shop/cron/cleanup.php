#!/usr/bin/php
<?php
// 15 3 * * *  php /var/www/shop/cron/cleanup.php
require dirname(__FILE__) . '/../includes/db.php';

db_query("UPDATE orders SET status = 'cancelled' WHERE status = 'new' AND created < DATE_SUB(NOW(), INTERVAL 3 DAY)");
db_query("DELETE FROM search_log WHERE searched_at < DATE_SUB(NOW(), INTERVAL 90 DAY)");
foreach (glob(dirname(__FILE__) . '/../tmp/sess_*') as $file) {
    if (filemtime($file) < time() - 86400) {
        unlink($file);
    }
}
