<div id="footer">
&copy; 2009-<?php echo date('Y'); ?> <?php echo SHOP_NAME; ?> | <a href="/contact">Contact</a>
<!-- <?php echo $query_count; ?> queries -->
</div>
</body>
</html>
