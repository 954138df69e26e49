<?php
require_once dirname(__FILE__) . '/../includes/db.php';
require_once dirname(__FILE__) . '/../includes/functions.php';
session_name('KLSESS');
session_start();

if (empty($_SESSION['admin_id'])) {
    header('Location: login.php');
    exit;
}
$admin = db_row("SELECT id, login, level FROM admin_users WHERE id = " . intval($_SESSION['admin_id']));
