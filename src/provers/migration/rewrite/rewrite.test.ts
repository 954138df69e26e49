import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openScratch } from '../../postgres/scratch.ts';
import { checkMigration } from '../check.ts';
import { defaultVersion } from '../lint/version.ts';
import { rolloutOf } from './rollout.ts';

const schema = `
create table customers (id bigint primary key, name text, code text);
create table orders (id bigint primary key, customer_id bigint not null, total int not null default 3, label varchar(20));
create index orders_label on orders (label);
create table visits (id bigint, at timestamp);
create table "Größe" (id bigint primary key, "Maß" text not null default 'x' check (length("Maß") > 0), "old ""name" integer);
create unique index "maß once" on "Größe" (lower("Maß")) where "Maß" <> 'none';
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
alter table "Größe" rename column "Maß" to measure;
alter table "Größe" rename "old ""name" to "new name";
alter table orders rename column customer_id to buyer_id;
alter table "Größe" drop column "new name";
update "Größe" set measure = upper(measure);
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
  // REINDEX and what changes every row leave nothing to go back to.
  expect(rewrites.filter(({ wentBack }: { readonly wentBack: boolean }) => !wentBack).length).toBe(1);
  expect(await left(`${schema}${steps.join(';\n')};`)).toEqual(await left(`${schema}${migration}`));
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  expect(blockers.length).toBeGreaterThan(10);
  for (const { next } of blockers) expect(next).toContain('PostgreSQL 18 ran these');
}, 240_000);

interface State {
  readonly old: readonly { readonly fails: string; readonly why: string }[];
  readonly new: readonly { readonly fails: string; readonly why: string }[];
}

/** Which version of the application runs before the first step and after each: `old`, `new`, `both`. */
async function rollouts(text: string, schemaText: string) {
  const { outcome } = await checkMigration({
    file: 'migration.sql',
    text,
    schema: { file: 'schema.sql', text: schemaText },
    settings: { pgVersion: defaultVersion, assumeInTransaction: false, include: new Set() },
    onlyText: false,
  });
  const { rewrites = [] } = JSON.parse(JSON.stringify(outcome.measurements));
  const runs = (state: State): string =>
    state.old.length === 0
      ? state.new.length === 0
        ? 'both'
        : 'old'
      : state.new.length === 0
        ? 'new'
        : 'none';
  return rewrites.map(
    ({
      before,
      steps,
      rollout,
      wentBack,
      doubt,
    }: Record<string, unknown> & { before: State; steps: State[] }) => ({
      runs: [before, ...steps].map(runs).join(' '),
      ...(rollout !== undefined && { rollout }),
      wentBack,
      ...(doubt !== undefined && { doubt }),
    }),
  );
}

test('a renamed column lets both versions run from the back-fill to the point of no return', async () => {
  const [renamed] = await rollouts(
    'alter table customers rename column name to full_name;',
    'create table customers (id bigint primary key, name text not null);',
  );
  expect(renamed).toEqual({
    runs: 'old old old old both both both both both new new',
    rollout: { deployFrom: 4, oldUntil: 8 },
    wentBack: true,
  });
}, 120_000);

test('a column that demands a value lets go of it before it is dropped', async () => {
  const [dropped] = await rollouts(
    'alter table customers drop column name;',
    'create table customers (id bigint primary key, name text not null);',
  );
  expect(dropped).toEqual({ runs: 'old both new', rollout: { deployFrom: 1, oldUntil: 1 }, wentBack: true });
}, 120_000);

test('a new demand is met by the new version before the old one meets it', async () => {
  const [required] = await rollouts(
    'alter table customers alter column name set not null;',
    'create table customers (id bigint primary key, name text);',
  );
  expect(required).toEqual({
    runs: 'both new new new new',
    rollout: { deployFrom: 0, oldUntil: 0 },
    wentBack: true,
  });
}, 120_000);

test('a column that is split is added, filled in batches and dropped at the end', async () => {
  const split = await rollouts(
    `alter table customers add column first_name text;
    update customers set first_name = split_part(name, ' ', 1);
    alter table customers drop column name;`,
    'create table customers (id bigint primary key, name text not null);',
  );
  expect(split).toEqual([
    { runs: 'old both', rollout: { deployFrom: 1 }, wentBack: true },
    { runs: 'old both new', rollout: { deployFrom: 1, oldUntil: 1 }, wentBack: true },
  ]);
}, 120_000);

test('no steps are told where a second column cannot take the place of the first', async () => {
  const schemaOfViews = `create table customers (id bigint primary key, name text, born date);
    create view names as select name from customers;
    create table orders (id bigint primary key, customer_id bigint references customers (id));`;
  expect(await rollouts('alter table customers rename column name to full_name;', schemaOfViews)).toEqual([]);
  expect(await rollouts('alter table customers rename column id to nr;', schemaOfViews)).toEqual([]);
}, 120_000);

describe('rollout', () => {
  const broken = [{ name: 'select', why: '' }] as const;
  const state = record({ old: constantFrom([], broken), new: constantFrom([], broken) });

  test('says a moment to deploy only where both run from there to the last moment of the old one', () => {
    assert(
      property(array(state, { minLength: 1, maxLength: 12 }), (states) => {
        const found = rolloutOf(states);
        const last = found?.oldUntil ?? states.length - 1;
        const isSafe = (from: number, until: number): boolean =>
          states.slice(from).every((each) => each.new.length === 0) &&
          states.slice(0, until + 1).every((each) => each.old.length === 0);
        if (found === undefined) expect(states.some((_, at) => isSafe(at, at))).toBe(false);
        else expect(found.deployFrom <= last && isSafe(found.deployFrom, last)).toBe(true);
      }),
    );
  });
});
