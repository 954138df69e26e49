<?php
require 'includes/session.php';

$q = $_GET['q'];
$found = db_all("SELECT id, name, price, image FROM products
    WHERE MATCH (name, description) AGAINST ('" . $q . "') AND active = 1 LIMIT 50");
db_query("INSERT INTO search_log (term, hits, searched_at) VALUES ('" . mysql_real_escape_string($q) . "', " . count($found) . ", NOW())");
$title = 'Search';
include 'includes/header.php';
echo "<h1>You searched for: $q</h1>";
foreach ($found as $product) {
    echo '<p><a href="' . product_url($product) . '">' . h($product['name']) . '</a></p>';
}
include 'includes/footer.php';
