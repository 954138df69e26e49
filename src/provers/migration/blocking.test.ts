import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNative } from '../../testing/native-postgres.ts';
import { formsSchema } from '../../testing/statement-forms.ts';
import { openSession } from '../postgres/session.ts';
import type { Session } from '../postgres/session.ts';
import { loadGrammar, readScript } from './script/script.ts';
import { blockedBy, locksConflict, strength } from './trace/locks.ts';
import type { LockMode } from './trace/locks.ts';
import { effectsOf, tableLocks } from './trace/observation.ts';
import type { TableLock } from './trace/observation.ts';
import { openWatch } from './trace/watch.ts';

/** A statement of each lock level that migrations reach, held open in one connection. */
const held: readonly string[] = [
  'select count(*) from accounts',
  'select id from accounts where id = 1 for update',
  'insert into accounts (id, age) values (900, 1)',
  "comment on table accounts is 'x'",
  'analyze accounts',
  'alter table accounts set (fillfactor = 80)',
  'alter table accounts alter column email set statistics 500',
  'alter table accounts validate constraint code_short',
  'create statistics both_known (dependencies) on age, region_id from accounts',
  'create index on accounts (region_id)',
  'reindex table accounts',
  'reindex index accounts_age',
  'create trigger stamped_too before update on accounts for each row execute function stamp()',
  'alter table accounts disable trigger stamped',
  'alter table accounts add constraint in_region foreign key (region_id) references regions (id)',
  'alter table accounts add constraint in_region foreign key (region_id) references regions (id) not valid',
  'lock table accounts in exclusive mode',
  'alter table accounts add column note text',
  'alter table accounts alter column amount type numeric(10, 4)',
  'alter table accounts alter column email set not null',
  'alter table accounts rename column email to mail',
  'alter table accounts drop column doc',
  'alter table accounts add constraint adult check (age > 0) not valid',
  'alter table accounts enable row level security',
  'create policy mine on accounts using (id = 1)',
  'drop trigger stamped on accounts',
  'drop index accounts_age',
  'cluster accounts using accounts_age',
  'truncate accounts cascade',
];

/** What others try meanwhile on the same table, with the lock it needs (PostgreSQL documentation, "Explicit Locking"). */
const tried: readonly (readonly [sql: string, mode: LockMode])[] = [
  ['select count(*) from accounts', 'AccessShareLock'],
  ['select id from accounts where id = 7 for update', 'RowShareLock'],
  ["insert into accounts (id, age, email) values (901, 1, 'new')", 'RowExclusiveLock'],
  ["update accounts set state = 'x' where id = 8", 'RowExclusiveLock'],
  ['delete from accounts where id = 999', 'RowExclusiveLock'],
  ['alter table accounts set (fillfactor = 70)', 'ShareUpdateExclusiveLock'],
  ['create index on accounts (state)', 'ShareLock'],
  [
    'create trigger another before update on accounts for each row execute function stamp()',
    'ShareRowExclusiveLock',
  ],
  ['lock table accounts in exclusive mode', 'ExclusiveLock'],
  ['alter table accounts add column further text', 'AccessExclusiveLock'],
];

const native = startNative({ timezone: 'Europe/Paris' });
let embedded: Session | undefined;
const clients: Client[] = [];

beforeAll(async () => {
  if (native.kind === 'skipped') {
    console.log(`skipped: ${native.why}`);
    return;
  }
  await loadGrammar();
  embedded = await openSession({ extensions: [] });
  for (let at = 0; at < 2; at++) {
    const client = new Client({ connectionString: native.server.url });
    await client.connect();
    clients.push(client);
  }
  for (const sql of formsSchema) {
    await embedded.rows(sql);
    await clients[0]?.query(sql);
  }
  await clients[1]?.query("set lock_timeout = '150ms'");
}, 120_000);

afterAll(async () => {
  for (const client of clients) await client.end();
  await embedded?.close();
  if (native.kind === 'running') native.server.stop();
});

/** The modes our output tells of the table: seen in the embedded server, in a transaction that is undone. */
async function told(session: Session, sql: string): Promise<readonly TableLock[]> {
  const [statement] = readScript('form.sql', sql).statements;
  if (statement === undefined) throw new Error(`no statement: ${sql}`);
  await session.rows('begin');
  try {
    const watch = await openWatch(session, new Map());
    const effects = effectsOf(await watch.within(statement, sql));
    return tableLocks(effects?.taken ?? []).filter(({ relation }) => relation === 'accounts');
  } finally {
    await session.run('rollback');
  }
}

/** Which of the statements wait while the first connection holds what it took. */
async function waiting(sql: string): Promise<readonly string[]> {
  const [first, second] = clients;
  if (first === undefined || second === undefined) throw new Error('the servers did not start');
  const waits: string[] = [];
  await first.query('begin');
  try {
    await first.query(sql);
    await tryAll(second, waits);
  } finally {
    await first.query('rollback');
  }
  return waits;
}

async function tryAll(second: Client, waits: string[]): Promise<void> {
  for (const [other] of tried) {
    await second.query('begin');
    await second.query(other).catch((error: { readonly code?: string; readonly message?: string }) => {
      if (error.code !== '55P03') throw new Error(`${other}: ${error.message ?? ''}`);
      waits.push(other);
    });
    await second.query('rollback');
  }
}

test.skipIf(native.kind === 'skipped').each(held)(
  '%s',
  async (sql) => {
    if (embedded === undefined) throw new Error('the servers did not start');
    const locks = await told(embedded, sql);
    const expected = tried.filter(([, mode]) =>
      // A lock on an index keeps plans waiting, and nothing else.
      locks.some((lock) =>
        lock.index === undefined
          ? locksConflict(lock.mode, mode)
          : strength(mode) <= strength('RowExclusiveLock'),
      ),
    );
    const waits = await waiting(sql);
    expect(waits).toEqual(expected.map(([other]) => other));
    const who = locks.map(({ mode }) => blockedBy(mode));
    expect(waits.includes('select count(*) from accounts')).toBe(who.includes('readers and writers'));
    expect(waits.some((other) => other.startsWith('insert'))).toBe(who.some((each) => each !== 'nobody'));
  },
  60_000,
);
