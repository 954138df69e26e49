// Data of the shape of TPC-H at scale factor 1 (TPC-H specification, clauses 1.4 and 4.2), drawn by our own statements:
// the same tables, row counts, domains and dependencies between dates, not the text of dbgen.
/** Orders and their items can be drawn fewer. */
const scale = Number(process.env.PLUMBLINE_BENCH_SCALE ?? 1);
const pick = (words) =>
  `(array[${words.map((word) => `'${word}'`).join(',')}])[1 + floor(random() * ${words.length})::int]`;
const words =
  'furiously quickly carefully special pending express regular final ironic even bold silent blithely requests deposits packages accounts instructions theodolites foxes pinto beans dependencies excuses platelets asymptotes courts dolphins Customer Complaints sleep wake haggle nag use cajole integrate boost detect'.split(
    ' ',
  );
const colours =
  'almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood burnished chartreuse chiffon chocolate coral cornflower cornsilk cream cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro ghost goldenrod green grey honeydew hot indian ivory khaki lace lavender lawn lemon light lime linen magenta maroon medium metallic midnight mint misty moccasin navajo navy olive orange orchid pale papaya peach peru pink plum powder puff purple red rose rosy royal saddle salmon sandy seashell sienna sky slate smoke snow spring steel tan thistle tomato turquoise violet wheat white yellow'.split(
    ' ',
  );
const nations =
  'ALGERIA:0 ARGENTINA:1 BRAZIL:1 CANADA:1 EGYPT:4 ETHIOPIA:0 FRANCE:3 GERMANY:3 INDIA:2 INDONESIA:2 IRAN:4 IRAQ:4 JAPAN:2 JORDAN:4 KENYA:0 MOROCCO:0 MOZAMBIQUE:0 PERU:1 CHINA:2 ROMANIA:3 SAUDI_ARABIA:4 VIETNAM:2 RUSSIA:3 UNITED_KINGDOM:3 UNITED_STATES:1'
    .replaceAll('_', ' ')
    .match(/[A-Z ]+:\d/g)
    .map((entry) => entry.trim().split(':'));
const comment = (count) => Array.from({ length: count }, () => pick(words)).join(" || ' ' || ");
const phone = (nation) =>
  `(10 + ${nation}) || '-' || (100 + floor(random() * 900)::int) || '-' || (100 + floor(random() * 900)::int) || '-' || (1000 + floor(random() * 9000)::int)`;

const tables = `
create table region (r_regionkey int primary key, r_name char(25) not null, r_comment varchar(152));
create table nation (n_nationkey int primary key, n_name char(25) not null, n_regionkey int not null references region, n_comment varchar(152));
create table supplier (s_suppkey int primary key, s_name char(25) not null, s_address varchar(40) not null, s_nationkey int not null references nation, s_phone char(15) not null, s_acctbal numeric(15,2) not null, s_comment varchar(101) not null);
create table part (p_partkey int primary key, p_name varchar(55) not null, p_mfgr char(25) not null, p_brand char(10) not null, p_type varchar(25) not null, p_size int not null, p_container char(10) not null, p_retailprice numeric(15,2) not null, p_comment varchar(23) not null);
create table partsupp (ps_partkey int not null, ps_suppkey int not null, ps_availqty int not null, ps_supplycost numeric(15,2) not null, ps_comment varchar(199) not null);
create table customer (c_custkey int primary key, c_name varchar(25) not null, c_address varchar(40) not null, c_nationkey int not null references nation, c_phone char(15) not null, c_acctbal numeric(15,2) not null, c_mktsegment char(10) not null, c_comment varchar(117) not null);
create table orders (o_orderkey int not null, o_custkey int not null, o_orderstatus char(1) not null, o_totalprice numeric(15,2) not null, o_orderdate date not null, o_orderpriority char(15) not null, o_clerk char(15) not null, o_shippriority int not null, o_comment varchar(79) not null);
create table lineitem (l_orderkey int not null, l_partkey int not null, l_suppkey int not null, l_linenumber int not null, l_quantity numeric(15,2) not null, l_extendedprice numeric(15,2) not null, l_discount numeric(15,2) not null, l_tax numeric(15,2) not null, l_returnflag char(1) not null, l_linestatus char(1) not null, l_shipdate date not null, l_commitdate date not null, l_receiptdate date not null, l_shipinstruct char(25) not null, l_shipmode char(10) not null, l_comment varchar(44) not null)`;

