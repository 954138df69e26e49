-- MySQL dump 10.13  Distrib 5.1.73, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: kettle_shop
-- ------------------------------------------------------
-- Server version	5.1.73-1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Table structure for table `addresses`
--

DROP TABLE IF EXISTS `addresses`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `addresses` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `customer_id` int(11) NOT NULL DEFAULT '0',
  `street` varchar(100) NOT NULL DEFAULT '',
  `zip` varchar(10) NOT NULL DEFAULT '',
  `city` varchar(60) NOT NULL DEFAULT '',
  `country` char(2) NOT NULL DEFAULT 'DE',
  PRIMARY KEY (`id`),
  KEY `customer_id` (`customer_id`)
) ENGINE=MyISAM AUTO_INCREMENT=19 DEFAULT CHARSET=latin1;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `addresses`
--

LOCK TABLES `addresses` WRITE;
/*!40000 ALTER TABLE `addresses` DISABLE KEYS */;
INSERT INTO `addresses` VALUES
(1,1,'Lindenweg 4','50667','Köln','DE'),
(2,2,'Rue du Thé 12','75011','Paris','FR'),
(3,3,'Hafenstraße 9','20457','Hamburg','DE'),
(4,4,'Mill Lane 3','OX1 2AB','Oxford','GB'),
(5,5,'Am Markt 1','99423','Weimar','DE'),
(6,6,'Via Roma 44','20121','Milano','IT'),
(7,7,'Kaiserstraße 80','76133','Karlsruhe','de'),
(8,8,'Sonnenallee 120','12045','Berlin','DE'),
(9,9,'Gartenweg 2','01097','Dresden','D'),
(10,10,'Quai 5','67000','Strasbourg','FR'),
(11,11,'BahnhofstraÃŸe 7','8001','ZÃ¼rich','CH'),
(12,12,'Dorfstr. 1','24937','Flensburg',''),
(13,14,'Ringstraße 3','1010','Wien','AT'),
(14,15,'High Street 200','EH1 1YZ','Edinburgh','UK'),
(15,91,'Alte Gasse 5','60313','Frankfurt','DE'),
(16,117,'Unter den Linden 1','10117','Berlin','DE'),
(17,0,'test','test','test','DE');
/*!40000 ALTER TABLE `addresses` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `admin_users`
--

DROP TABLE IF EXISTS `admin_users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `admin_users` (
  `id` smallint(5) unsigned NOT NULL AUTO_INCREMENT,
  `login` varchar(20) NOT NULL,
  `password` char(32) NOT NULL,
  `level` tinyint(4) NOT NULL DEFAULT '1' COMMENT '1 read, 2 orders, 3 everything',
  `last_login` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`id`),
  UNIQUE KEY `login` (`login`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `admin_users`
--

LOCK TABLES `admin_users` WRITE;
/*!40000 ALTER TABLE `admin_users` DISABLE KEYS */;
INSERT INTO `admin_users` VALUES
(1,'martin','7770f13edf1466903f7d2aa63adc638c',3,'2016-02-11 08:12:44'),
(2,'anna','04ceb2cc19fa38a356fa640f950d34e2',2,'2016-02-10 16:40:02'),
(4,'praktikant','cc03e747a6afbbcbf8be7668acfebee5',1,'0000-00-00 00:00:00');
/*!40000 ALTER TABLE `admin_users` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `categories`
--

DROP TABLE IF EXISTS `categories`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `categories` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `parent_id` int(11) DEFAULT NULL,
  `slug` varchar(60) NOT NULL,
  `name` varchar(100) NOT NULL,
  `position` smallint(6) NOT NULL DEFAULT '0',
  PRIMARY KEY (`id`),
  UNIQUE KEY `slug` (`slug`),
  KEY `parent_id` (`parent_id`),
  CONSTRAINT `categories_parent` FOREIGN KEY (`parent_id`) REFERENCES `categories` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `categories`
--

LOCK TABLES `categories` WRITE;
/*!40000 ALTER TABLE `categories` DISABLE KEYS */;
INSERT INTO `categories` VALUES
(1,NULL,'black-tea','Black tea',1),
(2,NULL,'green-tea','Green tea',2),
(3,NULL,'herbal','Herbs & fruit',3),
(4,NULL,'accessories','Kettles, pots & cups',4),
(5,1,'darjeeling','Darjeeling',1),
(6,1,'assam','Assam',2),
(7,2,'japan','Japan',1),
(8,4,'pots','Pots',1);
/*!40000 ALTER TABLE `categories` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `coupons`
--

DROP TABLE IF EXISTS `coupons`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `coupons` (
  `code` varchar(20) CHARACTER SET utf8 COLLATE utf8_bin NOT NULL,
  `percent` tinyint(3) unsigned NOT NULL DEFAULT '0',
  `valid_from` date NOT NULL DEFAULT '0000-00-00',
  `valid_to` date NOT NULL DEFAULT '0000-00-00',
  `used` mediumint(8) unsigned NOT NULL DEFAULT '0',
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `coupons`
--

LOCK TABLES `coupons` WRITE;
/*!40000 ALTER TABLE `coupons` DISABLE KEYS */;
INSERT INTO `coupons` VALUES
('WELCOME',5,'2009-04-01','0000-00-00',412),
('welcome',10,'0000-00-00','2011-12-31',3),
('XMAS15',15,'2015-12-01','2015-12-26',88),
('STAFF',30,'0000-00-00','0000-00-00',57);
/*!40000 ALTER TABLE `coupons` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `customers`
--

DROP TABLE IF EXISTS `customers`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `customers` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(100) NOT NULL DEFAULT '',
  `password` varchar(255) NOT NULL DEFAULT '',
  `firstname` varchar(50) NOT NULL DEFAULT '',
  `lastname` varchar(50) NOT NULL DEFAULT '',
  `gender` enum('m','f','') NOT NULL DEFAULT '',
  `birthday` date NOT NULL DEFAULT '0000-00-00',
  `newsletter` tinyint(1) NOT NULL DEFAULT '0',
  `created` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `last_login` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  KEY `email` (`email`),
  KEY `lastname` (`lastname`(10))
) ENGINE=MyISAM AUTO_INCREMENT=131 DEFAULT CHARSET=latin1;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `customers`
--

LOCK TABLES `customers` WRITE;
/*!40000 ALTER TABLE `customers` DISABLE KEYS */;
INSERT INTO `customers` VALUES
(1,'anna.berg@mail.example','7c6a180b36896a0a8c02787eeafb0e4c','Anna','Berg','f','1951-02-02',1,'0000-00-00 00:00:00','2016-02-02 12:03:00'),
(2,'luc.martin@poste.example','6cb75f652a9b52798eb6cf2201057c73','Luc','Martin','m','1952-03-03',1,'0000-00-00 00:00:00','2016-01-03 12:06:00'),
(3,'j.hansen@mail.example','$2y$10$OSD/OSD/OSD/OSD/OSD/OOW3W9uq6ZhoUjRMVgll/9NnDJU126LVa','Jürgen','Hansen','m','1953-04-04',0,'2009-04-04 03:21:00','2016-02-04 12:09:00'),
(4,'emily@oxford.example','34cc93ece0ba9e3f6f235d4af979b16c','Emily','Carter','f','0000-00-00',1,'2010-05-05 04:28:00','2016-01-05 12:12:00'),
(5,'weimar@mail.example','db0edd04aaac4506f7edab03ac855d56','Gert','Vogel','m','1955-06-06',1,'0000-00-00 00:00:00','2016-02-06 12:15:00'),
(6,'chiara@posta.example','218dd27aebeccecae69ad8408d9a36bf','Chiara','Bruni','f','1956-07-07',0,'2010-07-07 06:42:00','2016-01-07 12:18:00'),
(7,'kk@mail.example','$2y$10$OiHAOiHAOiHAOiHAOiHAOet1F81Lc0EfqFhGIXP9ZjthQPF33j3Sa','Karla','König','f','1957-08-08',1,'2010-08-08 07:49:00','2016-02-08 12:21:00'),
(8,'berlin.tea@mail.example','b25ef06be3b6948c0bc431da46c2c738','Deniz','Aydin','m','0000-00-00',1,'2011-09-09 08:56:00','2016-01-09 12:24:00'),
(9,'pohl@mail.example','5d69dd95ac183c9643780ed7027d128a','Ines','Pohl','f','1959-10-00',2,'2011-10-10 09:03:00','2016-02-10 12:27:00'),
(10,'remy@poste.example','87e897e3b54a405da144968b2ca19b45','Rémy','Weiss','m','1960-11-11',1,'2011-11-11 10:10:00','2016-01-11 12:30:00'),
(11,'zh@mail.example','1e5c2776cf544e213c3d279c40719643','JÃ¶rg','BÃ¼rgi','m','1961-12-12',1,'2011-12-12 11:17:00','2016-02-12 12:33:00'),
(12,'flens@mail.example','c24a542f884e144451f9063b79e7994e','Ole','Petersen','m','0000-00-00',0,'2012-01-13 12:24:00','2016-01-13 12:36:00'),
(13,'Anna.Berg@mail.example','ee684912c7e588d03ccb40f17ed080c9','Anna','Berg','f','1963-02-14',1,'2012-02-14 13:31:00','2016-02-14 12:39:00'),
(14,'wien@mail.example','$2y$10$OyLBOyLBOyLBOyLBOyLBOuN4gCfYbhzlDX3aW8FYTORlRjYrGPEUm','Sophie','Gruber','f','1964-03-15',1,'2012-03-15 14:38:00','2016-01-15 12:42:00'),
(15,'scot@mail.example','9141fea0574f83e190ab7479d516630d','Ewan','Muir','m','1965-04-16',0,'2012-04-16 15:45:00','2016-02-16 12:45:00'),
(16,'KK@MAIL.example','2b40aaa979727c43411c305540bbed50','Karla','König','f','0000-00-00',1,'2013-05-17 16:52:00','2016-01-17 12:48:00'),
(17,'tom@mail.example','a63f9709abc75bf8bd8f6e1ba9992573','Tom','O\'Hara','m','1967-06-18',1,'2013-06-18 17:59:00','2016-02-18 12:51:00'),
(18,'lea@mail.example','$2y$10$OSD/OSD/OSD/OSD/OSD/OOW3W9uq6ZhoUjRMVgll/9NnDJU126LVa','Lea','SchrÃ¶der','f','1968-07-19',0,'2013-07-19 18:06:00','2016-01-19 12:54:00'),
(19,'emily@oxford.example ','e532ae6f28f4c2be70b500d3d34724eb','Emily','Carter','f','1969-08-20',1,'2013-08-20 19:13:00','2016-02-20 12:57:00'),
(20,'max@mail.example','aee67d9bb569ad1562f7b67cfccbd2ef','Max','Mustermann','m','0000-00-00',1,'2014-09-21 20:20:00','2016-01-21 12:00:00'),
(21,'','','','','','1971-10-22',0,'2014-10-22 21:27:00','2016-02-22 12:03:00'),
(22,'nina@mail.example','$2y$10$OiHAOiHAOiHAOiHAOiHAOet1F81Lc0EfqFhGIXP9ZjthQPF33j3Sa','Nina','Falk','f','1972-11-23',1,'2014-11-23 22:34:00','2016-01-23 12:06:00');
/*!40000 ALTER TABLE `customers` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `products`
--

DROP TABLE IF EXISTS `products`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `products` (
  `id` mediumint(8) unsigned NOT NULL AUTO_INCREMENT,
  `sku` varchar(20) NOT NULL DEFAULT '',
  `name` varchar(120) NOT NULL DEFAULT '',
  `description` text,
  `price` decimal(10,2) NOT NULL DEFAULT '0.00',
  `special_price` float NOT NULL DEFAULT '0',
  `stock` int(11) NOT NULL DEFAULT '0',
  `active` tinyint(1) NOT NULL DEFAULT '1',
  `flags` set('new','sale','featured') NOT NULL DEFAULT '',
  `image` varchar(100) DEFAULT NULL,
  `created` date NOT NULL DEFAULT '0000-00-00',
  `changed` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  KEY `sku` (`sku`),
  FULLTEXT KEY `words` (`name`,`description`)
) ENGINE=MyISAM AUTO_INCREMENT=21 DEFAULT CHARSET=latin1;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `products`
--

LOCK TABLES `products` WRITE;
/*!40000 ALTER TABLE `products` DISABLE KEYS */;
INSERT INTO `products` VALUES
(1,'DJ-FF','Darjeeling First Flush','Flowery, light, from the first harvest.','12.90',0,40,1,'featured','dj-ff.jpg','0000-00-00','2016-01-01 09:00:00'),
(2,'DJ-SF','Darjeeling Second Flush','Muscatel and amber.','11.50',9.9,25,1,'sale','dj-sf.jpg','2009-03-03','2016-01-02 09:00:00'),
(3,'AS-01','Assam Mangalam','Malty and strong.','8.90',0,60,1,'featured','as-01.jpg','0000-00-00','2016-01-03 09:00:00'),
(4,'EG-01','Earl Grey Crème','Bergamot with a little vanilla.','7.50',0,80,1,'featured,new','eg-01.jpg','2010-05-05','2016-01-04 09:00:00'),
(5,'EB-01','English Breakfast','What it says.','6.90',0,120,1,'','eb-01.jpg','0000-00-00','2016-01-05 09:00:00'),
(6,'SN-01','Sencha','Fresh, like grass after rain.','9.90',0,33,1,'',NULL,'2010-07-07','2016-01-06 09:00:00'),
(7,'GY-01','Gyokuro','Grown in the shade.','34.00',0,4,1,'featured','gy-01.jpg','2010-08-08','2016-01-07 09:00:00'),
(8,'MT-01','Matcha','Ground on stone.','24.00',19.99,12,1,'new,sale','mt-01.jpg','2011-09-09','2016-01-08 09:00:00'),
(9,'GM-01','Genmaicha','With roasted rice.','8.50',0,18,1,'','gm-01.jpg','2011-10-10','2016-01-09 09:00:00'),
(10,'PM-01','Peppermint','Strong and cool.','4.90',0,90,1,'','pm-01.jpg','0000-00-00','2016-01-10 09:00:00'),
(11,'CM-01','Kamille (BlÃ¼ten)','Ganze BlÃ¼ten.','5.20',0,44,1,'','cm-01.jpg','2011-12-12','2016-01-11 09:00:00'),
(12,'RB-01','Rooibos Vanilla','Without caffeine.','6.40',0,51,1,'',NULL,'2012-01-13','2016-01-12 09:00:00'),
(13,'FR-01','Red fruit','Hibiscus & berries.','5.90',0,0,1,'','fr-01.jpg','2012-02-14','2016-01-13 09:00:00'),
(14,'KT-01','Kettle, copper 1.2 l','Hammered by hand.','89.00',0,3,1,'featured','kt-01.jpg','2012-03-15','2016-01-14 09:00:00'),
(15,'PT-01','Pot "Hamburg" 0.8 l','Stoneware.','39.00',35.0,7,1,'sale','pt-01.jpg','2012-04-16','2016-01-15 09:00:00'),
(16,'PT-02','Pot "Kyoto" 0.3 l','Cast iron, heavy.','59.00',0,2,1,'new','pt-02.jpg','2013-05-17','2016-01-16 09:00:00'),
(17,'CP-01','Cup, pair','Glass with two walls.','18.00',0,-2,1,'','cp-01.jpg','2013-06-18','2016-01-17 09:00:00'),
(18,'ST-01','Strainer','Steel.','6.00',0,70,1,'',NULL,'2013-07-19','2016-01-18 09:00:00'),
(19,'XM-12','Advent calendar 2012','24 teas.','29.00',9.0,5,0,'sale','xm-12.jpg','2013-08-20','2016-01-19 09:00:00'),
(20,'dj-ff','Darjeeling First Flush (old)','do not use','10.90',0,0,0,'','dj-ff.jpg','2014-09-21','2016-01-20 09:00:00');
/*!40000 ALTER TABLE `products` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `product_categories`
--

DROP TABLE IF EXISTS `product_categories`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `product_categories` (
  `product_id` int(10) unsigned NOT NULL,
  `category_id` int(11) NOT NULL,
  PRIMARY KEY (`product_id`,`category_id`),
  KEY `category_id` (`category_id`),
  CONSTRAINT `product_categories_category` FOREIGN KEY (`category_id`) REFERENCES `categories` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `product_categories`
--

LOCK TABLES `product_categories` WRITE;
/*!40000 ALTER TABLE `product_categories` DISABLE KEYS */;
INSERT INTO `product_categories` VALUES
(1,1),
(1,5),
(2,1),
(2,5),
(3,1),
(3,6),
(4,1),
(5,1),
(6,2),
(6,7),
(7,2),
(7,7),
(8,2),
(8,7),
(9,2),
(10,3),
(11,3),
(12,3),
(13,3),
(14,4),
(15,4),
(15,8),
(16,4),
(16,8),
(17,4),
(99,4);
/*!40000 ALTER TABLE `product_categories` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `orders`
--

DROP TABLE IF EXISTS `orders`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `orders` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `customer_id` int(10) unsigned DEFAULT NULL,
  `address_id` int(10) unsigned DEFAULT NULL,
  `status` enum('new','paid','shipped','cancelled') NOT NULL DEFAULT 'new',
  `total` decimal(8,2) NOT NULL DEFAULT '0.00',
  `ip` varchar(15) NOT NULL DEFAULT '',
  `note` text,
  `created` datetime NOT NULL,
  `paid_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `payment_ref` varchar(40) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  KEY `customer_id` (`customer_id`),
  KEY `status` (`status`)
) ENGINE=InnoDB AUTO_INCREMENT=1015 DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `orders`
--

LOCK TABLES `orders` WRITE;
/*!40000 ALTER TABLE `orders` DISABLE KEYS */;
INSERT INTO `orders` VALUES
(1001,1,1,'shipped','27.25','192.0.2.1',NULL,'2012-02-01 09:04:00','2012-02-02 10:03:00','PF9013'),
(1002,1,2,'shipped','34.60','192.0.2.2',NULL,'2012-03-02 09:08:00','2012-03-03 10:06:00','PF9026'),
(1003,3,3,'paid','41.95','192.0.2.3','Bitte klingeln!','2012-04-03 09:12:00','2012-04-04 10:09:00','PF9039'),
(1004,4,4,'new','49.30','192.0.2.4',NULL,'2013-05-04 09:16:00','0000-00-00 00:00:00',''),
(1005,13,5,'cancelled','56.65','192.0.2.5',NULL,'2013-06-05 09:20:00','0000-00-00 00:00:00',''),
(1006,7,6,'shipped','64.00','192.0.2.6','FÃ¼r Oma â€“ bitte schÃ¶n verpacken','2013-07-06 09:24:00','2013-07-07 10:18:00','PF9078'),
(1007,2,7,'paid','71.35','192.0.2.7',NULL,'2013-08-07 09:28:00','2013-08-08 10:21:00','PF9091'),
(1008,8,8,'shipped','78.70','192.0.2.8',NULL,'2014-09-08 09:32:00','2014-09-09 10:24:00','PF9104'),
(1009,15,9,'new','86.05','192.0.2.9','Bitte klingeln!','2014-10-09 09:36:00','0000-00-00 00:00:00',''),
(1010,6,10,'shipped','93.40','192.0.2.10',NULL,'2014-11-10 09:40:00','2014-11-11 10:30:00','PF9130'),
(1011,55,11,'shipped','100.75','192.0.2.11',NULL,'2014-12-11 09:44:00','2014-12-12 10:33:00','PF9143'),
(1012,14,12,'paid','108.10','192.0.2.12','FÃ¼r Oma â€“ bitte schÃ¶n verpacken','2015-01-12 09:48:00','2015-01-13 10:36:00','PF9156'),
(1013,NULL,13,'cancelled','115.45','192.0.2.13',NULL,'2015-02-13 09:52:00','0000-00-00 00:00:00',''),
(1014,18,14,'shipped','122.80','192.0.2.14',NULL,'2015-03-14 09:56:00','2015-03-15 10:42:00','PF9182');
/*!40000 ALTER TABLE `orders` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `order_items`
--

DROP TABLE IF EXISTS `order_items`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `order_items` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `order_id` int(10) unsigned NOT NULL,
  `product_id` int(10) unsigned NOT NULL,
  `qty` smallint(5) unsigned NOT NULL DEFAULT '1',
  `price` double NOT NULL,
  PRIMARY KEY (`id`),
  KEY `order_id` (`order_id`),
  CONSTRAINT `order_items_order` FOREIGN KEY (`order_id`) REFERENCES `orders` (`id`) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB AUTO_INCREMENT=22 DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `order_items`
--

LOCK TABLES `order_items` WRITE;
/*!40000 ALTER TABLE `order_items` DISABLE KEYS */;
INSERT INTO `order_items` VALUES
(1,1001,4,2,7.5),
(2,1001,9,3,8.5),
(3,1002,7,3,34.0),
(4,1003,10,1,4.9),
(5,1003,15,2,39.0),
(6,1004,13,2,5.9),
(7,1005,16,3,59.0),
(8,1005,77,1,4.5),
(9,1006,19,1,29.0),
(10,1007,2,2,11.5),
(11,1007,7,3,34.0),
(12,1008,5,3,6.9),
(13,1009,8,1,24.0),
(14,1009,0,2,4.5),
(15,1010,11,2,5.2),
(16,1011,14,3,89.0),
(17,1011,19,1,29.0),
(18,1012,17,1,18.0),
(19,1013,20,2,10.9),
(20,1013,5,3,6.9),
(21,1014,3,3,8.9);
/*!40000 ALTER TABLE `order_items` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `reviews`
--

DROP TABLE IF EXISTS `reviews`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `reviews` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `product_id` int(11) NOT NULL DEFAULT '0',
  `customer_id` int(11) DEFAULT NULL,
  `rating` tinyint(3) unsigned DEFAULT NULL,
  `text` text,
  `approved` tinyint(1) NOT NULL DEFAULT '0',
  `created` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`id`),
  KEY `product_id` (`product_id`)
) ENGINE=MyISAM AUTO_INCREMENT=10 DEFAULT CHARSET=latin1;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `reviews`
--

LOCK TABLES `reviews` WRITE;
/*!40000 ALTER TABLE `reviews` DISABLE KEYS */;
INSERT INTO `reviews` VALUES
(1,1,1,5,'Wonderful!',1,'2012-05-02 10:00:00'),
(2,1,2,4,'Très bon.',1,'2012-06-11 18:20:00'),
(3,4,3,5,'Schmeckt groÃŸartig, die CrÃ¨me ist herrlich.',1,'2013-01-07 08:01:00'),
(4,4,44,1,'Too sweet.',1,'2013-02-01 00:00:00'),
(5,7,8,0,'never arrived',0,'0000-00-00 00:00:00'),
(6,88,7,5,'Bring it back',1,'2011-11-30 12:00:00'),
(7,14,NULL,5,'A present that lasts.',1,'2015-12-27 15:45:00'),
(8,6,6,9,'<a href="http://spam.example">cheap pills</a>',0,'2016-01-03 03:33:33'),
(9,16,18,NULL,'heavy',0,'2016-01-20 20:20:20');
/*!40000 ALTER TABLE `reviews` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `search_log`
--

DROP TABLE IF EXISTS `search_log`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `search_log` (
  `term` varchar(100) DEFAULT NULL,
  `hits` int(11) DEFAULT NULL,
  `searched_at` datetime DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=latin1;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `search_log`
--

LOCK TABLES `search_log` WRITE;
/*!40000 ALTER TABLE `search_log` DISABLE KEYS */;
INSERT INTO `search_log` VALUES
('earl grey',1,'2016-02-10 10:00:00'),
('earl grey',1,'2016-02-10 10:00:00'),
('sencha',1,'2016-02-10 10:04:10'),
('kamille',0,'2016-02-10 11:30:00'),
('crème',1,'2016-02-10 12:00:01'),
('blÃ¼ten',1,'2016-02-10 13:15:00'),
('\' OR 1=1 -- ',0,'2016-02-11 02:22:00'),
('',0,'0000-00-00 00:00:00'),
('matcha',1,'2016-02-11 07:59:59');
/*!40000 ALTER TABLE `search_log` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `settings`
--

DROP TABLE IF EXISTS `settings`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `settings` (
  `name` varchar(40) NOT NULL,
  `value` longtext NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `settings`
--

LOCK TABLES `settings` WRITE;
/*!40000 ALTER TABLE `settings` DISABLE KEYS */;
INSERT INTO `settings` VALUES
('free_shipping_from','40'),
('shipping_cost','4.9'),
('welcome','Tea, and what it takes to make it'),
('mail_order','Thank you!\r\nYour order {order} has reached us.\r\n'),
('mail_shipped','Your order {order} is on its way.\r\n'),
('mail_welcome','Hello {name},\r\nwelcome to Kettle & Leaf.\r\n'),
('newsletter_text','Dear {name},\n\nspring is here.\n');
/*!40000 ALTER TABLE `settings` ENABLE KEYS */;
UNLOCK TABLES;

/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on 2016-02-11  9:30:02
