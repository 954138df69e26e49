<?php
require '../includes/session.php';
if (empty($_SESSION['customer_id'])) {
    header('HTTP/1.0 403 Forbidden');
    die('please log in');
}
$mysqli = db_i();
$stmt = $mysqli->prepare("INSERT INTO reviews (product_id, customer_id, rating, text, created) VALUES (?, ?, ?, ?, NOW())");
$stmt->bind_param('iiis', $_POST['product'], $_SESSION['customer_id'], $_POST['rating'], $_POST['text']);
$stmt->execute();
echo 'thank you';
