<?php
require 'includes/session.php';
require 'includes/mailer.php';

if (isset($_POST['email'])) {
    $email = mysql_real_escape_string($_POST['email']);
    $first = mysql_real_escape_string($_POST['firstname']);
    $last = mysql_real_escape_string($_POST['lastname']);
    $newsletter = isset($_POST['newsletter']) ? 1 : 0;
    // BINARY because of ticket 87
    if (db_value("SELECT COUNT(*) FROM customers WHERE BINARY email = '$email'")) {
        flash('You are registered already.');
    } else {
        db_query("INSERT INTO customers (email, password, firstname, lastname, newsletter, created)
            VALUES ('$email', '" . md5($_POST['password']) . "', '$first', '$last', $newsletter, NOW())");
        $_SESSION['customer_id'] = mysql_insert_id();
        send_mail($_POST['email'], 'Welcome', mail_template('welcome', array('name' => $_POST['firstname'])));
        header('Location: account.php');
        exit;
    }
}
$title = 'Register';
include 'includes/header.php';
?>
<form method="post">
<input name="email" /><input type="password" name="password" />
<input name="firstname" /><input name="lastname" />
<input type="checkbox" name="newsletter" value="1" /> Newsletter
<input type="submit" value="Register" />
</form>
<?php include 'includes/footer.php'; ?>
