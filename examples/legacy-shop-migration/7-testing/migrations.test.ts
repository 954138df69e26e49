// The schema as delivered: it loads, is taken back without a trace, and loads again to the same.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { harness, lacking } from './harness.ts';

const read = (path: string): string => {
  const url = new URL(path, import.meta.url);
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
};
const up = `${read('../2-database/schema.sql')}\n${read('../3-security/audit-trail.sql')}`;

/** Everything that the schema brought, whatever its names. */
const down = `do $$
declare each text;
begin
  for each in select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
  loop execute format('drop schema %I cascade', each); end loop;
  drop schema public cascade;
  create schema public;
  for each in select rolname from pg_roles where rolname !~ '^pg_' and not rolsuper
  loop execute format('drop owned by %I cascade', each); end loop;
  for each in select rolname from pg_roles where rolname !~ '^pg_' and not rolsuper
  loop execute format('drop role %I', each); end loop;
end $$;`;

const catalogue = `
select 'column' as kind, table_schema || '.' || table_name || '.' || column_name as name, data_type || ' ' || is_nullable || coalesce(' ' || column_default, '') as what
  from information_schema.columns where table_schema !~ '^pg_' and table_schema <> 'information_schema'
union all
select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) from pg_constraint where connamespace::regnamespace::text !~ '^(pg_|information_schema)'
union all
select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index where indrelid::regclass::text !~ '^pg_'
union all
select 'policy', schemaname || '.' || tablename || '.' || policyname, cmd || ' ' || roles::text || coalesce(' ' || qual, '') || coalesce(' ' || with_check, '') from pg_policies
union all
select 'function', oid::regprocedure::text, md5(pg_get_functiondef(oid)) from pg_proc where pronamespace::regnamespace::text !~ '^(pg_|information_schema)' and prokind = 'f'
union all
select 'role', rolname, '' from pg_roles where rolname !~ '^pg_' and not rolsuper
order by 1, 2, 3`;

test(
  '[scope/system] the schema loads, is taken back and loads again to the same',
  { skip: lacking('scratch') },
  async () => {
    const [first = [], empty = [], again = []] = await harness.scratch([up, down, up], catalogue);
    assert.ok(first.length > 0, 'the schema brings nothing');
    assert.deepEqual(empty, [], 'something stays when it is taken back');
    assert.deepEqual(again, first, 'the second time it is another schema');
  },
);

test(
  '[scope/system] the generated data load, and again after the schema was taken back',
  { skip: lacking('scratch') },
  async (t) => {
    const rows = read('./generate-data.sql');
    if (rows === '') return t.skip('the package generates no data');
    const least = `discard temp;\nselect set_config('seed.scale', '0.000000001', false);\n${rows}`;
    const counts = `select relid::regclass::text as name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', relid::regclass), false, true, '')))[1]::text as n from pg_stat_user_tables order by 1`;
    const [, first = [], , , again = []] = await harness.scratch([up, least, down, up, least], counts);
    assert.ok(
      first.some(({ n }) => Number(n) > 0),
      'no row is generated',
    );
    assert.deepEqual(again, first, 'the second time there are other rows');
  },
);
