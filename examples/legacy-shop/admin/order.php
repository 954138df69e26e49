<?php
require 'check.php';
require '../includes/mailer.php';

$id = intval($_GET['id']);
if (isset($_POST['status'])) {
    if ($admin['level'] < 2) {
        die('You may not do that.');
    }
    db_query("UPDATE orders SET status = '" . $_POST['status'] . "' WHERE id = $id");
    if ($_POST['status'] == 'shipped') {
        $email = db_value("SELECT c.email FROM customers c, orders o WHERE o.customer_id = c.id AND o.id = $id");
        send_mail($email, 'On its way', mail_template('shipped', array('order' => $id)));
    }
}
$order = db_row("SELECT * FROM orders WHERE id = $id");
$items = db_all("SELECT * FROM order_items WHERE order_id = $id");
echo '<pre>';
print_r($order);
print_r($items);
?>
<form method="post"><select name="status"><option>paid</option><option>shipped</option><option>cancelled</option></select><input type="submit" /></form>
