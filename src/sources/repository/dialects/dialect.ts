/** Languages of SQL that migrations are written in. PostgreSQL has its own grammar, the others one tolerant reader. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'mssql';

/** What is read first where the same tables are told in several languages. */
export const preference: readonly Dialect[] = ['postgresql', 'mysql', 'mssql', 'sqlite'];

const names: readonly (readonly [Dialect | 'other', RegExp])[] = [
  ['postgresql', /^(postgres(ql)?(db)?|pgsql|pg|cockroach(db)?|timescale(db)?)$/],
  ['mysql', /^(mysql\d*(db)?|mariadb|tidb)$/],
  ['sqlite', /^(sqlite\d?(db)?|libsql|turso|d1)$/],
  ['mssql', /^(mssql|sqlserver|sql-?server)$/],
  ['other', /^(oracle|h2|hsqldb|hsql|derby|db2|clickhouse|snowflake|bigquery|cassandra|spanner|duckdb)$/],
];

/** The language that a folder or file is named after: `migrations/mysql/…`, `schema.sqlite.sql`. */
export function namedDialect(path: string): Dialect | 'other' | undefined {
  for (const word of path
    .toLowerCase()
    .split(/[/._\s-]/)
    .toReversed())
    for (const [dialect, name] of names) if (name.test(word)) return dialect;
  return undefined;
}

const signs: readonly (readonly [Dialect, RegExp])[] = [
  [
    'mssql',
    /^\s*GO\s*$|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\[dbo\]\s*\.|\bNVARCHAR\s*\(|\bUNIQUEIDENTIFIER\b|\bDATETIME2\b/gim,
  ],
  [
    'mysql',
    /`|\bAUTO_INCREMENT\b|\bENGINE\s*=|\bUNSIGNED\b|\b(TINY|MEDIUM)INT\b|\b(TINY|MEDIUM|LONG)(TEXT|BLOB)\b|\bON UPDATE CURRENT_TIMESTAMP\b|\bCHARSET\b|\bMODIFY\b|\bENUM\s*\(\s*'|\bUNIQUE\s+KEY\b|^\s*KEY\s+\w*\s*\(|\/\*!\d|^\s*(USE\s+\w+\s*;|DELIMITER\s)/gim,
  ],
  ['sqlite', /\bAUTOINCREMENT\b|^\s*PRAGMA\b|\bWITHOUT ROWID\b|\bstrftime\(|sqlite_(master|sequence)/gim],
  [
    'postgresql',
    /::\w|\b(BIG|SMALL)?SERIAL\b|\bTIMESTAMPTZ\b|\bTIMESTAMP(\s*\(\d\))? WITH(OUT)? TIME ZONE\b|\bJSONB\b|\bUUID\b|\bCREATE (EXTENSION|TYPE|SCHEMA|POLICY)\b|\$\$|\bUSING (gin|gist|btree|hash)\b|\bALTER COLUMN\b|\bBYTEA\b|\bnextval\(|\bTEXT\[\]/gi,
  ],
];

/** Words in comments tell nothing, but for those that MySQL runs. */
const comments = /--[^\n]*|\/\*(?!!)[\s\S]*?\*\//g;

/** The language a text is written in, by the words only one has; PostgreSQL where nothing tells. */
export function writtenDialect(texts: readonly string[]): Dialect {
  const written = texts.map((text) => text.replaceAll(comments, ''));
  const counts = signs.map(([dialect, sign]) => {
    const count = written.reduce((sum, text) => sum + (text.match(sign)?.length ?? 0), 0);
    return { dialect, count };
  });
  const best = counts.reduce((top, next) => (next.count > top.count ? next : top));
  return best.count === 0 ? 'postgresql' : best.dialect;
}
