import type { QueryDraft } from '../../queries/draft.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { inField } from '../../languages/syntax.ts';
import { writtenText } from './texts.ts';
import { calledName, calledOn, visitCalls } from './visit.ts';

/** Methods of database/sql, sqlx, pgx, GORM and xorm that take the text of a statement. */
const methods =
  /^(Query|QueryRow|Exec|Prepare|Preparex|Queryx|QueryRowx|MustExec|NamedExec|NamedQuery|PrepareNamed|Get|Select|Raw|SQL|Sql)(Context)?$/;

/** Statements whose text stands in the code. */
export function sqlQueries(program: GoProgram): readonly QueryDraft[] {
  const drafts: QueryDraft[] = [];
  visitCalls(
    program,
    /\b(SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|select|insert\s+into|update|delete\s+from)\b/,
    (call, place) => {
      if (!methods.test(calledName(call))) return;
      const args = inField(call, 'arguments')?.children.slice(0, 3) ?? [];
      for (const arg of args) {
        const told = writtenText(arg, place);
        if (told === undefined || !looksLikeSql(told.text)) continue;
        const { receiver, name } = place.fn;
        drafts.push({
          sql: told.text.trim(),
          inLoop: place.inLoop,
          inTransaction: /(^|\.)(tx|txn|transaction)\b/i.test(calledOn(call)),
          ...(told.open.length === 0 ? {} : { interpolates: [...new Set(told.open)] }),
          operation: receiver === undefined ? name : `${receiver}.${name}`,
          origin: originOf(place.file, call),
        });
        return;
      }
    },
  );
  return drafts;
}
