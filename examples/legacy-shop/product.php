<?php
require 'includes/session.php';

$id = $_GET['id'];
$product = db_row("SELECT * FROM products WHERE id = $id");
if (!$product) {
    header('HTTP/1.0 404 Not Found');
    include '404.html';
    exit;
}
$reviews = db_all("SELECT r.*, c.firstname FROM reviews r LEFT JOIN customers c ON c.id = r.customer_id
    WHERE r.product_id = $id AND r.approved = 1 ORDER BY r.created DESC");
$title = $product['name'];
include 'includes/header.php';
?>
<h1><?php echo $product['name']; ?></h1>
<img src="/uploads/products/<?php echo $product['image']; ?>" />
<p><?php echo nl2br($product['description']); ?></p>
<p><?php echo price($product['price']); ?></p>
<form action="/cart.php?action=add" method="post">
<input type="hidden" name="id" value="<?php echo $product['id']; ?>" />
<input name="qty" value="1" />
<input type="submit" value="Add to cart" />
</form>
<?php foreach ($reviews as $review) { ?>
<div><?php echo $review['firstname']; ?> (<?php echo $review['rating']; ?>/5): <?php echo $review['text']; ?></div>
<?php } ?>
<?php include 'includes/footer.php'; ?>
