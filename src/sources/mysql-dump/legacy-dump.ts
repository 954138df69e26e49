import type { LegacyData } from '../../model/legacy-data.ts';
import type { FileSource } from '../repository/source.ts';
import { openDump } from './dump.ts';
import type { Dump } from './dump.ts';

/** Bytes of one file, and of all together; what is larger is told. */
const most = { file: 48 * 1024 * 1024, all: 96 * 1024 * 1024, files: 40 };

/** Only MySQL and MariaDB write one of these. */
const isMysql = (text: string): boolean =>
  /\bcreate\s+table\b/i.test(text) && /`|\bengine\s*=|\bauto_increment\b|\bunsigned\b/i.test(text);

/**
 * Reads the dumps of MySQL that lie in a repository: their tables, and what rows tell of columns; no row is kept. The
 * dump with most tables counts, and tables that only others have are added. Nothing where there is none.
 */
export async function readLegacyDump(source: FileSource): Promise<LegacyData | undefined> {
  const { files } = await source.list();
  const left: string[] = [];
  const found: { readonly file: string; readonly dump: Dump }[] = [];
  let bytes = 0;
  for (const { path, bytes: size } of files.filter((file) => /\.sql$/i.test(file.path))) {
    if (size > most.file || bytes + size > most.all || found.length >= most.files) {
      left.push(`${path}: ${size} bytes, more than is read here; \`plumbline check conversion\` reads it`);
      continue;
    }
    const content = await source.read(path);
    if (content.kind === 'unread') {
      left.push(`${path}: ${content.why}`);
      continue;
    }
    if (!isMysql(content.text)) continue;
    bytes += size;
    const encoded = Buffer.from(content.text, 'utf8');
    const dump = openDump(() => [encoded], path);
    if (dump.tables.length > 0) found.push({ file: path, dump });
  }
  return found.length === 0 ? undefined : merged(found, left);
}

function merged(
  found: readonly { readonly file: string; readonly dump: Dump }[],
  left: readonly string[],
): LegacyData {
  // The longest tells the application; sorting is stable, so equal ones stay in the order of their paths.
  const ordered = [...found].sort((a, b) => b.dump.tables.length - a.dump.tables.length);
  const tables = new Map<string, LegacyData['tables'][number]>();
  const doubled: string[] = [];
  for (const { file, dump } of ordered)
    for (const one of dump.tables) {
      const name = one.legacy.table.name.toLowerCase();
      if (tables.has(name)) doubled.push(`${one.legacy.table.name} of ${file}`);
      else tables.set(name, one);
    }
  const timeZone = offsetOf(ordered.find(({ dump }) => dump.timeZone !== undefined)?.dump.timeZone);
  return {
    from: 'dump',
    files: ordered.map(({ file }) => file),
    tables: [...tables.values()],
    ...(timeZone !== undefined && { timeZone }),
    left: [
      ...left,
      ...ordered.flatMap(({ file, dump }) => [
        ...(dump.fault === undefined
          ? []
          : [`${file}:${dump.fault.line}: ${dump.fault.why}: what follows is not read`]),
        ...dump.unread.map(
          ({ line, why, count }) =>
            `${file}:${line}: ${withoutValue(why)}${count > 1 ? ` (${count} times)` : ''}`,
        ),
      ]),
      ...(doubled.length === 0
        ? []
        : [
            `tables that stand in two files, the longer one counts: ${doubled.slice(0, 5).join(', ')}${doubled.length > 5 ? ` and ${doubled.length - 5} more` : ''}`,
          ]),
    ],
  };
}

/** An expression stands where a value does: it may hold what belongs to a person. */
const withoutValue = (why: string): string =>
  why.replace(
    /the server would compute (?!the default).*: taken/,
    'the server would compute an expression: taken',
  );

/** A zone of the connection as an offset; a name, which may have summer time, is none. */
export const offsetOf = (zone: string | undefined): string | undefined =>
  zone !== undefined && /^[-+]\d{1,2}:\d\d$/.test(zone)
    ? zone
    : zone?.toUpperCase() === 'UTC'
      ? '+00:00'
      : undefined;
