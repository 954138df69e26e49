import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '../../../model/data.ts';
import { startMariadb } from '../../../testing/native-mariadb.ts';
import type { Mariadb, MariadbServer } from '../../../testing/native-mariadb.ts';
import { readCatalogue } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { ConnectionProblem } from '../problem.ts';
import { withinReadOnlyMysql } from './mysql-connection.ts';

const native: Mariadb = await startMariadb();
if (native.kind === 'skipped') process.stdout.write(`skipped: ${native.why}\n`);
const server = (): MariadbServer => {
  if (native.kind === 'skipped') throw new Error(native.why);
  return native.server;
};

const schema = `
  create database boats character set latin1;
  create database other;
  use boats;
  create table harbours (id int(11) unsigned not null auto_increment primary key, name varchar(80) character set utf8mb4 collate utf8mb4_bin,
    kind enum('sea','river') not null default 'sea', tags set('old','deep'), open tinyint(1) not null default 1,
    born datetime not null default '0000-00-00 00:00:00', seen timestamp(3) not null default current_timestamp(3) on update current_timestamp(3),
    area decimal(8,2), twice decimal(9,2) as (area * 2) stored, note text comment 'shown', extra json,
    unique key by_name (name), key by_note (note(20)), check (area >= 0)) engine=InnoDB auto_increment=500 comment='where boats lie';
  create table boats (id bigint primary key, harbour_id int unsigned, name varchar(60), story text, key (name, id), fulltext key words (story),
    constraint berth foreign key (harbour_id) references harbours (id) on delete set null on update cascade) engine=InnoDB;
  create table log (line varchar(200), at datetime) engine=MyISAM;
  insert into harbours (name) values ('Nordhafen'), ('Secret bay');
  insert into boats values (1, 500, 'Ida', 'hidden story');
  insert into log values ('a secret', now()), ('another', now()), ('third', now());
  create view open_harbours as select * from harbours where open = 1;
  create trigger boat_in before insert on boats for each row set new.name = trim(new.name);
  create procedure tidy() delete from log;
  create function twice(x int) returns int deterministic return x * 2;
  create event nightly on schedule every 1 day do delete from log;
  create user reader@'%' identified by 'pass word/1';
  grant select on boats.* to reader@'%';
  create user clerk@'%' identified by 'x';
  grant select (id, name) on boats.boats to clerk@'%';
  create user strict@'%' identified by 'x' require ssl;
  grant select on boats.* to strict@'%';
`;

const address = (user: string, password: string, database = 'boats', options = ''): string =>
  `mysql://${user}:${encodeURIComponent(password)}@127.0.0.1:${server().port}/${database}${options}`;

const tableOf = ({ data }: Catalogue, name: string): Table | undefined =>
  data.tables.find((table) => table.name === name);

async function problem(url: string): Promise<ConnectionProblem> {
  try {
    await readCatalogue(url);
  } catch (error) {
    if (error instanceof ConnectionProblem) return error;
    throw error;
  }
  throw new Error('it connected');
}

test('what is no address is told, and no password is', async () => {
  for (const url of ['shop', 'oracle://a:hunter2@b/c', 'mysql://[', 'mysql://a:hunter2@127.0.0.1/']) {
    const { message, next } = await problem(url);
    expect(`${message} ${next}`).not.toContain('hunter2');
    expect(next).not.toBe('');
  }
});

test('a server that is not there is told with the next step', async () => {
  const { message, next } = await problem('mysql://reader:hunter2@127.0.0.1:1/shop');
  expect(message).toBe('mysql://reader@127.0.0.1:1/shop: connect ECONNREFUSED 127.0.0.1:1');
  expect(next).toContain('Nothing listens there');
});

