<?php
require 'includes/session.php';
require_login();

$id = (int) $_GET['id'];
$order = db_row("SELECT * FROM orders WHERE id = $id");
$items = db_all("SELECT oi.*, p.name FROM order_items oi LEFT JOIN products p ON p.id = oi.product_id WHERE oi.order_id = $id");
$title = 'Order ' . $id;
include 'includes/header.php';
?>
<h1>Order <?php echo $order['id']; ?> (<?php echo $order['status']; ?>)</h1>
<?php foreach ($items as $item) { ?>
<p><?php echo $item['qty']; ?> x <?php echo h($item['name']); ?> <?php echo price($item['price']); ?></p>
<?php } ?>
<p>Total <?php echo price($order['total']); ?></p>
<a href="/invoice.php?order=<?php echo $order['id']; ?>">Invoice</a>
<?php include 'includes/footer.php'; ?>
