import { expect, test } from 'vitest';
import { checkMigration } from './check.ts';
import { migrationRules } from './rules.ts';
import { readVersion, defaultVersion } from './lint/version.ts';

/** What other linters of migrations know, and which rule of ours says it: shown by running an example, or why none does. */
type Covered =
  | { readonly rule: string; readonly sql: string; readonly pgVersion?: string }
  | { readonly why: string };

const inRuby = 'it is about a call of Active Record, which leaves other SQL to look at';
const inMysql = 'it is about MySQL and MariaDB';

/** Names of the checks of strong_migrations (error_messages.rb, and those its README adds). */
const strongMigrations: Readonly<Record<string, Covered>> = {
  add_column_default: {
    rule: 'adding-field-with-default',
    sql: 'alter table orders add column token uuid default gen_random_uuid()',
  },
  add_column_default_null: { why: 'a null default is no default in PostgreSQL 11 and later' },
  add_column_default_callable: { why: `${inRuby}: the default is run, and a rewrite is seen` },
  add_column_json: { rule: 'json-column', sql: 'alter table orders add column doc json' },
  add_column_generated_stored: {
    rule: 'adding-field-with-default',
    sql: 'alter table orders add column twice integer generated always as (total * 2) stored',
  },
  add_column_auto_incrementing: {
    rule: 'adding-serial-column',
    sql: 'alter table orders add column number bigserial',
  },
  change_column: { rule: 'changing-column-type', sql: 'alter table orders alter column total type bigint' },
  change_column_with_not_null: {
    rule: 'adding-not-nullable-field',
    sql: 'alter table orders alter column label type text, alter column label set not null',
  },
  remove_column: { rule: 'ban-drop-column', sql: 'alter table orders drop column label' },
  rename_column: { rule: 'renaming-column', sql: 'alter table orders rename column label to title' },
  rename_table: { rule: 'renaming-table', sql: 'alter table orders rename to purchases' },
  rename_schema: { rule: 'renaming-schema', sql: 'alter schema app rename to shop' },
  rename_enum_value: { rule: 'renaming-enum-value', sql: "alter type mood rename value 'sad' to 'blue'" },
  add_reference: {
    rule: 'adding-foreign-key-constraint',
    sql: 'alter table orders add column region_id bigint; create index on orders (region_id); alter table orders add foreign key (region_id) references regions (id)',
  },
  add_index: { rule: 'require-concurrent-index-creation', sql: 'create index on orders (label)' },
  remove_index: { rule: 'require-concurrent-index-deletion', sql: 'drop index orders_label' },
  add_index_columns: {
    rule: 'wide-index',
    sql: 'create index concurrently on orders (label, total, customer_id, id)',
  },
  add_index_corruption: {
    rule: 'corrupting-concurrent-index',
    sql: 'create index concurrently on orders (label)',
    pgVersion: '14.2',
  },
  change_table: { why: inRuby },
  create_table: { rule: 'table-made-again', sql: 'drop table orders; create table orders (id bigint)' },
  execute: { rule: 'procedural-block', sql: "do $$ begin execute 'select 1'; end $$" },
  change_column_default: { why: `${inRuby}: it sends only the columns that changed` },
  change_column_null: { rule: 'whole-table-change', sql: "update orders set label = 'x'" },
  change_column_null_postgresql: {
    rule: 'adding-not-nullable-field',
    sql: 'alter table orders alter column label set not null',
  },
  change_column_null_mysql: { why: inMysql },
  add_foreign_key: {
    rule: 'adding-foreign-key-constraint',
    sql: 'alter table orders add foreign key (customer_id) references customers (id)',
  },
  validate_foreign_key: {
    rule: 'constraint-missing-not-valid',
    sql: 'begin; alter table orders add constraint f foreign key (customer_id) references customers (id) not valid; alter table orders validate constraint f; commit',
  },
  add_check_constraint: {
    rule: 'constraint-missing-not-valid',
    sql: 'alter table orders add constraint c check (total > 0)',
  },
  add_check_constraint_mysql: { why: inMysql },
  validate_check_constraint: {
    rule: 'constraint-missing-not-valid',
    sql: 'begin; alter table orders add constraint c check (total > 0) not valid; alter table orders validate constraint c; commit',
  },
  add_unique_constraint: {
    rule: 'disallowed-unique-constraint',
    sql: 'alter table orders add unique (label)',
  },
  add_exclusion_constraint: {
    rule: 'adding-exclusion-constraint',
    sql: 'alter table orders add exclude using btree (label with =)',
  },
};

