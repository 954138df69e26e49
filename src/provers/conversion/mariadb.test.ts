import { spawnSync } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { mysqlChecksumSql } from '../../migration/conversion/checksum.ts';
import { loadStatements } from '../../migration/conversion/loads.ts';
import { conversionPlan } from '../../migration/conversion/plan.ts';
import { openDump } from '../../sources/mysql-dump/dump.ts';
import { checkConversion } from './check.ts';

const own = `plumbline_test_${process.pid}`;
const server = ['-h', '127.0.0.1', '-u', 'root'];

const run = (program: string, args: readonly string[], input = ''): Buffer | string => {
  const { status, stdout, stderr, error } = spawnSync(program, [...server, ...args], {
    input,
    maxBuffer: 1 << 28,
  });
  return status === 0 ? stdout : (error?.message ?? String(stderr));
};
const answers = (program: string): boolean =>
  Buffer.isBuffer(run(program, program === 'mysql' ? ['-e', 'select 1'] : ['--version']));

const missing = ['mysql', 'mysqldump'].find((program) => !answers(program));
if (missing !== undefined) console.log(`skipped: no MariaDB answers on 127.0.0.1 (${missing})`);
else afterAll(() => void run('mysql', ['-e', `drop database if exists ${own}`]));

/** Values at the edges of every type, as a server holds them. */
const tables = `
create table everything (
  id int unsigned not null auto_increment primary key, a tinyint, b smallint unsigned, c mediumint, d bigint unsigned,
  e decimal(20,6), f double, g float(9,2), s tinyint(1), h bit(1), i bit(9), j date, k datetime(6), l timestamp(3) null,
  m time(2), n year, o char(8), p varchar(40) collate utf8mb4_bin, q mediumtext, r binary(4), t varbinary(20), u longblob,
  v enum('a','b''c','é') , w set('x','y'), x varchar(30) character set latin1, y int zerofill, unique key (o)
) default charset utf8mb4;
set sql_mode = '';
insert into everything values
 (1,-128,65535,-8388608,18446744073709551615,-12345678901234.000001,1e15,1234567.89,1,b'1',b'101010101','2020-02-29','2020-01-01 10:20:30.123456','2020-01-01 10:20:30.5','-838:59:59.00',2155,'x ','it''s \\\\ "q"','line
break\\ttab',x'00ff',x'00271a5c0d0a22','\\0\\n\\r\\Z\\'','b''c','x,y','Grüße €',42),
 (4294967295,127,0,8388607,0,0,-0.1,-0.01,0,b'0',b'0','0000-00-00','0000-00-00','1970-01-01 00:00:01','00:00:00.01',0,'','','😀',x'',x'',x'','é','','',0),
 (7,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null),
 (8,1,1,1,1,0.5,123.456,0,1,1,1,'2020-00-00','9999-12-31 23:59:59','2037-01-01','12:00','1999','é',' x ','a;b -- c /* d */','abcd',';','--','','y','ÿ',1);
create table twice (x int, y text) engine=myisam default charset latin1;
insert into twice values (1,'a'),(1,'a'),(null,null),(2,'ü');
`;

test.skipIf(missing !== undefined).each([
  ['as it is by default', []],
  [
    'with hexadecimal literals, a statement a row, and names of columns',
    ['--hex-blob', '--skip-extended-insert', '--complete-insert'],
  ],
  [
    'in latin1',
    ['--default-character-set=latin1', '--where=1 and (id is null or id <> 4294967295)', 'everything'],
  ],
])(
  'a dump %s is what MariaDB holds, and what PostgreSQL holds then',
  async (_, options) => {
    run('mysql', ['-e', `drop database if exists ${own}; create database ${own} default charset utf8mb4`]);
    expect(String(run('mysql', ['--default-character-set=utf8mb4', own], tables))).toBe('');
    const [only] = options.filter((option) => !option.startsWith('--'));
    const dumped = run('mysqldump', [
      ...options.filter((option) => option.startsWith('--')),
      own,
      ...(only === undefined ? [] : [only]),
    ]);
    if (!Buffer.isBuffer(dumped)) throw new Error(dumped);
    // What the dump holds is asked of the server that reads it back: float and the encoding lose something in a dump.
    run('mysql', ['-e', `drop database ${own}; create database ${own} default charset utf8mb4`]);
    const loaded = spawnSync('mysql', [...server, own], { input: dumped });
    expect(String(loaded.stderr)).toBe('');
    const dump = openDump(() => [dumped], 'dump.sql');
    const plan = conversionPlan(dump.tables, {
      repairEncoding: false,
      timeZone: dump.timeZone ?? '',
      schema: 'public',
    });
    const sql = ["set time_zone = '+00:00'", ...plan.tables.map(mysqlChecksumSql)].join(';\n');
    const told = String(run('mysql', ['-N', '--default-character-set=utf8mb4', own], sql))
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    const { outcome, tables: carried } = await checkConversion({
      file: 'dump.sql',
      plan,
      origins: new Map(),
      loads: () => loadStatements(plan, dump.rows()),
      unread: dump.unread,
      assumptions: [],
    });
    expect(outcome.verdict).toEqual({ kind: 'proved' });
    expect(
      carried.map(({ table, converted, checksumConverted }) => [table, String(converted), checksumConverted]),
    ).toEqual(told);
  },
  300_000,
);
