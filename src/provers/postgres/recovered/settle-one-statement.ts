import { parseSync } from 'libpg-query';
import type { Json } from '../../../model/origin.ts';
import type { Settled } from '../../settle.ts';
import { proved, refuted, undecided } from '../../settle.ts';
import type { WrittenQuery } from '../queries/read-queries.ts';
import type { RowsDatabase } from '../rewrites/rows-database.ts';
import { volatileIn } from '../rewrites/prepare.ts';
import { tableNamed } from '../rewrites/subject.ts';
import { nodesIn } from '../rewrites/syntax.ts';
import type { TableFacts } from '../rows/facts.ts';
import { compareKeys, prepareOne } from './compare-keys.ts';
import { oneStatement } from './one-statement.ts';

const because = (reason: string): Settled => ({
  verdict: undecided(reason),
  measurements: {},
  incomplete: [],
});

/** Looks for one statement that says what the query says for many keys, and executes both. */
export async function settleOneStatement({ sql }: WrittenQuery, rows: RowsDatabase): Promise<Settled> {
  const volatile = await volatileIn(rows.session, [sql]);
  if (volatile !== undefined) return because(`${volatile}() answers differently every time`);
  const types = await prepareOne(rows.session, sql);
  if (typeof types === 'string') return because(types);
  const tables = tablesRead(rows, sql);
  let last: Settled | undefined;
  for (const one of oneStatement(sql, types, rows.tables)) {
    if (one.kind === 'none') return because(one.why);
    const compared = await compareKeys(rows, sql, types, one, tables);
    const measurements: { readonly [key: string]: Json } = { sql: one.sql, form: one.kind };
    if (compared.kind === 'equal')
      return {
        verdict: proved,
        measurements: {
          ...measurements,
          keys: compared.keys,
          rows: compared.rows,
          databases: compared.databases,
          order: orderWords(sql, one.kind, compared.inOrder),
        },
        incomplete: [],
      };
    last =
      compared.kind === 'differ'
        ? { verdict: refuted(compared.counterexample), measurements, incomplete: [] }
        : because(compared.why);
    // A short form that does not hold here is not offered; the long one says the query itself for each key.
  }
  return last ?? because('no form of one statement fits it');
}

const orderWords = (sql: string, form: string, isKept: boolean): string =>
  !/\border\s+by\b/i.test(sql)
    ? 'none is asked for'
    : form === 'each' || isKept
      ? 'kept within each key'
      : 'kept but for rows that the order does not tell apart';

/** Tables that the text names. */
const tablesRead = ({ tables }: RowsDatabase, sql: string): readonly TableFacts[] => [
  ...new Set(
    [...nodesIn(parseSync(sql))].flatMap((node) =>
      'RangeVar' in node
        ? (tableNamed(tables, node.RangeVar.relname ?? '', node.RangeVar.schemaname) ?? [])
        : [],
    ),
  ),
];
