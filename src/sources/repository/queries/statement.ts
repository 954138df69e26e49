import { parseSync } from 'libpg-query';
import type { Node } from 'libpg-query';
import { relationName, words } from '../sql/names.ts';
import type { Kind, Statement } from './draft.ts';

const verb =
  /^\s*(?:(?:\/\*[\s\S]*?\*\/|--[^\n]*\n)\s*)*(select\b|insert\s+into\b|replace\s+into\b|update\s+\S+|delete\s+from\b|with\s+(?:recursive\s+)?\S+|truncate\b|merge\s+into\b|create\s+\w+|alter\s+\w+|drop\s+\w+|lock\s+table\b|refresh\s+materialized\b|call\s+\w+|explain\b|copy\s+\S+\s+(?:from|to)\b)/i;

/** Whether a text is a statement and not a sentence that begins with such a word. */
export function looksLikeSql(text: string): boolean {
  const found = verb.exec(text)?.[1]?.toLowerCase();
  if (found === undefined) return false;
  if (found === 'select') return /\bfrom\b|^\s*select\s+[\w."*$({]+\s*(\(|as\b|;?\s*$)|::/i.test(text);
  if (found.startsWith('update')) return /\bset\b/i.test(text);
  if (found.startsWith('with')) return /\bas\s*(not\s+materialized\s*|materialized\s*)?\(/i.test(text);
  return true;
}

/**
 * Kind, tables and condition of a statement, by PostgreSQL's grammar; by its words where that refuses it (another
 * dialect, or a part that is only known at run time). The parser must be loaded.
 */
export function readStatement(written: string): Statement {
  const text = written.replaceAll(userTable, '$1 "$2"');
  for (const attempt of [withParameters(text), withNames(text)]) {
    const parsed = parsedStatement(attempt);
    if (parsed !== undefined) return parsed;
  }
  return byWords(text);
}

/** PostgreSQL takes the word for a function; elsewhere, and in what object mappers write, it is a table. */
const userTable = /\b(from|join|into|update)\s+(user)\b(?!\s*[.(])/gi;

/** Placeholders of all drivers as `$n`; parts known at run time as well. */
function withParameters(text: string): string {
  let count = 0;
  return text
    .replaceAll('`', '"')
    .replaceAll(
      /'(?:[^']|'')*'|"[^"]*"|\{[^{}]*\}|\?(?![|&])|(?<![:\w]):[A-Za-z_]\w*|(?<!@)@[A-Za-z_]\w*/g,
      (found) => (/^['"]/.test(found) ? found : `$${(count += 1) + 100}`),
    );
}

/** Parts known at run time as names: a table or a column, or nothing that matters. */
const withNames = (text: string): string => withParameters(text.replaceAll(/\{[^{}]*\}/g, 'unknown_part'));

function parsedStatement(text: string): Statement | undefined {
  let node: Node | undefined;
  try {
    node = parseSync(text).stmts?.[0]?.stmt;
  } catch {
    return undefined;
  }
  if (node === undefined) return undefined;
  const inner = 'ExplainStmt' in node ? (node.ExplainStmt.query ?? node) : node;
  const { tables, columns } = mentionsOf(inner);
  return {
    kind: kindOf(inner),
    tables: tables.filter((table) => table !== 'unknown_part'),
    equal: columns,
    limited: isLimited(inner),
  };
}

function kindOf(node: Node): Kind {
  if ('SelectStmt' in node) return 'select';
  if ('InsertStmt' in node) return 'insert';
  if ('UpdateStmt' in node) return 'update';
  return 'DeleteStmt' in node ? 'delete' : 'other';
}

/** A limit, or an answer that is one row because everything is an aggregate and nothing is grouped. */
function isLimited(node: Node): boolean {
  if (!('SelectStmt' in node)) return true;
  const { limitCount, targetList, groupClause, fromClause } = node.SelectStmt;
  if (limitCount !== undefined || fromClause === undefined) return true;
  const aggregates = (targetList ?? []).every(
    (target) =>
      'ResTarget' in target &&
      target.ResTarget.val !== undefined &&
      'FuncCall' in target.ResTarget.val &&
      /^(count|sum|avg|min|max|bool_or|bool_and|array_agg|json_agg|jsonb_agg)$/.test(
        words(target.ResTarget.val.FuncCall.funcname).at(-1) ?? '',
      ),
  );
  return aggregates && (groupClause ?? []).length === 0;
}

/** Tables a statement names, those of its own WITH left out, and columns compared by `=`. */
function mentionsOf(node: Node): { readonly tables: readonly string[]; readonly columns: readonly string[] } {
  const tables = new Set<string>();
  const columns = new Set<string>();
  const own = new Set<string>();
  const stack: unknown[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, value] of Object.entries(next)) {
      if (key === 'RangeVar' || key === 'relation') tables.add(relationName(value));
      else if (key === 'CommonTableExpr' && hasName(value)) own.add(value.ctename);
      else if (key === 'A_Expr') for (const column of comparedColumns(value)) columns.add(column);
      stack.push(value);
    }
  }
  return {
    tables: [...tables].filter((name) => name !== '' && !own.has(name)).toSorted(),
    columns: [...columns].toSorted(),
  };
}

const hasName = (value: unknown): value is { readonly ctename: string } =>
  typeof value === 'object' && value !== null && 'ctename' in value && typeof value.ctename === 'string';

function comparedColumns(expression: {
  readonly kind?: string;
  readonly name?: readonly Node[];
  readonly lexpr?: Node;
  readonly rexpr?: Node;
}): readonly string[] {
  const kinds = ['AEXPR_OP', 'AEXPR_IN', 'AEXPR_OP_ANY'];
  if (!kinds.includes(expression.kind ?? '') || words(expression.name).at(-1) !== '=') return [];
  const { lexpr, rexpr } = expression;
  if (lexpr === undefined || rexpr === undefined) return [];
  if (!('ColumnRef' in lexpr) || 'ColumnRef' in rexpr) return [];
  const name = words(lexpr.ColumnRef.fields).at(-1);
  return name === undefined ? [] : [name];
}

const named =
  /\b(?:from|join|into|update|table)\s+(?:only\s+|if\s+(?:not\s+)?exists\s+)?((?:[\w]+|"[^"]+"|`[^`]+`|\[[^\]]+\])(?:\.(?:[\w]+|"[^"]+"|`[^`]+`))?)/gi;

/** A statement that begins with WITH reads unless one of its parts writes. */
const kindAfterWith = (text: string): Kind =>
  /^\s*with\b/i.test(text) && !/\b(insert\s+into|update\s+\S+\s+set|delete\s+from)\b/i.test(text)
    ? 'select'
    : 'other';

function byWords(text: string): Statement {
  const [, first = ''] = /^\s*(?:(?:\/\*[\s\S]*?\*\/|--[^\n]*\n)\s*)*(\w+)/.exec(text) ?? [];
  const kinds: Readonly<Record<string, Kind>> = {
    select: 'select',
    insert: 'insert',
    update: 'update',
    delete: 'delete',
  };
  const tables = [...text.matchAll(named)].flatMap(([, name = '']) => {
    const plain = name.replaceAll(/["`[\]]/g, '');
    return plain === '' || /^(select|set|values|where|lateral|unnest)$/i.test(plain) ? [] : [plain];
  });
  return {
    kind: kinds[first.toLowerCase()] ?? kindAfterWith(text),
    tables: [...new Set(tables)].toSorted(),
    equal: [...text.matchAll(/([\w"`]+)\s*=\s*(?:\$\d+|\?|:\w+|\{)/g)].map(([, column = '']) =>
      column.replaceAll(/["`]/g, ''),
    ),
    limited: /\blimit\b|\bfetch\s+(first|next)\b|\btop\s+\(?\d/i.test(text),
  };
}
