<?php
require 'check.php';
$today = db_row("SELECT COUNT(*) AS orders, SUM(total) AS turnover FROM orders WHERE created >= CURDATE()");
$low = db_all("SELECT id, name, stock FROM products WHERE stock < 5 AND active = 1");
$terms = db_all("SELECT term, COUNT(*) AS times FROM search_log GROUP BY term ORDER BY times DESC LIMIT 10");
?>
<h1>Hello <?php echo $admin['login']; ?></h1>
<p><?php echo $today['orders']; ?> orders, <?php echo price($today['turnover']); ?></p>
<?php foreach ($low as $product) { ?>
<p><a href="product_edit.php?id=<?php echo $product['id']; ?>"><?php echo $product['name']; ?></a>: <?php echo $product['stock']; ?></p>
<?php } ?>
<?php foreach ($terms as $term) { ?><li><?php echo $term['term']; ?></li><?php } ?>
<a href="products.php">Products</a> <a href="orders.php">Orders</a> <a href="customers.php">Customers</a>
<a href="reviews.php">Reviews</a> <a href="settings.php">Settings</a>
