import { folderOf } from '../file-paths.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { isTestFile } from '../javascript/tests.ts';
import { compareMigrations } from '../sql/versions.ts';

export type MigrationTool =
  | 'sequelize'
  | 'typeorm'
  | 'knex'
  | 'kysely'
  | 'node-pg-migrate'
  | 'db-migrate'
  | 'mikro-orm'
  | 'lucid';

/** Files of one folder that one tool runs, in its order. */
export interface CodeMigrations {
  readonly folder: string;
  readonly tool: MigrationTool;
  readonly paths: readonly string[];
}

/** The first that fits: what a migration is given, or extends, tells its tool. */
const signs: readonly (readonly [tool: MigrationTool, sign: RegExp])[] = [
  ['typeorm', /\bMigrationInterface\b|\bQueryRunner\b|\bqueryRunner\s*\.\s*(query|createTable|manager)\b/],
  ['mikro-orm', /\bextends\s+Migration\b[\s\S]*\baddSql\s*\(/],
  ['lucid', /['"]@adonisjs\/lucid\/schema['"]|['"]@ioc:Adonis\/Lucid\/Schema['"]|\buse\(['"]Schema['"]\)/],
  ['sequelize', /\b[qQ]ueryInterface\b/],
  ['kysely', /['"]kysely['"]|\bKysely</],
  ['node-pg-migrate', /\bpgm\s*\.|\bMigrationBuilder\b/],
  [
    'db-migrate',
    /\bdbm\b|\bdb\s*\.\s*(runSql|createTable|addColumn|removeColumn|dropTable|changeColumn|renameColumn|addIndex|addForeignKey|renameTable)\s*\(/,
  ],
  [
    'knex',
    /\b[kK]nex\b|\.\s*schema\s*\.\s*(createTable|alterTable|table|raw|dropTable|hasTable|hasColumn|createTableIfNotExists|renameTable)\b|\btable\.(increments|string|integer|uuid)\(/,
  ],
];

const entry =
  /\bexports\.up\b|\bexport\s+(async\s+)?function\s+up\b|\bexport\s+const\s+up\b|\bup\s*[:=]\s*(async\s*)?(function|\()|\basync\s+up\s*\(|\bup\s*\(|\bexport\s*\{[^}]*\bup\b|\bup\s*[:=]\s*(async\s+)?\w+\s*=>/;

/** Migrations that are written in JavaScript, by folder and tool. */
export function codeMigrations(codebase: Codebase): readonly CodeMigrations[] {
  const groups = new Map<string, CodeMigrations & { readonly paths: string[] }>();
  for (const { path } of codebase.files.values()) {
    const text = codebase.repository.files.get(path)?.text ?? '';
    if (!entry.test(text) || isTestFile(path, [])) continue;
    const tool = signs.find(([, sign]) => sign.test(text))?.[0];
    if (tool === undefined || !isMigration(path, tool)) continue;
    const folder = setFolder(path);
    const key = `${folder}\u0000${tool}`;
    const group = groups.get(key) ?? { folder, tool, paths: [] };
    group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    paths: group.paths.toSorted(group.tool === 'typeorm' ? byTimestamp : compareMigrations),
  }));
}

/** A dated or numbered file, or one in a folder of migrations. */
const isMigration = (path: string, tool: MigrationTool): boolean =>
  /(^|\/)(\w*[-_])?(migrations?|migrate|migrators?)(\/|$)/i.test(folderOf(path)) ||
  /(^|\/)\d{3,}[\w.-]*\.[cm]?[jt]s$|\d{10,}/.test(path) ||
  (tool === 'typeorm' && /igration/.test(path));

/** Folders of versions and years belong to the folder above. */
const setFolder = (path: string): string =>
  folderOf(path)
    .split('/')
    .filter((part, index) => index === 0 || !/^(v?\d+([._-]\d+)*([._-]x)?)$/i.test(part))
    .join('/');

/** TypeORM orders by the number its class carries, wherever the file lies. */
function byTimestamp(a: string, b: string): number {
  const [x, y] = [a, b].map((path) => /\d{13}/.exec(path)?.[0] ?? '');
  if (x !== undefined && y !== undefined && x !== y && x !== '' && y !== '') return x < y ? -1 : 1;
  return compareMigrations(a, b);
}
