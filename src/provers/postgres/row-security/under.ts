import { quoteText } from '../../../artifacts/sql-names.ts';
import type { Session } from '../session.ts';

/** One statement as somebody, with what the application told the database of them; undone afterwards. */
export interface Asked {
  /** Absent = the superuser. */
  readonly role?: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly statement: string;
}

export interface Heard {
  /** SQLSTATE; absent = it was accepted. */
  readonly code?: string;
  readonly message: string;
  /** Rows returned or changed. */
  readonly rows: number;
}

const accepted = 'PLB00';

const underSql = `create function pg_temp.under(actor text, names text[], given text[], statement text,
    out code text, out words text, out touched bigint) language plpgsql as $$
  begin
    for at in 1 .. cardinality(names) loop perform set_config(names[at], given[at], true); end loop;
    if actor is not null then perform set_config('role', actor, true); end if;
    execute statement;
    get diagnostics touched = row_count;
    raise exception using errcode = '${accepted}';
  exception when others then
    get stacked diagnostics code = returned_sqlstate, words = message_text;
  end $$`;

export async function prepareUnder(session: Session): Promise<void> {
  await session.rows(underSql);
}

/** Asks all, in one statement. */
export async function askAll(session: Session, asked: readonly Asked[]): Promise<readonly Heard[]> {
  if (asked.length === 0) return [];
  const list = (items: Iterable<string>): string => `array[${[...items].map(quoteText).join(', ')}]::text[]`;
  const values = asked.map(
    ({ role, settings, statement }, at) =>
      `(${at}, ${role === undefined ? 'null' : quoteText(role)}::text, ${list(settings.keys())}, ` +
      `${list(settings.values())}, ${quoteText(statement)})`,
  );
  const rows = await session.rows(
    `select u.* from (values ${values.join(',\n')}) t (at, actor, names, given, statement)
      cross join lateral pg_temp.under(t.actor, t.names, t.given, t.statement) u order by t.at`,
  );
  return rows.map(({ code, words, touched }) => ({
    message: words ?? '',
    rows: Number(touched ?? 0),
    ...(typeof code === 'string' && code !== accepted && { code }),
  }));
}
