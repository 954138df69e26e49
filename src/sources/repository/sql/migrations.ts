import { folderOf } from '../file-paths.ts';
import { compareText } from '../../order.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { namedDialect, writtenDialect } from '../dialects/dialect.ts';
import type { SqlFile } from './script.ts';
import { compareMigrations } from './versions.ts';

/** SQL files that together make one schema, in the order in which they are run. */
export interface MigrationSet {
  /** Folder, or the file for a single dump. */
  readonly path: string;
  readonly kind: 'migrations' | 'dump';
  readonly dialect: Dialect | 'other';
  readonly files: readonly SqlFile[];
}

const migrationFolder =
  /(^|\/)(migrations?|migrate|db-migrations?|changelogs?|changesets?|schema-migrations|drizzle|evolutions|alembic_sql|deploy|sqls|flyway|goose|dbmate|patches|upgrades?)(\/|$)/i;
const undo =
  /([._-](down|undo|rollback|revert)\.sql$)|[._](undo|down)[._]|(^|\/)(down|undo|rollback|revert|verify)(\.sql$|\/)|(^|\/)U\d[\d._]*__/i;
/** In a folder of numbered migrations, the file that holds their result for new installations. */
const snapshotName = /(^|\/)(latest|schema|structure|full|current|snapshot|baseline_latest|all)[\w-]*\.sql$/i;
const definesTables = /\b(create|alter)\s+((unlogged|temporary|temp)\s+)?table\b/i;
const inTests =
  /(^|\/)(tests?|__tests__|e2e|spec|fixtures?|testdata|test-data|__fixtures__|examples?|samples?|docs?|integration)(\/|$)/i;

/**
 * Groups the SQL files of a repository. A folder of migrations is one set: folders of a single migration and folders
 * that are named by a version belong to the folder above. A schema file elsewhere is a set of its own.
 */
export function migrationSets(files: readonly SqlFile[]): readonly MigrationSet[] {
  const groups = new Map<string, SqlFile[]>();
  const dumps: SqlFile[] = [];
  for (const file of files) {
    if (undo.test(file.path)) continue;
    if (!migrationFolder.test(folderOf(file.path))) {
      if (createsTable.test(file.text)) dumps.push(file);
      continue;
    }
    const key = setFolder(file.path);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const sets: MigrationSet[] = [];
  for (const [path, group] of groups) {
    const numbered = group.filter(({ path: each }) => !snapshotName.test(each) || /\d/.test(baseName(each)));
    const run = numbered.length > 0 ? numbered : group;
    for (const file of group) if (!run.includes(file) && createsTable.test(file.text)) dumps.push(file);
    sets.push({
      path,
      kind: 'migrations',
      dialect: dialectOf(path, run),
      files: run.toSorted((a, b) => compareMigrations(a.path, b.path)).map(onlyForward),
    });
  }
  sets.push(...dumpSets(dumps));
  const defining = sets.filter((set) => set.files.some((file) => definesTables.test(file.text)));
  const own = defining.filter((set) => !inTests.test(set.path));
  return (own.length > 0 ? own : defining).toSorted((a, b) => compareText(a.path, b.path));
}

const createsTable = /\bcreate\s+(unlogged\s+)?table\s+(if\s+not\s+exists\s+)?([\w."`[\]]+)/i;

/** Schema files: those of a folder that have no table in common are parts of one schema. */
function dumpSets(files: readonly SqlFile[]): readonly MigrationSet[] {
  const groups = new Map<string, SqlFile[]>();
  for (const file of files) {
    const key = `${folderOf(file.path)}\u0000${dialectOf(file.path, [file])}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].flatMap((group): readonly MigrationSet[] => {
    const [first] = group;
    if (first === undefined) return [];
    const parts = haveCommonTable(group) ? group.map((file) => [file]) : [group];
    return parts.map((part) => ({
      path: part.length === 1 ? (part[0]?.path ?? '') : folderOf(first.path),
      kind: 'dump',
      dialect: dialectOf(first.path, part),
      files: part.toSorted((a, b) => compareMigrations(a.path, b.path)),
    }));
  });
}

function haveCommonTable(files: readonly SqlFile[]): boolean {
  const seen = new Set<string>();
  for (const { text } of files) {
    const own = new Set(
      [...text.matchAll(new RegExp(createsTable, 'gi'))].map(([, , , name = '']) =>
        name.replaceAll(/["`[\]]/g, '').toLowerCase(),
      ),
    );
    for (const name of own) if (seen.has(name)) return true;
    for (const name of own) seen.add(name);
  }
  return false;
}

const dialectOf = (path: string, files: readonly SqlFile[]): Dialect | 'other' =>
  namedDialect(path) ?? writtenDialect(files.map(({ text }) => text));

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const versionFolder = /^(v(ersion)?[._-]?)?\d+([._-]\d+)+([._-]\w+)*$|^v?\d+([._-]?x)?$/i;

/** The folder that holds the whole history: without the folders of single migrations and of versions. */
function setFolder(path: string): string {
  let folder = folderOf(path);
  if (/^((migration|up|deploy)([._-]\w+)?|ups?)\.sql$/i.test(baseName(path))) folder = folderOf(folder);
  else if (/^[VR](\d[\d._]*)?__/.test(baseName(path))) return flywayLocation(folder);
  else if (baseName(folder).toLowerCase() === 'up') folder = folderOf(folder);
  const parts = folder.split('/');
  const at = parts.findIndex((part) => migrationFolder.test(part));
  return parts.filter((part, index) => index <= at || !versionFolder.test(part)).join('/');
}

/** Flyway reads its location with all folders below; a folder named after a language is a location of its own. */
function flywayLocation(folder: string): string {
  const parts = folder.split('/');
  const at = parts.findLastIndex((part) => migrationFolder.test(part));
  if (at === -1) return folder;
  const dialect = parts.findIndex((part, index) => index > at && namedDialect(part) !== undefined);
  return parts.slice(0, (dialect === -1 ? at : dialect) + 1).join('/');
}

const down =
  /^\s*(--|#)\s*(\+goose\s+down|migrate:down|\+micrate\s+down|@down|down\s*$|\+migrate\s+down|down\s+migration|rambler\s+down|---\s*!downs|!downs)/im;
const up =
  /^\s*(--|#)\s*(\+goose\s+up|migrate:up|\+micrate\s+up|@up|up\s*$|\+migrate\s+up|up\s+migration|rambler\s+up|---\s*!ups|!ups)/im;

/** Leaves out the undo half of a file that carries both directions; lines keep their numbers. */
function onlyForward(file: SqlFile): SqlFile {
  let { text } = file;
  for (let turns = 0; turns < 20; turns += 1) {
    const found = down.exec(text);
    if (found === null) break;
    const rest = text.slice(found.index + found[0].length);
    const next = up.exec(rest);
    const cut = next === null ? text.length : found.index + found[0].length + next.index;
    text =
      text.slice(0, found.index) + text.slice(found.index, cut).replaceAll(/[^\n]/g, '') + text.slice(cut);
  }
  return text === file.text ? file : { ...file, text };
}
