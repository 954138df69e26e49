<?php
// called by the gateway
require 'includes/db.php';

$order = intval($_REQUEST['order']);
$ref = $_REQUEST['ref'];
if ($_REQUEST['sign'] == md5($order . $ref . PAY_SECRET)) {
    db_query("UPDATE orders SET status = 'paid', paid_at = NOW(), payment_ref = '$ref' WHERE id = $order");
    echo 'OK';
} else {
    echo 'WRONG SIGN';
}
