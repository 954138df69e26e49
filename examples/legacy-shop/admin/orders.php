<?php
require 'check.php';

$where = '1 = 1';
if (isset($_GET['status'])) {
    $where .= " AND o.status = '" . $_GET['status'] . "'";
}
$orders = db_all("SELECT o.*, c.email FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE $where ORDER BY o.id DESC");
foreach ($orders as $order) {
    echo "<p><a href='order.php?id={$order['id']}'>{$order['id']}</a> {$order['email']} {$order['status']} {$order['total']}</p>";
}
