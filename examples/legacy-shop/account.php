<?php
require 'includes/session.php';
require_login();

$customer = current_customer();
if (isset($_POST['street'])) {
    $street = mysql_real_escape_string($_POST['street']);
    $zip = mysql_real_escape_string($_POST['zip']);
    $city = mysql_real_escape_string($_POST['city']);
    $country = $_POST['country'];
    db_query("INSERT INTO addresses (customer_id, street, zip, city, country)
        VALUES ({$customer['id']}, '$street', '$zip', '$city', '$country')");
    flash('Saved.');
}
$orders = db_all("SELECT id, total, status, created FROM orders WHERE customer_id = {$customer['id']} ORDER BY id DESC");
$title = 'My account';
include 'includes/header.php';
?>
<h1>Hello <?php echo $customer['firstname']; ?></h1>
<?php foreach ($orders as $order) { ?>
<p><a href="/order.php?id=<?php echo $order['id']; ?>">Order <?php echo $order['id']; ?></a>
<?php echo price($order['total']); ?> <?php echo date('d.m.Y', strtotime($order['created'])); ?></p>
<?php } ?>
<form method="post">
<input name="street" /><input name="zip" /><input name="city" /><input name="country" maxlength="2" />
<input type="submit" value="Add address" />
</form>
<?php include 'includes/footer.php'; ?>
