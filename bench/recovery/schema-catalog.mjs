// Catalogs of local servers as one JSON form: what PostgreSQL prints of itself, and the same for MySQL.
import { spawnSync } from 'node:child_process';

const psql = (database, args, input) =>
  spawnSync('psql', ['-h', '127.0.0.1', '-U', 'postgres', '-d', database, '-X', '-q', ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
const mysql = (database, args, input) =>
  spawnSync('mysql', ['-h', '127.0.0.1', '-u', 'root', ...(database === '' ? [] : [database]), ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });

/** A database of our own; `run` gives the first error of a script. */
export async function scratchDatabase(engine) {
  if (engine === 'pglite') return memoryDatabase();
  const name = `recovery_${process.pid}`;
  if (engine === 'mysql') {
    mysql('', ['-e', `create database ${name} character set utf8mb4`]);
    return {
      catalog: () => mysqlCatalog(name),
      run: (text) => firstError(mysql(name, ['--force'], text)),
      drop: () => void mysql('', ['-e', `drop database ${name}`]),
    };
  }
  psql('postgres', ['-c', `create database ${name}`]);
  return {
    catalog: () => postgresCatalog(name),
    run: (text) => firstError(psql(name, ['-v', 'ON_ERROR_STOP=0'], text)),
    drop: () => void psql('postgres', ['-c', `drop database ${name}`]),
  };
}

/** The newest PostgreSQL, in this process: for migrations that an older server refuses. */
async function memoryDatabase() {
  const { PGlite } = await import('@electric-sql/pglite');
  const names = [
    'pg_trgm',
    'ltree',
    'citext',
    'pgcrypto',
    'unaccent',
    'hstore',
    'btree_gin',
    'btree_gist',
    'uuid_ossp',
  ];
  const extensions = {};
  for (const name of names) extensions[name] = (await import(`@electric-sql/pglite/contrib/${name}`))[name];
  const database = await PGlite.create({ extensions });
  return {
    run: async (text) => {
      try {
        await database.exec(text);
        return undefined;
      } catch (error) {
        return error.message;
      }
    },
    catalog: async () => Object.values((await database.query(postgresQuery)).rows[0])[0],
    drop: () => database.close(),
  };
}

const firstError = ({ stderr }) => stderr.split('\n').find((line) => /ERROR/.test(line));

const postgresQuery = `
select json_build_object(
 'tables', (select coalesce(json_agg(t order by t.schema, t.name), '[]') from (
   select c.relname as name, n.nspname as schema,
     (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notnull', a.attnotnull,
        'identity', a.attidentity, 'generated', a.attgenerated, 'default', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
     (select coalesce(json_agg(json_build_object('name', i.relname, 'def', pg_get_indexdef(i.oid), 'unique', x.indisunique, 'primary', x.indisprimary)), '[]')
      from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid) as indexes,
     (select coalesce(json_agg(json_build_object('name', k.conname, 'type', k.contype, 'def', pg_get_constraintdef(k.oid))), '[]')
      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n') as constraints
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
     and not exists (select 1 from pg_depend e where e.objid = c.oid and e.deptype = 'e')) t),
 'enums', (select coalesce(json_agg(json_build_object('name', t.typname, 'labels',
     (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))), '[]')
   from pg_type t where t.typtype = 'e' and not exists (select 1 from pg_depend d where d.objid = t.oid and d.deptype = 'e')))`;

export function postgresCatalog(database) {
  const { stdout, stderr } = psql(database, ['-At', '-c', postgresQuery]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The same form from MySQL: definitions are written as PostgreSQL would, types as MySQL prints them. */
export function mysqlCatalog(database) {
  const rows = (query) =>
    mysql('information_schema', ['-N', '-B', '-r', '-e', query])
      .stdout.split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const own = `table_schema = '${database}'`;
  const columns = rows(
    `select json_array(table_name, column_name, column_type, is_nullable, column_default, extra) from columns where ${own} order by table_name, ordinal_position`,
  );
  const parts = rows(
    `select json_array(table_name, index_name, column_name, non_unique, index_type, sub_part) from statistics where ${own} order by table_name, index_name, seq_in_index`,
  );
  const keys = rows(
    `select json_array(k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name, r.update_rule, r.delete_rule) from key_column_usage k join referential_constraints r on r.constraint_schema = k.table_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name where k.${own} and k.referenced_table_name is not null order by k.table_name, k.constraint_name, k.ordinal_position`,
  );
  const tables = rows(
    `select json_array(table_name) from tables where ${own} and table_type = 'BASE TABLE' order by table_name`,
  );
  return {
    enums: [],
    tables: tables.map(([name]) => ({
      name,
      schema: 'public',
      columns: columns
        .filter(([table]) => table === name)
        .map(([, column, type, nullable, value, extra]) => ({
          name: column,
          type,
          notnull: nullable === 'NO',
          default: value === 'NULL' ? null : value,
          identity: /auto_increment/.test(extra) ? 'd' : '',
          generated: /GENERATED/.test(extra) ? 's' : '',
        })),
      indexes: grouped(parts.filter(([table]) => table === name)).map((group) => indexOf(name, group)),
      constraints: grouped(keys.filter(([table]) => table === name)).map(foreignKeyOf),
    })),
  };
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row[1], [...(groups.get(row[1]) ?? []), row]);
  return [...groups.values()];
}

function indexOf(table, group) {
  const [[, name, , plural, method]] = group;
  const list = group
    .map(([, , column, , , part]) => `"${column}"${part === null ? '' : `(${part})`}`)
    .join(', ');
  return {
    name,
    unique: plural === 0,
    primary: name === 'PRIMARY',
    def: `CREATE INDEX "${name}" ON public."${table}" USING ${method.toLowerCase()} (${list})`,
  };
}

function foreignKeyOf(group) {
  const [[, name, , table, , onUpdate, onDelete]] = group;
  const own = group.map(([, , column]) => `"${column}"`).join(', ');
  const other = group.map(([, , , , column]) => `"${column}"`).join(', ');
  const def = `FOREIGN KEY (${own}) REFERENCES "${table}"(${other}) ON UPDATE ${onUpdate} ON DELETE ${onDelete}`;
  return { name, type: 'f', def };
}