/** Ids of eugene's lints and traces. */
const eugene: Readonly<Record<string, Covered>> = {
  E1: { rule: 'constraint-missing-not-valid', sql: 'alter table orders add check (total > 0)' },
  E2: { rule: 'adding-not-nullable-field', sql: 'alter table orders alter column label set not null' },
  E3: { rule: 'json-column', sql: 'alter table orders add column doc json' },
  E4: {
    rule: 'statement-under-exclusive-lock',
    sql: 'begin; alter table orders add column note text; select count(*) from customers; commit',
  },
  E5: { rule: 'changing-column-type', sql: 'alter table orders alter column total type bigint' },
  E6: { rule: 'require-concurrent-index-creation', sql: 'create index on orders (label)' },
  E7: { rule: 'disallowed-unique-constraint', sql: 'alter table orders add unique (label)' },
  E8: {
    rule: 'adding-exclusion-constraint',
    sql: 'alter table orders add exclude using btree (label with =)',
  },
  E9: { rule: 'require-lock-timeout', sql: 'alter table orders add column note text' },
  E10: { rule: 'rewrites-table', sql: 'alter table orders set unlogged' },
  E11: { rule: 'adding-serial-column', sql: 'alter table orders add column number bigserial' },
  E15: {
    rule: 'foreign-key-without-index',
    sql: 'alter table orders add foreign key (customer_id) references customers (id) not valid',
  },
  W12: {
    rule: 'several-alter-tables',
    sql: 'alter table orders add column a text; alter table orders add column b text',
  },
  W13: { rule: 'enum-type', sql: "create type state as enum ('new')" },
  W14: {
    rule: 'primary-key-using-index',
    sql: 'alter table visits add primary key using index visits_id',
  },
};

/** Rules of squawk 2.66: ours have the same ids, and their pages run them. */
const squawk =
  'adding-field-with-default adding-foreign-key-constraint adding-not-nullable-field adding-required-field adding-serial-primary-key-field ban-alter-domain-with-add-constraint ban-char-field ban-concurrent-index-creation-in-transaction ban-create-domain-with-constraint ban-drop-column ban-drop-database ban-drop-not-null ban-drop-table ban-duplicate-column-assignments ban-truncate-cascade ban-uncommitted-transaction changing-column-type constraint-missing-not-valid disallowed-unique-constraint identifier-too-long prefer-bigint-over-int prefer-bigint-over-smallint prefer-identity prefer-repack prefer-robust-stmts prefer-text-field prefer-timestamp-tz renaming-column renaming-table require-concurrent-index-creation require-concurrent-index-deletion require-concurrent-partition-detach require-concurrent-reindex require-enum-value-ordering require-lock-timeout require-statement-timeout require-table-schema syntax-error transaction-nesting unused-ignore';

const schema = `create schema app;
create type mood as enum ('sad', 'happy');
create table regions (id bigint primary key);
create table customers (id bigint primary key);
create table orders (id bigint primary key, customer_id bigint not null, total integer not null, label varchar(20));
create index orders_label on orders (label);
create table visits (id bigint);
create unique index visits_id on visits (id);`;

const rows = (from: Readonly<Record<string, Covered>>) =>
  Object.entries(from).flatMap(([name, covered]) => ('rule' in covered ? [{ name, ...covered }] : []));

/** Rules that only running a statement settles; the pages of the others run them too. */
const observed = new Set([
  'rewrites-table',
  'statement-under-exclusive-lock',
  'whole-table-change',
  'foreign-key-without-index',
]);

test.each([...rows(strongMigrations), ...rows(eugene)])(
  '$name is told by $rule',
  async ({ rule, sql, pgVersion = '' }) => {
    const { findings } = await checkMigration({
      file: 'migration.sql',
      text: `${sql};`,
      schema: { file: 'schema.sql', text: schema },
      settings: {
        pgVersion: readVersion(pgVersion) ?? defaultVersion,
        assumeInTransaction: false,
        include: new Set(),
      },
      onlyText: !observed.has(rule),
    });
    expect(findings.map((finding) => finding.rule)).toContain(rule);
  },
  120_000,
);

test('every rule of squawk is there by its id', () => {
  const told = new Set(migrationRules.flatMap(({ standards }) => standards));
  expect(squawk.split(' ').filter((id) => !told.has(`squawk/${id}`))).toEqual([]);
});

test('no rule names a check that nobody has', () => {
  const known = new Set([
    ...squawk.split(' ').map((id) => `squawk/${id}`),
    ...Object.keys(strongMigrations).map((name) => `strong_migrations/${name}`),
    ...Object.keys(eugene).map((id) => `eugene/${id}`),
    'strong_migrations/backfill',
  ]);
  expect(migrationRules.flatMap(({ standards }) => standards).filter((name) => !known.has(name))).toEqual([]);
});
