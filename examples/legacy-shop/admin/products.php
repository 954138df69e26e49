<?php
require 'check.php';

if (isset($_GET['delete'])) {
    db_query("DELETE FROM products WHERE id = " . $_GET['delete']);
    db_query("DELETE FROM product_categories WHERE product_id = " . $_GET['delete']);
}
$products = db_all("SELECT * FROM products ORDER BY name");
foreach ($products as $product) {
    $sold = db_value("SELECT SUM(qty) FROM order_items WHERE product_id = " . $product['id']);
    echo "<p><a href='product_edit.php?id={$product['id']}'>{$product['name']}</a> sold $sold ";
    echo "<a href='products.php?delete={$product['id']}'>delete</a></p>";
}
