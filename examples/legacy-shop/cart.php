<?php
require 'includes/session.php';

switch ($_GET['action']) {
    case 'add':
        $id = intval($_POST['id']);
        $qty = max(1, intval($_POST['qty']));
        $stock = db_value("SELECT stock FROM products WHERE id = $id AND active = 1");
        if ($stock >= $qty) {
            $_SESSION['cart'][$id] += $qty;
            flash('Added.');
        } else {
            flash('Sorry, only ' . $stock . ' left.');
        }
        header('Location: cart.php');
        exit;
    case 'update':
        foreach ($_POST['qty'] as $id => $qty) {
            if ($qty > 0) {
                $_SESSION['cart'][$id] = $qty;
            } else {
                unset($_SESSION['cart'][$id]);
            }
        }
        header('Location: cart.php');
        exit;
    case 'remove':
        unset($_SESSION['cart'][$_GET['id']]);
        header('Location: cart.php');
        exit;
    case 'coupon':
        $code = mysql_real_escape_string($_POST['code']);
        $coupon = db_row("SELECT * FROM coupons WHERE code = '$code' AND (valid_to = '0000-00-00' OR valid_to >= CURDATE())");
        $_SESSION['coupon'] = $coupon ? $coupon['code'] : null;
        header('Location: cart.php');
        exit;
}

$title = 'Cart';
include 'includes/header.php';
?>
<form action="/cart.php?action=update" method="post">
<?php foreach (cart_items() as $item) { ?>
<p><?php echo h($item['name']); ?> <input name="qty[<?php echo $item['id']; ?>]" value="<?php echo $item['qty']; ?>" />
<a href="/cart.php?action=remove&amp;id=<?php echo $item['id']; ?>">remove</a></p>
<?php } ?>
<p>Total: <?php echo price(cart_total()); ?></p>
</form>
<?php include 'includes/footer.php'; ?>
