<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html>
<head>
<title><?php echo isset($title) ? $title : SHOP_NAME; ?></title>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1" />
<link rel="stylesheet" href="/style.css" />
</head>
<body>
<div id="top">
<a href="/"><?php echo SHOP_NAME; ?></a> |
<?php if (!empty($_SESSION['customer_id'])) { ?>
<a href="/account.php">My account</a> | <a href="/logout.php">Log out</a>
<?php } else { ?>
<a href="/login.php">Log in</a>
<?php } ?>
| <a href="/cart.php">Cart (<?php echo count($_SESSION['cart']); ?>)</a>
<form action="/search.php" method="get"><input name="q" /></form>
</div>
<?php if (!empty($_SESSION['flash'])) { ?>
<p class="flash"><?php echo $_SESSION['flash']; unset($_SESSION['flash']); ?></p>
<?php } ?>
<ul id="menu">
<?php foreach (db_all("SELECT slug, name FROM categories WHERE parent_id IS NULL ORDER BY position") as $menu) { ?>
<li><a href="/c/<?php echo $menu['slug']; ?>"><?php echo h($menu['name']); ?></a></li>
<?php } ?>
</ul>
