<?php
require 'includes/session.php';

if (isset($_GET['id'])) {
    $category = db_row("SELECT * FROM categories WHERE id = " . $_GET['id']);
} else {
    $category = db_row("SELECT * FROM categories WHERE slug = '" . mysql_real_escape_string($_GET['slug']) . "'");
}
if (!$category) {
    header('HTTP/1.0 404 Not Found');
    die('no such category');
}
$page = isset($_GET['page']) ? (int) $_GET['page'] : 1;
$sort = isset($_GET['sort']) ? $_GET['sort'] : 'name';
$perpage = 20;
$products = db_all(
    "SELECT p.* FROM products p, product_categories pc
     WHERE pc.product_id = p.id AND pc.category_id = " . $category['id'] . " AND p.active = 1
     ORDER BY p.$sort LIMIT " . ($page - 1) * $perpage . ", $perpage"
);
$title = $category['name'];
include 'includes/header.php';
?>
<h1><?php echo h($category['name']); ?></h1>
<?php foreach ($products as $product) {
    $stars = db_value("SELECT AVG(rating) FROM reviews WHERE product_id = " . $product['id']);
    ?>
<div class="box"><a href="<?php echo product_url($product); ?>"><?php echo h($product['name']); ?></a>
<?php echo price($product['price']); ?> <?php echo round($stars); ?> stars</div>
<?php } ?>
<?php include 'includes/footer.php'; ?>
