<?php
// 0 6 * * 1  wget -q -O /dev/null "http://www.kettleandleaf.example/cron/newsletter.php?key=..."
require dirname(__FILE__) . '/../includes/db.php';
require dirname(__FILE__) . '/../includes/mailer.php';

if ($_GET['key'] != CRON_KEY) {
    die('no');
}
set_time_limit(0);
$text = db_value("SELECT value FROM settings WHERE name = 'newsletter_text'");
foreach (db_all("SELECT email, firstname FROM customers WHERE newsletter = 1") as $row) {
    send_mail($row['email'], 'News from Kettle & Leaf', str_replace('{name}', $row['firstname'], $text));
    sleep(1);
}
