<?php
require 'includes/session.php';
unset($_SESSION['customer_id']);
session_destroy();
header('Location: index.php');
