import { quoteNullable } from '../../../artifacts/sql-names.ts';
import { withParameters } from '../parameters.ts';
import type { Session } from '../session.ts';
import { listOf, rowsText } from './difference.ts';
import type { Run } from './difference.ts';
import type { KeysetPage } from './rule.ts';

/** Reads a query page by page, for pages of 1, 2 and 3 rows, both ways. */
export async function runPages(
  session: Session,
  page: KeysetPage,
  values: readonly (string | null)[],
): Promise<Run> {
  const args = values.map(quoteNullable);
  const bound = (sql: string): string => withParameters(sql, (number) => args[number - 1] ?? 'null');
  const ask = async (sql: string): Promise<readonly string[] | undefined> => {
    const ran = await session.run(`select json_agg(q::text) as rows from (${bound(sql)}\n) q`);
    return ran.kind === 'done' ? listOf(ran.rows[0]?.['rows']) : undefined;
  };
  let rows = 0;
  for (const size of [1, 2, 3]) {
    let keys: readonly string[] | undefined;
    for (let number = 0; number < 30; number++) {
      const expected = await ask(page.offset(String(size), String(number * size)));
      const sql = keys === undefined ? page.offset(String(size), '0') : page.after(keys, String(size));
      const found = await ask(sql);
      if (expected === undefined || found === undefined)
        return { kind: 'failed', why: 'a page could not be read' };
      if (JSON.stringify(expected) !== JSON.stringify(found))
        return {
          kind: 'differ',
          words: `page ${number + 1} of ${rowsText(size)} is ${expected.join(' ') || 'empty'} by offset, ${found.join(' ') || 'empty'} by key`,
        };
      rows += expected.length;
      if (expected.length < size) break;
      keys = await lastKeys(session, bound(sql), page);
      if (keys === undefined) return { kind: 'failed', why: 'the keys of the last row could not be read' };
    }
  }
  return { kind: 'equal', rows };
}

/** The keys of the last row of a page, as literals. */
async function lastKeys(
  session: Session,
  sql: string,
  { keys }: KeysetPage,
): Promise<readonly string[] | undefined> {
  const wanted = keys.map((key, at) => `(${key})::text as "key ${at}"`).join(', ');
  const ran = await session.run(sql.replace(/^select\s/i, `select ${wanted}, `));
  const last = ran.kind === 'done' ? ran.rows.at(-1) : undefined;
  if (last === undefined) return undefined;
  return keys.map((_, at) => quoteNullable(last[`key ${at}`] ?? null));
}
