import { expect, test } from 'vitest';
import { memorySource } from '../repository/source.ts';
import { readLegacyDump } from './legacy-dump.ts';

const dump = `SET TIME_ZONE='+00:00';
CREATE TABLE \`a\` (\`id\` int unsigned NOT NULL AUTO_INCREMENT, \`on\` tinyint(1), \`born\` date, PRIMARY KEY (\`id\`)) ENGINE=MyISAM;
INSERT INTO \`a\` VALUES (1,2,'0000-00-00'),(2,1,NULL);
CREATE TABLE b (x int) ENGINE=InnoDB;`;

test('the dump with most tables counts, others add theirs, and no row is kept', async () => {
  const data = await readLegacyDump(
    memorySource(
      new Map([
        ['sql/old.sql', 'CREATE TABLE `a` (`id` int) ENGINE=MyISAM; CREATE TABLE `c` (`y` int);'],
        [
          'db/dump.sql',
          `${dump} CREATE TABLE d (secret varchar(9)) ENGINE=InnoDB; INSERT INTO d VALUES ('Ada');`,
        ],
        ['pg.sql', 'create table p (id uuid primary key);'],
      ]),
    ),
  );
  expect(data?.files).toEqual(['db/dump.sql', 'sql/old.sql']);
  expect(data?.tables.map(({ legacy }) => legacy.table.name)).toEqual(['a', 'b', 'd', 'c']);
  expect(data?.timeZone).toBe('+00:00');
  expect(data?.tables[0]?.profile).toEqual({
    rows: 2,
    beyondSwitch: ['on'],
    zeroDates: ['born'],
    longTimes: [],
    nulls: ['born'],
  });
  expect(data?.left).toEqual(['tables that stand in two files, the longer one counts: a of sql/old.sql']);
  expect(JSON.stringify(data)).not.toContain('Ada');
});

test('a repository without a dump of MySQL has none', async () => {
  expect(
    await readLegacyDump(memorySource(new Map([['a.sql', 'create table p (id uuid);']]))),
  ).toBeUndefined();
});
