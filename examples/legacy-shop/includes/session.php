<?php
require_once dirname(__FILE__) . '/db.php';
require_once dirname(__FILE__) . '/functions.php';

session_name('KLSESS');
session_start();

if (!isset($_SESSION['cart'])) {
    $_SESSION['cart'] = array();
}

$LANG = isset($_COOKIE['lang']) ? $_COOKIE['lang'] : 'en';
$SETTINGS = load_settings();

function current_customer()
{
    if (empty($_SESSION['customer_id'])) {
        return null;
    }
    return db_row("SELECT * FROM customers WHERE id = " . intval($_SESSION['customer_id']));
}

function require_login()
{
    if (empty($_SESSION['customer_id'])) {
        $_SESSION['back'] = $_SERVER['REQUEST_URI'];
        header('Location: login.php');
        exit;
    }
}
