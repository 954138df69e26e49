<?php
require 'check.php';
if ($admin['level'] < 3) {
    die('You may not do that.');
}
foreach ($_POST as $name => $value) {
    $stmt = db_i()->prepare("REPLACE INTO settings (name, value) VALUES (?, ?)");
    $stmt->bind_param('ss', $name, $value);
    $stmt->execute();
}
foreach (load_settings() as $name => $value) {
    echo "<form method='post'><b>$name</b> <textarea name='$name'>" . h($value) . "</textarea><input type='submit' /></form>";
}