const rows = [
  'select setseed(0.25)',
  `insert into region select * from (values ${['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'].map((name, at) => `(${at}, '${name}', 'region')`).join(',')}) v`,
  `insert into nation values ${nations.map(([name, region], at) => `(${at}, '${name}', ${region}, 'nation')`).join(',')}`,
  `insert into supplier select i, 'Supplier#' || lpad(i::text, 9, '0'), md5(i::text), n, ${phone('n')}, round((random() * 10999 - 999)::numeric, 2), left(${comment(8)}, 101) from (select i, floor(random() * 25)::int as n from generate_series(1, 10000) i) s`,
  `insert into part select i, ${Array.from({ length: 5 }, () => pick(colours)).join(" || ' ' || ")}, 'Manufacturer#' || m, 'Brand#' || m || (1 + floor(random() * 5)::int), ${pick(['STANDARD', 'SMALL', 'MEDIUM', 'LARGE', 'ECONOMY', 'PROMO'])} || ' ' || ${pick(['ANODIZED', 'BURNISHED', 'PLATED', 'POLISHED', 'BRUSHED'])} || ' ' || ${pick(['TIN', 'NICKEL', 'BRASS', 'STEEL', 'COPPER'])}, 1 + floor(random() * 50)::int, ${pick(['SM', 'LG', 'MED', 'JUMBO', 'WRAP'])} || ' ' || ${pick(['CASE', 'BOX', 'BAG', 'JAR', 'PKG', 'PACK', 'CAN', 'DRUM'])}, (90000 + (i / 10) % 20001 + 100 * (i % 1000)) / 100.0, left(${comment(2)}, 23) from (select i, 1 + floor(random() * 5)::int as m from generate_series(1, 200000) i) p`,
  `insert into partsupp select i, 1 + (i + s * (2500 + (i - 1) / 10000)) % 10000, 1 + floor(random() * 9999)::int, round((1 + random() * 999)::numeric, 2), ${comment(14)} from generate_series(1, 200000) i, generate_series(0, 3) s`,
  `insert into customer select i, 'Customer#' || lpad(i::text, 9, '0'), md5(i::text), n, ${phone('n')}, round((random() * 10999 - 999)::numeric, 2), ${pick(['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'MACHINERY', 'HOUSEHOLD'])}, ${comment(8)} from (select i, floor(random() * 25)::int as n from generate_series(1, 150000) i) c`,
  // A third of the customers have no order; keys are sparse: eight used of every 32.
  `insert into orders select (i / 8) * 32 + i % 8, 1 + 3 * floor(random() * 50000)::int + floor(random() * 2)::int, case when d > date '1995-06-17' then 'O' when d < date '1995-03-01' then 'F' else 'P' end, round((1000 + random() * 450000)::numeric, 2), d, ${pick(['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'])}, 'Clerk#' || lpad((1 + floor(random() * 1000)::int)::text, 9, '0'), 0, ${comment(6)} from (select i, date '1992-01-01' + floor(random() * 2406)::int as d from generate_series(1, ${1_500_000 * scale}) i) o`,
  `insert into lineitem select k, p, 1 + (p + floor(random() * 4)::int * (2500 + (p - 1) / 10000)) % 10000, line, q, round((q * (900 + p % 1000))::numeric, 2), round((floor(random() * 11) / 100)::numeric, 2), round((floor(random() * 9) / 100)::numeric, 2), case when r <= date '1995-06-17' then ${pick(['R', 'A'])} else 'N' end, case when s > date '1995-06-17' then 'O' else 'F' end, s, c, r, ${pick(['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])}, ${pick(['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])}, ${comment(3)}
from (select o.o_orderkey as k, line, 1 + floor(random() * 200000)::int as p, 1 + floor(random() * 50)::int as q, d.s, o.o_orderdate + 30 + floor(random() * 61)::int as c, d.s + 1 + floor(random() * 30)::int as r
  from (select o_orderkey, o_orderdate, 1 + floor(random() * 7)::int as lines from orders) o, generate_series(1, lines) line, lateral (select o.o_orderdate + 1 + floor(random() * 121 + line * 0)::int as s) d) x`,
];

const keys = `
alter table partsupp add primary key (ps_partkey, ps_suppkey);
alter table orders add primary key (o_orderkey);
alter table lineitem add primary key (l_orderkey, l_linenumber);
alter table partsupp add foreign key (ps_partkey) references part, add foreign key (ps_suppkey) references supplier;
alter table orders add foreign key (o_custkey) references customer;
alter table lineitem add foreign key (l_orderkey) references orders, add foreign key (l_partkey, l_suppkey) references partsupp`;

const foreignKeyIndexes = `
create index on nation (n_regionkey);
create index on supplier (s_nationkey);
create index on customer (c_nationkey);
create index on partsupp (ps_suppkey);
create index on orders (o_custkey);
create index on lineitem (l_partkey, l_suppkey);
create index on lineitem (l_suppkey)`;

/** Statements that make the database; with or without an index for each foreign key. */
export const tpchStatements = (withForeignKeyIndexes) => [
  tables,
  ...rows,
  keys,
  ...(withForeignKeyIndexes ? [foreignKeyIndexes] : []),
];
