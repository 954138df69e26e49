<?php

function send_mail($to, $subject, $text)
{
    $headers = 'From: ' . SHOP_MAIL . "\r\n";
    $headers .= "Content-Type: text/plain; charset=iso-8859-1\r\n";
    return mail($to, $subject, $text, $headers);
}

function mail_template($name, $values)
{
    $text = db_value("SELECT value FROM settings WHERE name = 'mail_" . $name . "'");
    foreach ($values as $key => $value) {
        $text = str_replace('{' . $key . '}', $value, $text);
    }
    return $text;
}