describe.skipIf(native.kind === 'skipped')('MariaDB', () => {
  beforeAll(() => void server().script(schema));
  afterAll(() => server().stop());

  test('tells tables with types, keys, references, sizes and where each value was read', async () => {
    const catalogue = await readCatalogue(address('reader', 'pass word/1'));
    const harbours = tableOf(catalogue, 'harbours');
    expect(
      harbours?.columns.map(({ name, type, nullable, default: value }) => [name, type, nullable, value]),
    ).toEqual([
      ['id', 'int unsigned', false, 'auto_increment'],
      ['name', 'varchar(80)', true, undefined],
      ['kind', "enum('sea','river')", false, "'sea'"],
      ['tags', "set('old','deep')", true, undefined],
      ['open', 'tinyint(1)', false, '1'],
      ['born', 'datetime', false, "'0000-00-00 00:00:00'"],
      ['seen', 'timestamp(3)', false, 'CURRENT_TIMESTAMP(3)'],
      ['area', 'decimal(8,2)', true, undefined],
      ['twice', 'decimal(9,2)', true, undefined],
      ['note', 'text', true, undefined],
      ['extra', 'longtext', true, undefined],
    ]);
    const column = (name: string) => harbours?.columns.find((each) => each.name === name);
    expect(column('name')?.collation).toBe('utf8mb4_bin');
    expect(column('note')).toMatchObject({
      comment: 'shown',
      origin: { kind: 'catalog', object: 'boats.harbours.note' },
    });
    expect(column('note')?.collation).toBeUndefined();
    expect(column('seen')?.onUpdate).toBe('CURRENT_TIMESTAMP(3)');
    expect(column('twice')?.generated).toContain('area');
    expect(harbours).toMatchObject({
      comment: 'where boats lie',
      primaryKey: { columns: ['id'] },
      uniques: [{ name: 'by_name', columns: ['name'] }],
      indexes: [{ name: 'by_note', columns: ['note(20)'], method: 'btree' }],
      storage: { engine: 'InnoDB', next: { value: 502, unit: 'count' } },
    });
    expect(harbours?.checks.map(({ sql }) => sql).join()).toContain('area');
    expect(tableOf(catalogue, 'boats')).toMatchObject({
      indexes: [
        { name: 'berth', columns: ['harbour_id'] },
        { name: 'name', columns: ['name', 'id'] },
        { name: 'words', columns: ['story'], method: 'fulltext' },
      ],
      foreignKeys: [
        {
          name: 'berth',
          columns: ['harbour_id'],
          references: { table: 'harbours', columns: ['id'] },
          onDelete: 'set null',
          onUpdate: 'cascade',
        },
      ],
    });
    const log = tableOf(catalogue, 'log');
    expect(log).toMatchObject({
      rows: { value: 3, unit: 'rows', origin: { kind: 'catalog' } },
      storage: { engine: 'MyISAM', collation: 'latin1_swedish_ci' },
    });
    expect(log?.rows?.low).toBeUndefined();
    expect(log?.primaryKey).toBeUndefined();
    expect(tableOf(catalogue, 'open_harbours')).toBeUndefined();
    expect(catalogue.data.views).toMatchObject([{ name: 'open_harbours', securityInvoker: false }]);
    expect(catalogue.data.engine?.name).toBe('mariadb');
  });

  test('tells server code by name to whoever may see it', async () => {
    const { live } = await readCatalogue(`mysql://root@localhost/boats?socket=${server().socket}`);
    expect(live.routines.map(({ kind, name, table, when }) => [kind, name, table, when])).toEqual([
      ['trigger', 'boat_in', 'boats', 'before insert'],
      ['function', 'twice', undefined, undefined],
      ['procedure', 'tidy', undefined, undefined],
      ['event', 'nightly', undefined, 'every 1 day'],
    ]);
    expect(live.address).toBe('mysql://localhost/boats');
  });

  test('no value of a row and no password is in what was read', async () => {
    const text = JSON.stringify(await readCatalogue(address('reader', 'pass word/1')));
    expect(text).not.toMatch(/Nordhafen|Secret bay|hidden story|a secret|pass word|pass%20word|reader/);
  });

  test('a user sees what its rights show, and no more is asked for', async () => {
    const { data } = await readCatalogue(address('clerk', 'x'));
    expect(data.tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ['boats', ['id', 'name']],
    ]);
  });

  test('nothing is written: the session refuses it, and no counter of the server moves', async () => {
    const before = counters();
    await readCatalogue(`mysql://root@localhost/boats?socket=${server().socket}`);
    expect(counters()).toEqual(before);
    for (const statement of [
      "insert into log values ('x', now())",
      'create table more (id int)',
      'drop table log',
      'call tidy()',
    ])
      await expect(
        withinReadOnlyMysql(`mysql://root@localhost/boats?socket=${server().socket}`, (ask) =>
          ask(statement),
        ),
      ).rejects.toThrow(/READ ONLY|read-only/i);
    expect(server().script('select count(*) from log', 'boats')).toBe('3');
  });

  test('a server that takes too long is left', async () => {
    const { message, next } = await withinReadOnlyMysql(address('reader', 'pass word/1'), async (ask) => {
      await ask('set session max_statement_time = 0.2');
      return ask('select sleep(5) from information_schema.tables');
    }).then(
      () => ({ message: '', next: '' }),
      (error: unknown) => (error instanceof ConnectionProblem ? error : { message: String(error), next: '' }),
    );
    expect(message).toMatch(/max_statement_time|interrupted/);
    expect(next).toContain('timeout');
  });

  test.each([
    ['a wrong password', 'reader', 'hunter2', 'boats', '', /Access denied/, /user and password/],
    ['a database that is not there', 'root_', 'x', 'nowhere', '', /Access denied|Unknown database/, /./],
    [
      'no right on the database',
      'reader',
      'pass word/1',
      'other',
      '',
      /Access denied/,
      /name of the database/,
    ],
    ['an account that demands TLS', 'strict', 'x', 'boats', '', /Access denied/, /ssl-mode=required/],
    ['a mode that is not known', 'reader', 'x', 'boats', '?ssl-mode=maybe', /ssl-mode/, /verify_identity/],
  ])('%s is told with the next step', async (_, user, password, database, options, says, then) => {
    const { message, next } = await problem(address(user, password, database, options));
    expect(message).toMatch(says);
    expect(next).toMatch(then);
    expect(`${message} ${next}`).not.toContain('hunter2');
    expect(message).not.toContain('\n');
  });

  test('TLS is spoken where it is asked for', async () => {
    if (server().script('select @@have_ssl') !== 'YES')
      return void process.stdout.write('skipped: the server has no TLS\n');
    const { live } = await readCatalogue(address('strict', 'x', 'boats', '?ssl-mode=required'));
    expect(live.database).toBe('boats');
    const { next } = await problem(address('strict', 'x', 'boats', '?ssl-mode=verify_identity'));
    expect(next).toMatch(/certificate/);
  });
});

/** What the server counts of writes. Bytes of its log are left out: it tidies up behind earlier statements by itself. */
const counters = (): readonly string[] =>
  server()
    .script(
      `show global status where variable_name in ('Innodb_rows_inserted', 'Innodb_rows_updated', 'Innodb_rows_deleted', 'Com_insert',
        'Com_update', 'Com_delete', 'Com_replace', 'Com_create_table', 'Com_alter_table', 'Com_drop_table',
        'Key_write_requests', 'Handler_update', 'Handler_delete')`,
    )
    .split('\n');
