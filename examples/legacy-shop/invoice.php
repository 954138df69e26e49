<?php
// the link is sent by mail, so no login here
require 'includes/db.php';
require 'includes/functions.php';

$id = $_GET['order'];
$order = db_row("SELECT o.*, c.firstname, c.lastname, a.street, a.zip, a.city FROM orders o
    LEFT JOIN customers c ON c.id = o.customer_id LEFT JOIN addresses a ON a.id = o.address_id WHERE o.id = " . $id);
header('Content-Type: text/plain; charset=iso-8859-1');
echo SHOP_NAME . "\n\n" . $order['firstname'] . ' ' . $order['lastname'] . "\n" . $order['street'] . "\n";
foreach (db_all("SELECT qty, price, product_id FROM order_items WHERE order_id = $id") as $item) {
    echo $item['qty'] . ' x ' . $item['product_id'] . '  ' . price($item['price']) . "\n";
}
echo 'Tax included: ' . price($order['total'] - $order['total'] / (1 + TAX)) . "\n";
