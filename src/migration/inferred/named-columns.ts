/** A table as a statement speaks of it: its name, and the words that stand for it there. */
export interface SpokenTable {
  readonly name: string;
  /** As the statement writes it, before an alias. */
  readonly written: string;
}

const word = String.raw`[a-z_]\w*`;

/** Words that stand where a column could, and are none. */
const noColumn = new Set(
  'select distinct from where and or not null is in like between exists case when then else end as on using asc desc limit offset set values into true false count sum min max avg now default order group by having join left right inner outer cross union all any some current_timestamp interval rlike regexp binary sql_calc_found_rows straight_join on duplicate key update ignore low_priority high_priority delayed unknown_part value'.split(
    ' ',
  ),
);

/**
 * Columns that a statement names of each of its tables: qualified ones by their alias, bare ones only where it speaks of
 * one table, or where their place says whose they are (`INSERT INTO t (…)`). What is not sure is left out.
 */
export function namedColumns(
  sql: string,
  tables: readonly SpokenTable[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const bare = plain(sql);
  const found = new Map(tables.map(({ name }) => [name, new Set<string>()]));
  const add = (name: string, column: string): void => {
    if (!column.startsWith('unknown_part')) found.get(name)?.add(column);
  };
  const words = new Map(tables.flatMap((table) => aliases(bare, table).map((alias) => [alias, table.name])));
  for (const [, alias = '', column = ''] of bare.matchAll(
    new RegExp(String.raw`\b(${word})\.(${word})\b`, 'g'),
  )) {
    const name = words.get(alias);
    if (name !== undefined) add(name, column);
  }
  const [only, ...others] = tables;
  if (only === undefined || others.length > 0) return found;
  for (const column of insertedColumns(bare)) add(only.name, column);
  for (const column of barePlaces(bare)) if (!noColumn.has(column)) add(only.name, column);
  return found;
}

/** Lower case, texts and quotes left out, what code puts in as a word of its own. */
const plain = (sql: string): string =>
  sql
    .replaceAll(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"/g, ' ? ')
    .replaceAll('`', '')
    .replaceAll(/\{[^{}]*\}/g, 'unknown_part')
    .toLowerCase();

const keyword =
  /^(where|set|on|using|left|right|inner|join|cross|order|group|limit|values|select|as|having|union)$/;

function aliases(sql: string, table: SpokenTable): readonly string[] {
  const written = plain(table.written);
  const pattern = new RegExp(String.raw`\b${escaped(written)}(?:\s+(?:as\s+)?(${word}))?`, 'g');
  const given = [...sql.matchAll(pattern)].flatMap(([, alias]) =>
    alias === undefined || keyword.test(alias) ? [] : [alias],
  );
  return [written, ...given];
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** The list before VALUES: all of them are columns, also those called as a word of SQL (`key`, `value`). */
const insertedColumns = (sql: string): readonly string[] =>
  listed(/\binto\s+[\w.]+\s*\(([^()]*)\)/.exec(sql)?.[1] ?? '');

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .flatMap((part) => new RegExp(String.raw`^\s*(${word})(?:\s+as\s+${word})?\s*$`).exec(part)?.[1] ?? []);

/** Bare words in places where a column can stand. */
function barePlaces(sql: string): readonly string[] {
  const selected = /^\s*select\s+(.*?)\s+from\b/s.exec(sql)?.[1] ?? '';
  return [
    ...(selected.includes('(') ? [] : listed(selected)),
    ...[
      ...sql.matchAll(
        new RegExp(
          String.raw`(?:\b(?:set|where|and|or)\s+|[,(]\s*)(${word})\s*(?:=|<|>|!=|\bin\b|\blike\b|\bis\b|\bbetween\b)`,
          'g',
        ),
      ),
    ].map(([, column = '']) => column),
    ...[...sql.matchAll(new RegExp(String.raw`\border\s+by\s+(${word})\b(?!\s*[.(])`, 'g'))].map(
      ([, column = '']) => column,
    ),
  ];
}
