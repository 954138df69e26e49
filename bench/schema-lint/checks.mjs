import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names as catalogues print them, without quotes and without the default schema. */
export const plain = (name) => name.replaceAll('"', '').replace(/^public\./, '');

/** `{a,true;b,false}` of pg-index-health: names without their not null flag. */
const columnsOf = (text) =>
  [...(text ?? '').matchAll(/"([^"]*?),(?:true|false)"/g)].map(([, name]) => name.replaceAll('\\', ''));

/** What a row of pg-index-health points at, in the order in which findings may name it. */
function healthItem(row) {
  const table = plain(row.table_name ?? '');
  const list = row.duplicated_indexes ?? row.intersected_indexes;
  if (list) {
    const indexes = [...list.matchAll(/idx=("[^"]+"(?:\."[^"]+")?|[^,\s]+), size/g)].map(([, name]) =>
      plain(name),
    );
    return { text: `${table}: ${indexes.join(' / ')}`, table, any: indexes };
  }
  const one =
    row.index_name ?? row.column_name ?? row.object_name ?? row.sequence_name ?? row.constraint_name;
  const columns = columnsOf(row.columns);
  return {
    text: [table, one === undefined ? columns.join(',') : plain(one)].filter(Boolean).join('.'),
    table,
    ...(row.constraint_name && row.columns ? { key: columns } : {}),
    ...(one === undefined ? {} : { any: [plain(one)] }),
    ...(row.object_type ? { type: row.object_type } : {}),
    ...(row.duplicate_constraint_name ? { any: [plain(one), plain(row.duplicate_constraint_name)] } : {}),
  };
}

const runWith = (sql, item) => async (session) => {
  const ran = await session.run(sql);
  return ran.kind === 'failed'
    ? { kind: 'failed', why: ran.failure.message }
    : { kind: 'done', items: ran.rows.map(item) };
};

/** Each `.sql` file is one query with a schema and sometimes a threshold as parameters. */
export const healthChecks = (checkout) =>
  readdirSync(join(checkout, 'sql'))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      const sql = readFileSync(join(checkout, 'sql', file), 'utf8')
        .replaceAll(/:schema_name_param::text/g, "'public'::text")
        .replaceAll(/:remaining_percentage_threshold::/g, '10.0::');
      return { id: `pg-index-health/${file.slice(0, -4)}`, run: runWith(sql, healthItem) };
    });

/** Each lint is a view; its query is run alone. */
export const splinterChecks = (checkout) =>
  readdirSync(join(checkout, 'lints'))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      const text = readFileSync(join(checkout, 'lints', file), 'utf8');
      const sql = text.replace(/^[\s\S]*?create view \S+ as/i, '');
      return { id: `splinter/${file.slice(0, 4)}`, file, sql, run: runWith(sql, splinterItem) };
    });

export function splinterItem({ metadata, detail }) {
  const found = JSON.parse(metadata);
  const name =
    found.schema === 'public' || found.schema === undefined ? found.name : `${found.schema}.${found.name}`;
  const policy = /policy `([^`]+)`/.exec(detail)?.[1];
  return {
    text: `${name}${policy === undefined ? '' : ` policy ${policy}`}${found.fkey_name ? ` ${found.fkey_name}` : ''}`,
    table: name,
    ...(found.indexes
      ? { any: found.indexes.map(plain) }
      : { any: [found.type === 'extension' ? found.name : name] }),
    ...(policy === undefined ? {} : { policy }),
  };
}
