import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareText } from '../model/text.ts';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';
import type { NamedText } from './text-file.ts';

/** One SQL file. @throws UserError when it cannot be read. */
export const readSqlFile = (file: string, tools: Pick<Tools, 'cwd'>): NamedText =>
  readTextFile(file, tools, 'Name a file with SQL statements.');

/** A file, standard input, or every `.sql` file below a directory, in the order of their names. @throws UserError */
export function readSqlFiles(named: string, tools: Pick<Tools, 'cwd' | 'input'>): readonly NamedText[] {
  if (named === '-' && tools.input !== undefined) return [{ file: '<stdin>', text: tools.input() }];
  const full = resolve(tools.cwd, named);
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory() !== true) return [readSqlFile(named, tools)];
  const files = sqlFilesIn(full, '').toSorted(compareText);
  if (files.length === 0)
    throw new UserError('the directory holds no .sql file', 'Name a directory of migrations.', named);
  return files.map((file) => readSqlFile(join(named, file).replaceAll('\\', '/'), tools));
}

/** Paths below `root` of the SQL files in one of its folders; what was installed or is history is passed by. */
function sqlFilesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory() && !(entry.isSymbolicLink() && leadsToFolder(join(root, path))))
      return /\.sql$/i.test(entry.name) ? [path] : [];
    return entry.name === 'node_modules' || entry.name === '.git' ? [] : sqlFilesIn(root, path);
  });
}

/** A link that leads nowhere, or in circles, leads to none. */
function leadsToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
