import { folderOf } from '../file-paths.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Repository } from '../gather.ts';
import { parseJson } from '../json.ts';

const drivers: readonly (readonly [Dialect, readonly string[]])[] = [
  [
    'postgresql',
    [
      'pg',
      'postgres',
      'pg-promise',
      '@neondatabase/serverless',
      '@vercel/postgres',
      'pg-native',
      'slonik',
      '@electric-sql/pglite',
      '@mikro-orm/postgresql',
    ],
  ],
  [
    'mysql',
    ['mysql', 'mysql2', 'mariadb', '@planetscale/database', '@mikro-orm/mysql', '@mikro-orm/mariadb'],
  ],
  ['mssql', ['mssql', 'tedious', '@mikro-orm/mssql']],
  [
    'sqlite',
    [
      'better-sqlite3',
      'sqlite3',
      'sqlite',
      '@libsql/client',
      '@vscode/sqlite3',
      '@mikro-orm/sqlite',
      '@mikro-orm/libsql',
    ],
  ],
];

/** The language of the driver that is installed nearest above a folder; the first of several. */
export function driverDialect(repository: Repository, folder: string): Dialect | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    const text = repository.files.get(at === '' ? 'package.json' : `${at}/package.json`)?.text;
    if (text !== undefined) {
      const json = parseJson(text);
      for (const [dialect, names] of drivers)
        for (const name of names)
          if (
            ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].some(
              (part) => json.at(part).at(name).text() !== undefined,
            )
          )
            return dialect;
    }
    if (at === '') return undefined;
  }
}
