<?php
// Kettle & Leaf - settings. Copy of the live file, do not overwrite!! (Martin, 2012-03-02)

define('DB_HOST', 'localhost');
define('DB_USER', 'kettle');
define('DB_PASS', 'not-a-real-password');
define('DB_NAME', 'kettle_shop');

define('SHOP_NAME', 'Kettle & Leaf');
define('SHOP_URL', 'http://www.kettleandleaf.example');
define('SHOP_MAIL', 'shop@kettleandleaf.example');

// Payment gateway
define('PAY_URL', 'https://gateway.payfast.example/api/charge');
define('PAY_MERCHANT', '000000');
define('PAY_SECRET', 'made-up-secret-for-the-example');

// key of the cron jobs that the provider calls by http
define('CRON_KEY', 'made-up-cron-key');

define('UPLOAD_DIR', dirname(__FILE__) . '/uploads/products/');
define('TAX', 0.19);

error_reporting(E_ALL ^ E_NOTICE ^ E_DEPRECATED);
ini_set('display_errors', 1);
ini_set('session.save_path', dirname(__FILE__) . '/tmp');
date_default_timezone_set('Europe/Berlin');
