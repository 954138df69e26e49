import type { QueryDraft } from '../../queries/draft.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { WrittenText } from './texts.ts';
import { writtenText } from './texts.ts';
import type { Place } from './visit.ts';
import { calledName } from './visit.ts';

/** Methods of database/sql, sqlx, pgx, GORM and xorm that take the text of a statement. */
const methods =
  /^(Query|QueryRow|Exec|Prepare|Preparex|Queryx|QueryRowx|MustExec|NamedExec|NamedQuery|PrepareNamed|Get|Select|Raw|SQL|Sql|NewRaw)(Context)?$/;

/** A statement whose text stands in the code. */
export function sqlStatement(
  call: SyntaxNode,
  place: Place,
): Pick<QueryDraft, 'sql' | 'interpolates' | 'limited'> | undefined {
  const name = calledName(call);
  if (!methods.test(name)) return undefined;
  for (const arg of inField(call, 'arguments')?.children.slice(0, 3) ?? []) {
    const told = writtenText(arg, place);
    if (told === undefined || !looksLikeSql(told.text)) continue;
    return {
      sql: told.text.replace(/^\s*-- name: [^\n]*\n/, '').trim(),
      ...interpolated(told),
      ...(isSingle(name, told.text) ? { limited: true } : {}),
    };
  }
  return undefined;
}

const interpolated = ({ open }: WrittenText): Pick<QueryDraft, 'interpolates'> =>
  open.length === 0 ? {} : { interpolates: [...new Set(open)] };

/** One row is read: by the method, or by what sqlc notes above the text. */
const isSingle = (name: string, text: string): boolean =>
  /^(QueryRow|QueryRowx|Get)(Context)?$/.test(name) || /^\s*-- name: \w+ :one\b/.test(text);
