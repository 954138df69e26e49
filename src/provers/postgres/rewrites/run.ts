import { qualifiedName, quoteNullable } from '../../../artifacts/sql-names.ts';
import type { TableFacts } from '../rows/facts.ts';
import { printFailure } from '../session.ts';
import type { Session } from '../session.ts';
import type { Pair } from './compare.ts';
import { difference, listOf } from './difference.ts';
import type { Run } from './difference.ts';
import { runPages } from './pages.ts';
import { bothName } from './prepare.ts';

interface Setting {
  readonly session: Session;
  readonly tables: readonly TableFacts[];
}

/** Executes both of a pair on the database as it is. */
export function run(setting: Setting, pair: Pair, values: readonly (string | null)[]): Promise<Run> {
  switch (pair.kind) {
    case 'queries':
      return pair.retyped ? runApart(setting, pair, values) : runBoth(setting, pair, values);
    case 'writes':
      return runWrites(setting, pair);
    case 'pages':
      return runPages(setting.session, pair.page, values);
  }
}

async function runBoth(
  { session }: Setting,
  pair: { readonly one: string; readonly other: string },
  values: readonly (string | null)[],
): Promise<Run> {
  const args = values.map(quoteNullable).join(', ');
  const ran = await session.run(`execute ${bothName}${args === '' ? '' : `(${args})`}`);
  if (ran.kind === 'failed') return whoFails(session, pair, values, printFailure(ran.failure));
  const [row] = ran.rows;
  return difference(listOf(row?.['one']), listOf(row?.['other']));
}

/** When only one of both fails, they differ. */
async function whoFails(
  session: Session,
  { one, other }: { readonly one: string; readonly other: string },
  values: readonly (string | null)[],
  why: string,
): Promise<Run> {
  const fails = async (sql: string): Promise<boolean> =>
    (await session.run(`select from (${sql}\n) q`, values.slice(0, parametersOf(sql)))).kind === 'failed';
  const [first, second] = [await fails(one), await fails(other)];
  if (first === second) return { kind: 'failed', why };
  return { kind: 'differ', words: `only ${first ? 'the query' : 'the rewrite'} fails: ${why}` };
}

const parametersOf = (sql: string): number =>
  Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));

/** Parameters of other types: each is run by itself, with the same values as texts. */
async function runApart(
  { session }: Setting,
  { one, other }: { readonly one: string; readonly other: string },
  values: readonly (string | null)[],
): Promise<Run> {
  const ask = (sql: string) => session.run(`select q::text as row from (${sql}\n) q`, values);
  const [first, second] = [await ask(one), await ask(other)];
  if (first.kind === 'failed' && second.kind === 'failed')
    return { kind: 'failed', why: printFailure(first.failure) };
  if (first.kind === 'failed' || second.kind === 'failed')
    return { kind: 'differ', words: `only ${first.kind === 'failed' ? 'the query' : 'the rewrite'} fails` };
  return difference(
    first.rows.map(({ row }) => row ?? ''),
    second.rows.map(({ row }) => row ?? ''),
  );
}

/** Statements that write: what all tables hold afterwards decides. */
async function runWrites(
  { session, tables }: Setting,
  pair: { readonly one: string; readonly other: string },
): Promise<Run> {
  const after = async (sql: string): Promise<readonly string[] | string> => {
    await session.script('begin');
    try {
      const ran = await session.script(sql).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (ran !== undefined) return ran;
      const rows: string[] = [];
      for (const table of tables) {
        const found = await session.rows(`select t::text as row from ${qualifiedName(table)} t`);
        rows.push(...found.map(({ row }) => `${table.name} ${row ?? ''}`));
      }
      return rows;
    } finally {
      await session.script('rollback');
    }
  };
  const [one, other] = [await after(pair.one), await after(pair.other)];
  if (typeof one === 'string') return { kind: 'failed', why: one };
  if (typeof other === 'string') return { kind: 'differ', words: `only the rewrite fails: ${other}` };
  return difference(one, other);
}
