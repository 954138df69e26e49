<?php
require '../includes/session.php';
header('Content-Type: application/json');
echo json_encode(array('count' => array_sum($_SESSION['cart']), 'total' => cart_total()));
