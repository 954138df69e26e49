import { splitScript } from '../statements.ts';

/** A table name as SQL writes it: each part quoted or plain. */
const tableName = /^create (?:unlogged )?table ((?:(?:"(?:[^"]|"")+"|\w+)\.)?(?:"(?:[^"]|"")+"|\w+))/i;

/** Stands as a word of its own: no longer name holds it. */
const mentions = (sql: string, name: string): boolean =>
  new RegExp(`(?<![\\w".])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?![\\w"])`, 'i').test(
    sql,
  );

/**
 * What is executed: of the delivered schema the statements about tables that the delivered file names, word for word,
 * with the roles that may use them; then the file. Keys between tables are another prover's, and tables that the file
 * does not name would only be laid out and read in vain.
 */
export async function deliveredScript(schema: string, file: string): Promise<string> {
  const read = await splitScript(schema);
  const statements = read.kind === 'unreadable' ? [] : read.statements.map(({ sql }) => sql);
  const tables = statements
    .flatMap((sql) => tableName.exec(sql)?.[1] ?? [])
    .filter((name) => mentions(file, name));
  const about = statements.filter(
    (sql) =>
      tables.some((name) => mentions(sql, name)) &&
      !/^(comment on|alter table \S+ add constraint \S+\s+foreign key)/i.test(sql),
  );
  const needed = about.join('\n');
  const isNeeded = (sql: string): boolean => {
    const [, name = ''] = /^create (?:type|domain|sequence(?: if not exists)?) (\S+)/i.exec(sql) ?? [];
    return name !== '' && mentions(needed, name);
  };
  const before = statements.filter(
    (sql) => /^create schema /i.test(sql) || /^do /i.test(sql) || isNeeded(sql),
  );
  const access = statements.filter((sql) => /^grant usage on schema /i.test(sql));
  return [
    // Rows are observed through the write-ahead log.
    'create extension if not exists pg_walinspect',
    ...before,
    ...about.filter((sql) => !/^grant /i.test(sql)),
    ...access,
    ...about.filter((sql) => /^grant /i.test(sql)),
    file,
  ].join(';\n');
}
