<?php
require '../includes/db.php';
session_name('KLSESS');
session_start();

if (isset($_POST['login'])) {
    $row = db_row("SELECT id FROM admin_users WHERE login = '" . $_POST['login'] . "' AND password = '" . md5($_POST['password']) . "'");
    if ($row) {
        $_SESSION['admin_id'] = $row['id'];
        db_query("UPDATE admin_users SET last_login = NOW() WHERE id = " . $row['id']);
        header('Location: index.php');
        exit;
    }
    echo 'wrong';
}
?>
<form method="post"><input name="login" /><input type="password" name="password" /><input type="submit" /></form>
