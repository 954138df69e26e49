import type { Gap } from '../../../../model/origin.ts';
import type { Table } from '../../../../model/data.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { writtenDialect } from '../../dialects/dialect.ts';
import type { TextFile } from '../../gather.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax } from '../../languages/syntax.ts';
import { replay, sqlSet } from '../../schema/sets.ts';
import { finishedTables } from '../../schema/tables.ts';
import type { SqlFile } from '../../sql/script.ts';

/** Statements that are read of one repository. */
const mostTexts = 500;

const aside = /(^|\/)(\w*migrations|alembic|versions|tests?|site-packages|node_modules)\//;
const making = /^\s*(--[^\n]*\n\s*)*create\s+table\b|;\s*create\s+table\b/i;
const changing = /^\s*alter\s+table\s+\S+\s+add\b/i;

/** Tables that the code makes itself, by statements that are written out in it: `cursor.execute('CREATE TABLE …')`. */
export function writtenTables(
  files: readonly TextFile[],
  tree: (path: string) => SyntaxNode | undefined,
  gaps: Gap[],
): readonly Table[] {
  const sources = files.filter(({ path, text }) => !aside.test(path) && /\bcreate\s+table\b/i.test(text));
  const texts = sources.flatMap(({ path }) => textsIn(path, tree(path))).slice(0, mostTexts);
  if (texts.length === 0) return [];
  const dialect = usedBy(files) ?? writtenDialect(texts.map(({ text }) => text));
  const path = texts[0]?.path ?? '';
  const { draft } = replay(sqlSet({ path, kind: 'dump', dialect, files: texts }));
  gaps.push(...draft.gaps.filter(({ kind }) => kind !== 'apply-sql'));
  return finishedTables(draft);
}

function textsIn(path: string, root: SyntaxNode | undefined): readonly SqlFile[] {
  const found: SqlFile[] = [];
  if (root === undefined) return found;
  walkSyntax(root, (node) => {
    if (node.type !== 'string' && node.type !== 'concatenated_string') return true;
    const text = fixedText(node);
    if (text !== undefined && (making.test(text) || changing.test(text)))
      found.push({ path, text, line: node.line });
    return false;
  });
  return found;
}

/** Nothing for a text that is put together. */
function fixedText(node: SyntaxNode): string | undefined {
  const parts = node.type === 'string' ? [node] : node.children;
  const inner = parts.flatMap(({ children }) => children);
  return inner.some(({ type }) => type === 'interpolation')
    ? undefined
    : inner.flatMap(({ type, text }) => (type === 'string_content' ? [text] : [])).join('');
}

const drivers: readonly (readonly [Dialect, RegExp])[] = [
  ['postgresql', /^\s*(import|from)\s+(psycopg\w*|asyncpg|pg8000|aiopg)\b/m],
  ['mysql', /^\s*(import|from)\s+(pymysql|MySQLdb|mysql|aiomysql|flask_mysqldb|mariadb)\b/m],
  ['sqlite', /^\s*(import|from)\s+(sqlite3|aiosqlite|apsw)\b/m],
];

/** The language of the only driver that is imported. */
function usedBy(files: readonly TextFile[]): Dialect | undefined {
  const used = drivers.filter(([, imports]) => files.some(({ text }) => imports.test(text)));
  return used.length === 1 ? used[0]?.[0] : undefined;
}
