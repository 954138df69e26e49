<?php
require '../includes/db.php';
header('Content-Type: application/json');
$term = $_GET['term'];
echo json_encode(db_all("SELECT id, name FROM products WHERE name LIKE '%$term%' AND active = 1 LIMIT 10"));
