<?php
require_once dirname(__FILE__) . '/../config.php';

$db = mysql_connect(DB_HOST, DB_USER, DB_PASS) or die('Shop is down for maintenance');
mysql_select_db(DB_NAME, $db);
// no SET NAMES here: old rows are latin1, see ticket 114

$query_count = 0;

function db_query($sql)
{
    global $db, $query_count;
    $query_count++;
    $result = mysql_query($sql, $db);
    if (!$result) {
        die('SQL error: ' . mysql_error() . '<br>' . $sql);
    }
    return $result;
}

function db_row($sql)
{
    return mysql_fetch_assoc(db_query($sql));
}

function db_all($sql)
{
    $rows = array();
    $result = db_query($sql);
    while ($row = mysql_fetch_assoc($result)) {
        $rows[] = $row;
    }
    return $rows;
}

function db_value($sql)
{
    $row = mysql_fetch_row(db_query($sql));
    return $row ? $row[0] : null;
}

// newer code uses this one (2013)
function db_i()
{
    static $mysqli = null;
    if ($mysqli === null) {
        $mysqli = new mysqli(DB_HOST, DB_USER, DB_PASS, DB_NAME);
        $mysqli->set_charset('utf8');
    }
    return $mysqli;
}
