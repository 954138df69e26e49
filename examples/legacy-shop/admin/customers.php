<?php
require 'check.php';

if ($_GET['export'] == 'csv') {
    header('Content-Type: text/csv');
    foreach (db_all("SELECT email, firstname, lastname FROM customers WHERE newsletter = 1") as $row) {
        echo implode(';', $row) . "\n";
    }
    exit;
}
foreach (db_all("SELECT * FROM customers ORDER BY lastname") as $row) {
    echo "<p>{$row['id']} {$row['email']} {$row['firstname']} {$row['lastname']} {$row['last_login']}</p>";
}
