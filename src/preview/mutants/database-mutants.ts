import type { Running } from '../running.ts';
import { owner } from '../database/database.ts';
import { nothingRan, rewriting, where } from './mutant.ts';
import type { MakePart, Mutant } from './mutant.ts';

const insertOutbox = /^insert into (\w+\.)?outbox\w*/i;
const insertAudit = /^insert into (\w+\.)?audit_entr\w*/i;

/** Statements on the database, after the schema is there. */
const script =
  (sql: (running: Running) => Promise<string>): MakePart =>
  async (running) => {
    await running.database.script(await sql(running));
    return {};
  };

const lastOf = { hash: '' };

/** Faults of what is stored: rows, messages, keys, entries of the audit trail. */
export const databaseMutants: readonly Mutant[] = [
  {
    id: 'event-lost',
    what: 'what happened is not published',
    suite: 'messages',
    running: rewriting(where(insertOutbox, async () => nothingRan)),
  },
  {
    id: 'event-published-twice',
    what: 'what happened is published twice',
    suite: 'messages',
    running: (running) =>
      rewriting(
        where(insertOutbox, async ({ sql, values }, run) => {
          await run({ sql, values });
          return run({ sql, values: [running.ids.next(), ...values.slice(1)] });
        }),
      )(running),
  },
  {
    id: 'event-without-fields',
    what: 'messages lack what their document promises',
    suite: 'messages',
    running: rewriting(
      where(insertOutbox, ({ sql, values }, run) =>
        run({ sql, values: values.map((value) => (value?.startsWith('{') === true ? '{}' : value)) }),
      ),
    ),
  },
  {
    id: 'consumer-not-idempotent',
    what: 'consumers do not remember what they have worked on',
    suite: 'consumers',
    running: (running) =>
      rewriting(
        where(/^insert into (\w+\.)?inbox\w*/i, ({ sql, values }, run) =>
          run({
            sql,
            values: values.map((value) =>
              /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value ?? '') ? running.ids.next() : value,
            ),
          }),
        ),
      )(running),
  },
  {
    id: 'audit-skipped',
    what: 'who did what is not written down',
    suite: 'audit',
    running: rewriting(where(insertAudit, async () => nothingRan)),
  },
  {
    id: 'audit-written-twice',
    what: 'one action leaves two entries',
    suite: 'audit',
    running: (running) =>
      rewriting(
        where(insertAudit, async ({ sql, values }, run) => {
          await run({ sql, values });
          return run({ sql, values: [running.ids.next(), ...values.slice(1)] });
        }),
      )(running),
  },
  {
    id: 'audit-of-somebody-else',
    what: 'entries name somebody else',
    suite: 'audit',
    running: (running) =>
      rewriting(
        where(insertAudit, ({ sql, values }, run) =>
          run({
            sql,
            values: values.map((value, index) =>
              index === 2 && value !== null ? running.ids.next() : value,
            ),
          }),
        ),
      )(running),
  },
  {
    id: 'audit-chain-broken',
    what: 'entries do not continue the one before',
    suite: 'audit',
    part: script(async ({ database }) => {
      const { rows } = await database.query(
        owner,
        "select pg_get_functiondef(oid) as text from pg_proc where proname like 'chain\\_%' limit 1",
      );
      return String(rows[0]?.['text'] ?? '').replace('coalesce(last.hash,', 'coalesce(null::text,');
    }),
  },
  {
    id: 'illegal-transition-allowed',
    what: 'an action is done in whatever state the object is',
    suite: 'invariants',
    running: rewriting(
      where(/^update [\s\S]* and status in \(/, ({ sql, values }, run) =>
        run({ sql: sql.replace(/ and status in \([^)]*\)/, ''), values }),
      ),
    ),
  },
  {
    id: 'version-not-raised',
    what: 'changes leave the version as it was',
    suite: 'objects',
    running: rewriting(
      where(/version = version \+ 1/, ({ sql, values }, run) =>
        run({ sql: sql.replace('version = version + 1', 'version = version'), values }),
      ),
    ),
  },
  {
    id: 'change-not-stored',
    what: 'changes are answered and not stored',
    suite: 'objects',
    running: rewriting(where(/^update (?!\w+\.idempotency)[\s\S]* where id = /, async () => nothingRan)),
  },
  {
    id: 'deletion-not-done',
    what: 'what was deleted stays',
    suite: 'objects',
    running: rewriting(where(/^delete from/, async () => nothingRan)),
  },
  {
    id: 'idempotency-answer-not-stored',
    what: 'the answer for a repeat is not kept',
    suite: 'idempotency',
    running: rewriting(where(/^update (\w+\.)?idempotency_keys/, async () => nothingRan)),
  },
  {
    id: 'idempotency-hash-not-compared',
    what: 'another request under the same key gets the first answer',
    suite: 'idempotency',
    running: rewriting(
      where(/idempotency_keys/, async ({ sql, values }, run) => {
        if (sql.startsWith('insert'))
          lastOf.hash = values.find((value) => /^[0-9a-f]{64}$/.test(value ?? '')) ?? '';
        const ran = await run({ sql, values });
        return {
          ...ran,
          rows: ran.rows.map((row) => ('request_hash' in row ? { ...row, request_hash: lastOf.hash } : row)),
        };
      }),
    ),
  },
  {
    id: 'idempotency-keys-shared',
    what: 'callers share their idempotency keys',
    suite: 'idempotency',
    running: rewriting(
      where(/idempotency_keys/, ({ sql, values }, run) =>
        run({
          sql,
          values: values.map((value) =>
            /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value ?? '') ? 'everybody' : value,
          ),
        }),
      ),
    ),
  },
  {
    id: 'query-widened',
    what: 'lists of own objects are those of everybody, past the policies of the database',
    suite: 'lists',
    running: (running) => {
      const { database } = running;
      return {
        ...running,
        database: {
          ...database,
          query: (acting, sql, values) =>
            /^select[\s\S]* limit \$\d+$/.test(sql)
              ? database.query(
                  owner,
                  sql.replace(/where (\w+) = \$(\d+)(?=\norder| and \()/, 'where ($1 = $$$2 or true)'),
                  values,
                )
              : database.query(acting, sql, values),
        },
      };
    },
  },
  {
    id: 'unique-keys-dropped',
    what: 'natural keys are not kept unique',
    suite: 'invariants',
    part: script(async ({ backend }) =>
      backend.data.tables
        .filter(({ entity }) => entity !== undefined)
        .flatMap(({ schema = 'public', name, uniques }) =>
          uniques.map(
            (key) => `alter table ${schema}.${name} drop constraint if exists ${key.name ?? 'none'} cascade;`,
          ),
        )
        .join('\n'),
    ),
  },
  {
    id: 'money-changed-on-the-way',
    what: 'amounts are stored one unit too high',
    suite: 'objects',
    running: rewriting(
      where(/^(insert into|update) [\s\S]*\bprice\b/, ({ sql, values }, run) =>
        run({
          sql,
          values: values.map((value) =>
            /^[1-9]\d{0,8}$/.test(value ?? '') ? String(Number(value) + 1) : value,
          ),
        }),
      ),
    ),
  },
];
