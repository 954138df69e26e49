<?php
require 'includes/session.php';
require 'includes/payment.php';
require 'includes/mailer.php';
require_login();

$customer = current_customer();
$items = cart_items();
if (!$items) {
    header('Location: cart.php');
    exit;
}
$addresses = db_all("SELECT * FROM addresses WHERE customer_id = " . $customer['id']);

if (isset($_POST['place'])) {
    $total = cart_total();
    if (!empty($_SESSION['coupon'])) {
        $coupon = db_row("SELECT * FROM coupons WHERE code = '" . $_SESSION['coupon'] . "'");
        $total = $total - $total * $coupon['percent'] / 100;
        db_query("UPDATE coupons SET used = used + 1 WHERE code = '" . $coupon['code'] . "'");
    }
    $note = mysql_real_escape_string($_POST['note']);
    $address = intval($_POST['address']);
    db_query("INSERT INTO orders (customer_id, address_id, status, total, ip, note, created)
        VALUES (" . $customer['id'] . ", $address, 'new', $total, '" . $_SERVER['REMOTE_ADDR'] . "', '$note', NOW())");
    $order_id = mysql_insert_id();
    foreach ($items as $item) {
        db_query("INSERT INTO order_items (order_id, product_id, qty, price)
            VALUES ($order_id, " . $item['id'] . ", " . $item['qty'] . ", " . $item['price'] . ")");
        db_query("UPDATE products SET stock = stock - " . $item['qty'] . " WHERE id = " . $item['id']);
    }
    $ref = charge($order_id, $total, $_POST['token']);
    if ($ref) {
        db_query("UPDATE orders SET status = 'paid', paid_at = NOW(), payment_ref = '$ref' WHERE id = $order_id");
        send_mail($customer['email'], 'Your order ' . $order_id, mail_template('order', array('order' => $order_id)));
        $_SESSION['cart'] = array();
        header('Location: order.php?id=' . $order_id);
        exit;
    }
    flash('Your card was refused.');
}

$title = 'Checkout';
include 'includes/header.php';
?>
<form method="post">
<select name="address">
<?php foreach ($addresses as $address) { ?>
<option value="<?php echo $address['id']; ?>"><?php echo h($address['street'] . ', ' . $address['city']); ?></option>
<?php } ?>
</select>
<textarea name="note"></textarea>
<input type="hidden" name="token" />
<input type="submit" name="place" value="Pay <?php echo price(cart_total()); ?>" />
</form>
<?php include 'includes/footer.php'; ?>
