import { expect, test } from 'vitest';
import { openDump } from './dump.ts';

/** The text as bytes, in pieces of so many. */
function* pieces(text: string | Uint8Array, size: number): Generator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const dumpOf = (text: string | Uint8Array, size = 7) => openDump(() => pieces(text, size), 'dump.sql');

const hex = (text: string): string => `\\x${Buffer.from(text, 'utf8').toString('hex')}`;

const rowsOf = (text: string | Uint8Array, size?: number) =>
  [...dumpOf(text, size).rows()].map(({ table, values }) => [table, ...values]);

const table = (columns: string, rest = ''): string => `CREATE TABLE t (${columns}) ${rest};\n`;

test('extended inserts, escapes, and values in every way they are written', () => {
  const text = `${table('id int, a varchar(50), b blob, c bit(4), d decimal(5,2)')}
INSERT INTO \`t\` VALUES (1,'it''s; \\'x\\' \\n\\\\ ),(',0x00FF,b'101',-1.50),(2,NULL,_binary 'a\\0b',5,1e2);
insert t (a, id) values ("two ""words""", '3'), (_utf8mb4'x' COLLATE utf8mb4_bin, TRUE);
REPLACE INTO db.t SET id = 4, a = N'n';`;
  for (const size of [1, 7, 100_000])
    expect(rowsOf(text, size)).toEqual([
      ['t', '1', hex("it's; 'x' \n\\ ),("), '\\x00ff', '0101', '-1.50'],
      ['t', '2', null, '\\x610062', '0101', '1e2'],
      ['t', '3', hex('two "words"'), null, null, null],
      ['t', '1', hex('x'), null, null, null],
      ['t', '4', hex('n'), null, null, null],
    ]);
});

test('what stands in conditional comments counts, other comments and routines do not', () => {
  const text = `-- MySQL dump 10.13
-----------------------------------
/*!40101 SET NAMES utf8mb4 */;
/* INSERT INTO t VALUES (9); */
# a comment's end
${table('id int')}
LOCK TABLES \`t\` WRITE;
/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;
INSERT INTO \`t\` VALUES (1);
/*!50003 INSERT INTO t VALUES (2) */;
DELIMITER ;;
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN INSERT INTO t VALUES (3); END;;
DELIMITER ;
UNLOCK TABLES;`;
  expect(rowsOf(text)).toEqual([
    ['t', '1'],
    ['t', '2'],
  ]);
});

test('keys and counters that phpMyAdmin adds behind the rows', () => {
  const { tables, timeZone } = dumpOf(`SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
SET time_zone = "+02:00";
CREATE TABLE \`t\` (\`id\` int(11) NOT NULL, \`name\` varchar(20) NOT NULL) ENGINE=MyISAM DEFAULT CHARSET=latin1;
INSERT INTO \`t\` (\`id\`, \`name\`) VALUES (0, 'a'), (3, 'b');
ALTER TABLE \`t\` ADD PRIMARY KEY (\`id\`), ADD UNIQUE KEY \`name\` (\`name\`);
ALTER TABLE \`t\` MODIFY \`id\` int(11) NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=9;`);
  expect(timeZone).toBe('+02:00');
  expect(tables[0]).toMatchObject({
    legacy: {
      engine: 'myisam',
      collation: 'latin1',
      autoIncrement: '9',
      table: { primaryKey: { columns: ['id'] } },
    },
    profile: { rows: 2 },
  });
});

test('a column that counts is numbered as the server would', () => {
  const given = `${table('id int auto_increment primary key, a int')}INSERT INTO t VALUES (NULL,1),(0,1),(7,1),(DEFAULT,1);INSERT INTO t (a) VALUES (1);`;
  expect(rowsOf(given).map(([, id]) => id)).toEqual(['1', '2', '7', '8', '9']);
});

test('each text is decoded by the encoding it is written in; what is said to be UTF-8 stays as it is', () => {
  const latin = Buffer.from(
    `${table('a varchar(9), b varbinary(9)')}SET NAMES latin1;INSERT INTO t VALUES ('\xe9\x80','\xe9'),(_utf8'\xc3\xa9','');SET NAMES utf8;INSERT INTO t VALUES ('\xe9','\xe9');`,
    'latin1',
  );
  expect(rowsOf(latin)).toEqual([
    ['t', hex('é€'), '\\xe9'],
    ['t', hex('é'), '\\x'],
    ['t', '\\xe9', '\\xe9'],
  ]);
});

test.each([
  ['INSERT INTO t VALUES (1,2);', 2, 'has 2 values for 1 columns'],
  ['INSERT INTO t SELECT 1;', 2, 'come from a query'],
  ['\nINSERT INTO other VALUES (1);', 3, 'a table that the dump does not create'],
  ['INSERT INTO t VALUES (NOW());', 2, 'the server would compute NOW'],
  ['INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE id = 2;', 2, 'ON DUPLICATE KEY UPDATE'],
  ['UPDATE t SET id = 1;', 2, 'UPDATE is not run'],
])('%s is told with its line', (statement, line, why) => {
  const { unread } = dumpOf(`${table('id int')}${statement}`);
  expect(unread).toEqual([{ line, why: expect.stringContaining(why), count: 1 }]);
});

test.each([
  ["INSERT INTO t VALUES (1),\n('no end);\n", 3, 'has no end'],
  ['INSERT INTO t VALUES (1', 2, 'no closing parenthesis'],
  ['INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1;\n', 3, 'no closing parenthesis'],
])('%s ends the reading, with its line', (statement, line, why) => {
  expect(dumpOf(`${table('id int')}${statement}`).fault).toEqual({ line, why: expect.stringContaining(why) });
});

test('rows are not kept: a long dump is read piece by piece', () => {
  function* long(): Generator<Uint8Array> {
    yield new TextEncoder().encode(table('id int, a varchar(200)') + 'INSERT INTO t VALUES (0,NULL)');
    for (let at = 1; at <= 20_000; at += 1) yield new TextEncoder().encode(`,(${at},'${'x'.repeat(100)}')`);
    yield new TextEncoder().encode(';');
  }
  let last = '';
  for (const { values } of openDump(long, 'dump.sql').rows()) last = values[0] ?? '';
  expect(last).toBe('20000');
});
