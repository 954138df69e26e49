import { compareText } from '../../order.ts';
import type { SqlFile } from './script.ts';

/** SQL files that together make one schema, in the order in which they are run. */
export interface MigrationSet {
  /** Folder, or the file for a single dump. */
  readonly path: string;
  readonly kind: 'migrations' | 'dump';
  readonly files: readonly SqlFile[];
}

const migrationFolder =
  /(^|\/)(migrations?|migrate|db-migrations|changelog|schema-migrations|drizzle)(\/|$)/i;
const dumpName = /(^|\/)(schema|structure|init|ddl|tables|create[-_]?tables|database|dump|setup)\.sql$/i;
const undo =
  /([._-](down|undo|rollback|revert)\.sql$)|(^|\/)(down|undo|rollback)(\.sql$|\/)|(^|\/)U\d[\d._]*__/i;
const definesTables = /\b(create|alter)\s+(unlogged\s+)?table\b/i;

/**
 * Groups the SQL files of a repository. A folder of migrations is one set (tools that give every migration a folder
 * of its own, such as Prisma, are recognised by the folder above); a schema file elsewhere is a set of its own.
 */
export function migrationSets(files: readonly SqlFile[]): readonly MigrationSet[] {
  const groups = new Map<string, SqlFile[]>();
  for (const file of files) {
    if (!migrationFolder.test(folderOf(file.path)) || undo.test(file.path)) continue;
    const key = setFolder(file.path);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const sets: MigrationSet[] = [...groups.entries()].map(([path, group]) => ({
    path,
    kind: 'migrations',
    files: group.toSorted((a, b) => compareMigrations(a.path, b.path)).map(onlyForward),
  }));
  const dumps = files.filter(
    (file) => dumpName.test(file.path) && !migrationFolder.test(folderOf(file.path)),
  );
  for (const file of dumps) sets.push({ path: file.path, kind: 'dump', files: [file] });
  return sets
    .filter((set) => set.files.some((file) => definesTables.test(file.text)))
    .toSorted((a, b) => compareText(a.path, b.path));
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** The folder that holds the whole history: above `20240102_add_users/migration.sql`, else the file's own. */
function setFolder(path: string): string {
  const folder = folderOf(path);
  const name = path.slice(folder.length + 1);
  return /^(migration|up)\.sql$/i.test(name) ? folderOf(folder) : folder;
}

/** Version order: numbers by value, repeatable migrations last, then by text. */
export function compareMigrations(a: string, b: string): number {
  const repeatable = Number(/(^|\/)R__/.test(a)) - Number(/(^|\/)R__/.test(b));
  if (repeatable !== 0) return repeatable;
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x, y] = [left[index] ?? '', right[index] ?? ''];
    const numeric = /^\d+$/.test(x) && /^\d+$/.test(y);
    const order = numeric ? compareNumbers(x, y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return compareText(a, b);
}

const parts = (path: string): readonly string[] => path.split(/(\d+)/);

/** Digits of any length, as `20240102030405` and `7`. */
function compareNumbers(x: string, y: string): number {
  const [a, b] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
  return a.length - b.length || compareText(a, b);
}

/** Cuts the undo half off a file that carries both directions (goose, dbmate, golang-migrate style markers). */
function onlyForward(file: SqlFile): SqlFile {
  const marker =
    /^\s*--\s*(\+goose\s+down|migrate:down|\+micrate\s+down|@down|down\s*$|\+migrate\s+down)/im.exec(
      file.text,
    );
  return marker === null ? file : { ...file, text: file.text.slice(0, marker.index) };
}
