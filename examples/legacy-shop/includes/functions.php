<?php

function load_settings()
{
    $settings = array();
    foreach (db_all("SELECT name, value FROM settings") as $row) {
        $settings[$row['name']] = $row['value'];
    }
    return $settings;
}

function price($amount)
{
    return number_format($amount, 2, ',', '.') . ' EUR';
}

function h($text)
{
    return htmlentities($text, ENT_QUOTES, 'ISO-8859-1');
}

function product_url($product)
{
    $slug = strtolower(preg_replace('/[^a-zA-Z0-9]+/', '-', $product['name']));
    return '/tea/' . $product['id'] . '-' . $slug . '.html';
}

function cart_items()
{
    $items = array();
    foreach ($_SESSION['cart'] as $id => $qty) {
        $product = db_row("SELECT id, sku, name, price, special_price, stock FROM products WHERE id = " . intval($id));
        if ($product) {
            $product['qty'] = $qty;
            $items[] = $product;
        }
    }
    return $items;
}

function cart_total()
{
    global $SETTINGS;
    $total = 0;
    foreach (cart_items() as $item) {
        $total += ($item['special_price'] > 0 ? $item['special_price'] : $item['price']) * $item['qty'];
    }
    if ($total < $SETTINGS['free_shipping_from']) {
        $total += $SETTINGS['shipping_cost'];
    }
    return $total;
}

function check_password($customer, $password)
{
    if (substr($customer['password'], 0, 4) == '$2y$') {
        return password_verify($password, $customer['password']);
    }
    return $customer['password'] == md5($password);
}

function flash($text)
{
    $_SESSION['flash'] = $text;
}

// not used any more since the new design
function old_price_box($product)
{
    $rows = mysql_query("SELECT price FROM product_prices WHERE product_id = " . $product['id']);
    return '<b>' . mysql_result($rows, 0) . '</b>';
}
