<?php
// 0 7 * * 1-5  php /var/www/shop/cron/stock_report.php
if (php_sapi_name() != 'cli') {
    die('command line only');
}
require dirname(__FILE__) . '/../includes/db.php';
require dirname(__FILE__) . '/../includes/mailer.php';

$text = '';
foreach (db_all("SELECT sku, name, stock FROM products WHERE stock < 5 ORDER BY stock") as $row) {
    $text .= $row['sku'] . ' ' . $row['name'] . ': ' . $row['stock'] . "\n";
}
if ($text != '') {
    send_mail(SHOP_MAIL, 'Stock report', $text);
}
