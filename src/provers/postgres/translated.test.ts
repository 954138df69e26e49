import { expect, test } from 'vitest';
import { translated } from '../../artifacts/mysql/translate.ts';
import type { Backend } from '../../model/backend.ts';
import { readRepository } from '../../sources/repository/repository.ts';
import { memorySource } from '../../sources/repository/source.ts';
import { translatedPath } from '../../artifacts/mysql/translate.ts';
import { ddl } from './ddl.ts';

const schema = `
CREATE TABLE \`member\` (
  \`id\` int unsigned NOT NULL AUTO_INCREMENT,
  \`code\` bigint unsigned NOT NULL DEFAULT '0',
  \`name\` varchar(80) COLLATE utf8mb4_unicode_ci NOT NULL,
  \`state\` enum('on','off','it''s') NOT NULL DEFAULT 'on',
  \`flags\` set('a','b'),
  \`active\` tinyint(1) DEFAULT 1,
  \`bits\` bit(1) NOT NULL DEFAULT b'0',
  \`rank\` tinyint unsigned,
  \`price\` decimal(8,2) unsigned DEFAULT 0.00,
  \`born\` date NOT NULL DEFAULT '0000-00-00',
  \`seen\` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  \`at\` datetime,
  \`bio\` longtext,
  \`photo\` mediumblob,
  \`place\` point NOT NULL,
  \`key\` char(36) DEFAULT (uuid()),
  \`half\` double GENERATED ALWAYS AS (\`price\` / 2) STORED,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`by_name\` (\`name\`),
  KEY \`by_bio\` (\`bio\`(50)),
  FULLTEXT KEY \`words\` (\`bio\`,\`name\`),
  SPATIAL KEY \`places\` (\`place\`),
  CHECK (\`price\` >= 1),
  CHECK (length(\`name\`) > 2)
) ENGINE=InnoDB;
CREATE TABLE \`order\` (
  \`id\` bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  \`member_id\` int unsigned NOT NULL,
  KEY \`by_name\` (\`member_id\`),
  FOREIGN KEY (\`member_id\`) REFERENCES \`member\` (\`id\`) ON DELETE CASCADE
) ENGINE=InnoDB;
`;

const read = (text: string): Promise<Backend> =>
  readRepository(memorySource(new Map([['db/schema.sql', text]])));

test('a schema of MySQL is executed in the language of PostgreSQL', async () => {
  const backend = await read(schema);
  const { claims, inputs } = ddl.claims(backend);
  expect(claims.map(({ id }) => id)).toEqual(['ddl/translated-schema-executes']);
  const [outcome] = await ddl.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.incomplete.length).toBeGreaterThanOrEqual(10);
  await expect(inputs.get(translatedPath)).toMatchFileSnapshot('./__snapshots__/translated.sql');
});

test('what PostgreSQL cannot say of it is told by place', async () => {
  const { data } = await read(schema);
  expect(
    translated(data).unproven.map(
      ({ where, mysql, why }) => `${where}: ${mysql}: ${why.split(/[:;,]/)[0] ?? ''}`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "member.name: collate utf8mb4_unicode_ci: compared without case",
      "member.flags: set('a','b'): a set of labels is kept as text",
      "member.born: default '0000-00-00': there is no such date",
      "member.seen: on update CURRENT_TIMESTAMP(3): needs a BEFORE UPDATE trigger",
      "member.at: datetime: a datetime has no zone",
      "member.place: point: point has no counterpart in PostgreSQL without an extension",
      "member index by_bio (bio(50)): prefix key: an index of an expression stands for it",
      "member index words (bio, name): fulltext key: a GIN index of words stands for it",
      "member index places (place): spatial key: needs PostGIS",
      "member: check (length(\`name\`) > 2): the expression is not translated",
      "order.id: bigint unsigned: values above 9",
    ]
  `);
});

test('a broken translation is refuted, with the place', async () => {
  const { claims, inputs } = ddl.claims(await read(schema));
  const [outcome] = await ddl.prove(claims, (path) => (inputs.get(path) ?? '').replace('>= 0', '>> zero'));
  expect(outcome?.verdict.kind).toBe('refuted');
});

test('one name for keys of several tables, and keys on the beginning of bytes', async () => {
  const { claims, inputs } = ddl.claims(
    await read(`
CREATE TABLE \`site\` (\`id\` int NOT NULL, \`name\` varchar(9), \`url\` varbinary(400), UNIQUE KEY \`name\` (\`name\`), UNIQUE KEY \`url\` (\`url\`(190)));
CREATE TABLE \`name\` (\`id\` int NOT NULL, \`name\` varchar(9), KEY \`name\` (\`name\`), UNIQUE KEY \`site\` (\`name\`));
`),
  );
  const [outcome] = await ddl.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements).toMatchObject({ tables: 2, indexes: 4 });
});
