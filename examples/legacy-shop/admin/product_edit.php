<?php
require 'check.php';

$id = (int) $_GET['id'];
if ($_SERVER['REQUEST_METHOD'] == 'POST') {
    $name = mysql_real_escape_string($_POST['name']);
    $description = mysql_real_escape_string($_POST['description']);
    $price = str_replace(',', '.', $_POST['price']);
    $flags = implode(',', (array) $_POST['flags']);
    if ($id) {
        db_query("UPDATE products SET name = '$name', description = '$description', price = '$price',
            stock = " . intval($_POST['stock']) . ", flags = '$flags' WHERE id = $id");
    } else {
        db_query("INSERT INTO products (sku, name, description, price, stock, flags, created)
            VALUES ('" . $_POST['sku'] . "', '$name', '$description', '$price', " . intval($_POST['stock']) . ", '$flags', CURDATE())");
        $id = mysql_insert_id();
    }
    if ($_FILES['image']['name'] != '') {
        $file = $_FILES['image']['name'];
        move_uploaded_file($_FILES['image']['tmp_name'], UPLOAD_DIR . $file);
        db_query("UPDATE products SET image = '" . mysql_real_escape_string($file) . "' WHERE id = $id");
    }
    db_query("DELETE FROM product_categories WHERE product_id = $id");
    foreach ((array) $_POST['categories'] as $category) {
        db_query("INSERT INTO product_categories (product_id, category_id) VALUES ($id, " . intval($category) . ")");
    }
    header('Location: products.php');
    exit;
}
$product = db_row("SELECT * FROM products WHERE id = $id");
$categories = db_all("SELECT id, name FROM categories ORDER BY name");
?>
<form method="post" enctype="multipart/form-data">
<input name="sku" value="<?php echo h($product['sku']); ?>" />
<input name="name" value="<?php echo h($product['name']); ?>" />
<textarea name="description"><?php echo h($product['description']); ?></textarea>
<input name="price" value="<?php echo $product['price']; ?>" /><input name="stock" value="<?php echo $product['stock']; ?>" />
<input type="file" name="image" />
<?php foreach ($categories as $category) { ?>
<input type="checkbox" name="categories[]" value="<?php echo $category['id']; ?>" /><?php echo h($category['name']); ?>
<?php } ?>
<input type="submit" />
</form>
