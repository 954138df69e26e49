import { quoteText } from '../../../artifacts/sql-names.ts';
import type { Session } from '../session.ts';

/** Statements run one after the other and undone, with what is asked before that. */
export interface Attempt {
  readonly statements: readonly string[];
  /** A query of one value, asked when all statements were accepted. */
  readonly probe?: string;
}

export interface Answer {
  /** SQLSTATE; absent = every statement was accepted. */
  readonly code?: string;
  readonly constraint: string;
  readonly column: string;
  readonly message: string;
  readonly probe?: string;
}

/** Ends the inner block so that everything it did is undone. No SQLSTATE of PostgreSQL begins so. */
const accepted = 'PLB00';

const attemptSql = `create function pg_temp.attempt(statements text[], probe text, out code text, out rule text,
    out on_column text, out words text, out answer text) language plpgsql as $$
  declare statement text;
  begin
    foreach statement in array statements loop execute statement; end loop;
    if probe is not null then execute probe into answer; end if;
    raise exception using errcode = '${accepted}';
  exception when others then
    get stacked diagnostics code = returned_sqlstate, rule = constraint_name, on_column = column_name,
      words = message_text;
  end $$`;

/** Makes ready for `attemptAll` within the open transaction. */
export async function prepareAttempts(session: Session): Promise<void> {
  await session.rows(attemptSql);
  await session.rows('set constraints all immediate');
}

/** Tries each, in one statement, and undoes it. */
export async function attemptAll(session: Session, attempts: readonly Attempt[]): Promise<readonly Answer[]> {
  if (attempts.length === 0) return [];
  const list = attempts.map(({ statements, probe }, at) => {
    const texts = statements.map(quoteText).join(', ');
    return `(${at}, array[${texts}]::text[], ${probe === undefined ? 'null' : quoteText(probe)}::text)`;
  });
  const rows = await session.rows(
    `select a.* from (values ${list.join(',\n')}) t (at, statements, probe)
      cross join lateral pg_temp.attempt(t.statements, t.probe) a order by t.at`,
  );
  return rows.map(({ code, rule, on_column: column, words, answer }) => ({
    constraint: rule ?? '',
    column: column ?? '',
    message: words ?? '',
    ...(typeof code === 'string' && code !== accepted && { code }),
    ...(typeof answer === 'string' && { probe: answer }),
  }));
}
