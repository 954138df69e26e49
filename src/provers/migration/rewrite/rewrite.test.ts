import { expect, test } from 'vitest';
import { openScratch } from '../../postgres/scratch.ts';
import { checkMigration } from '../check.ts';
import { defaultVersion } from '../lint/version.ts';

const schema = `
create table customers (id bigint primary key, name text, code text);
create table orders (id bigint primary key, customer_id bigint not null, total int not null default 3, label varchar(20));
create index orders_label on orders (label);
create table visits (id bigint, at timestamp);
`;

/** Every form that has a safe way. */
const migration = `
alter table orders alter column total type bigint;
create index on orders (customer_id);
alter table orders add column token uuid not null default gen_random_uuid();
alter table orders add constraint orders_customer foreign key (customer_id) references customers (id) on delete cascade;
alter table orders add check (total > 0);
alter table customers alter name set not null;
alter table customers add unique (name, code);
alter table orders add column number bigserial;
drop index orders_label;
reindex table orders;
alter table visits add primary key (id);
alter table orders alter column label type integer using length(label);
`;

const schemaSql = `
select 'column ' || attrelid::regclass || ' ' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull
    || ' ' || coalesce(pg_get_expr(adbin, adrelid), '') as line
  from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
  where attnum > 0 and not attisdropped and attrelid in (select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace)
union all
select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid)
  from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
union all
select 'index ' || indexdef from pg_indexes where schemaname = 'public'
union all
select 'valid ' || bool_and(indisvalid) from pg_index
union all
select 'trigger ' || tgname from pg_trigger where not tgisinternal
union all
select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
order by 1`;

/** The schema a script leaves, whatever the order of columns. */
async function left(script: string): Promise<readonly (string | null | undefined)[]> {
  const { session, refusals } = await openScratch(script);
  try {
    expect(refusals).toEqual([]);
    return (await session.rows(schemaSql)).map(({ line }) => line);
  } finally {
    await session.close();
  }
}

test('the steps make nobody wait and lead to the same schema', async () => {
  const { outcome, findings } = await checkMigration({
    file: 'migration.sql',
    text: migration,
    schema: { file: 'schema.sql', text: schema },
    settings: { pgVersion: defaultVersion, assumeInTransaction: false, include: new Set() },
    onlyText: false,
  });
  const { rewrites } = JSON.parse(JSON.stringify(outcome.measurements));
  expect(rewrites.map(({ harmless, doubt }: Record<string, unknown>) => doubt ?? harmless)).toEqual(
    rewrites.map(() => true),
  );
  const steps: string[] = rewrites.flatMap((rewrite: { steps: { sql: string }[] }) =>
    rewrite.steps.map(({ sql }) => sql),
  );
  expect(rewrites.length).toBe(migration.trim().split('\n').length);
  expect(await left(`${schema}${steps.join(';\n')};`)).toEqual(await left(`${schema}${migration}`));
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  expect(blockers.length).toBeGreaterThan(10);
  for (const { next } of blockers) expect(next).toContain('PostgreSQL 18 ran these');
}, 240_000);
