<?php
require 'check.php';

if (isset($_POST['approve'])) {
    db_query("UPDATE reviews SET approved = 1 WHERE id IN (" . implode(',', $_POST['approve']) . ")");
}
echo '<form method="post">';
foreach (db_all("SELECT * FROM reviews WHERE approved = 0") as $row) {
    echo "<p><input type='checkbox' name='approve[]' value='{$row['id']}' /> {$row['text']}</p>";
}
echo '<input type="submit" /></form>';
