<?php
require 'includes/session.php';

if (isset($_POST['email'])) {
    $email = $_POST['email'];
    $customer = db_row("SELECT * FROM customers WHERE email = '$email' ORDER BY id LIMIT 1");
    if ($customer && check_password($customer, $_POST['password'])) {
        $_SESSION['customer_id'] = $customer['id'];
        // since 2014: move to the better hash at login
        if (strlen($customer['password']) == 32 && function_exists('password_hash')) {
            $hash = password_hash($_POST['password'], PASSWORD_DEFAULT);
            db_query("UPDATE customers SET password = '$hash' WHERE id = " . $customer['id']);
        }
        db_query("UPDATE customers SET last_login = NOW() WHERE id = " . $customer['id']);
        $back = isset($_SESSION['back']) ? $_SESSION['back'] : 'account.php';
        header("Location: $back");
        exit;
    }
    flash('Wrong e-mail or password.');
}
$title = 'Log in';
include 'includes/header.php';
?>
<form method="post">
<input name="email" /><input type="password" name="password" /><input type="submit" value="Log in" />
</form>
<a href="/register.php">New here?</a>
<?php include 'includes/footer.php'; ?>
