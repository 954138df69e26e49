<?php
require 'includes/session.php';
require 'includes/mailer.php';

if (isset($_POST['text'])) {
    mail(SHOP_MAIL, 'Contact: ' . $_POST['subject'], $_POST['text'], 'From: ' . $_POST['email']);
    flash('Thank you.');
}
$title = 'Contact';
include 'includes/header.php';
?>
<form method="post">
<input name="email" /><input name="subject" /><textarea name="text"></textarea><input type="submit" />
</form>
<?php include 'includes/footer.php'; ?>
