<?php
require '../includes/db.php';
$ids = explode(',', $_GET['ids']);
foreach ($ids as $id) {
    echo $id . ':' . db_value("SELECT stock FROM products WHERE id = '" . mysql_real_escape_string($id) . "'") . "\n";
}
