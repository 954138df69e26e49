import { quoteText } from '../../../artifacts/sql-names.ts';
import { printFailure } from '../session.ts';
import type { Session } from '../session.ts';
import type { Pair } from './compare.ts';

/** The name under which both of a pair are prepared. */
export const bothName = 'plumbline_both';

type Prepared =
  | { readonly kind: 'prepared'; readonly types: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string };

/** One statement that answers both, so that both see the same moment and the same parameters. */
const bothSql = (one: string, other: string): string =>
  `select (select json_agg(q::text) from (${one}\n) q) as one, (select json_agg(q::text) from (${other}\n) q) as other`;

/** Lets PostgreSQL say of which types the parameters are. */
export async function prepare(session: Session, pair: Pair): Promise<Prepared> {
  await session.script('deallocate all');
  switch (pair.kind) {
    case 'queries': {
      if (pair.retyped) return prepareOne(session, bothName, bothSql(pair.other, pair.other));
      return prepareOne(session, bothName, bothSql(pair.one, pair.other));
    }
    case 'writes':
      return pair.one.includes('$')
        ? { kind: 'refused', why: 'parameters of a statement that writes are not drawn' }
        : { kind: 'prepared', types: [] };
    case 'pages':
      return prepareOne(session, bothName, pair.page.whole);
  }
}

async function prepareOne(session: Session, name: string, sql: string): Promise<Prepared> {
  const ran = await session.run(`prepare ${name} as ${sql}`);
  if (ran.kind === 'failed') return { kind: 'refused', why: printFailure(ran.failure) };
  const [row] = await session.rows(
    `select array_to_json(parameter_types::text[]) as types from pg_prepared_statements where name = ${quoteText(name)}`,
  );
  const types: unknown = JSON.parse(row?.['types'] ?? '[]');
  return { kind: 'prepared', types: Array.isArray(types) ? types.map(String) : [] };
}

/** The name of a function that answers differently every time, if the texts call one. */
export async function volatileIn(session: Session, texts: readonly string[]): Promise<string | undefined> {
  const words = [...new Set(texts.join(' ').match(/[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/gu) ?? [])];
  if (words.length === 0) return undefined;
  const [row] = await session.rows(
    `select proname from pg_proc where provolatile = 'v' and proname = any (array[${words.map((word) => quoteText(word.toLowerCase())).join(', ')}]::name[])
     and not exists (select from pg_proc p where p.proname = pg_proc.proname and p.provolatile <> 'v') order by 1 limit 1`,
  );
  return row?.['proname'] ?? undefined;
}
