<?php
include '../config.php';
mysql_connect(DB_HOST, DB_USER, DB_PASS);
mysql_select_db(DB_NAME);
$r = mysql_query("select * from products where id=" . $_GET['id']);
$p = mysql_fetch_array($r);
echo "<h1>" . $p['name'] . "</h1>" . $p['description'];
