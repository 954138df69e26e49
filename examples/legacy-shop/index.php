<?php
require 'includes/session.php';
$title = SHOP_NAME . ' - tea since 1998';
$featured = db_all("SELECT * FROM products WHERE active = 1 AND FIND_IN_SET('featured', flags) ORDER BY RAND() LIMIT 6");
$new = db_all("SELECT id, name, price, image FROM products WHERE active = 1 ORDER BY created DESC LIMIT 8");
include 'includes/header.php';
?>
<h1><?php echo $SETTINGS['welcome']; ?></h1>
<?php foreach ($featured as $product) { ?>
<div class="box"><a href="<?php echo product_url($product); ?>"><?php echo h($product['name']); ?></a>
<?php echo price($product['price']); ?></div>
<?php } ?>
<h2>New</h2>
<?php foreach ($new as $product) { ?>
<div class="small"><a href="<?php echo product_url($product); ?>"><?php echo h($product['name']); ?></a></div>
<?php } ?>
<?php include 'includes/footer.php'; ?>
