import type { ExtendedStatistics } from '../../../model/database-statistics.ts';
import { columnCall, restore } from '../restore.ts';
import type { Session } from '../session.ts';
import { scratch } from './extended-common.ts';

const expressionsSql = `
  select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as table, x.text, x.place
  from pg_statistic_ext e join pg_class c on c.oid = e.stxrelid join pg_namespace n on n.oid = c.relnamespace,
    unnest(pg_get_statisticsobjdef_expressions(e.oid)) with ordinality as x (text, place)
  where e.oid = $1::oid order by x.place`;

/** Types of the expressions of a statistics object, which no catalogue tells: a view over them does. */
export async function expressionTypes(session: Session, oid: string): Promise<readonly string[]> {
  const rows = await session.rows(expressionsSql, [oid]);
  const [first] = rows;
  if (first === undefined) return [];
  const list = rows.map(({ text }, at) => `(${text}) as e${at}`).join(', ');
  await session.script(`create view ${scratch}.typed as select ${list} from ${first['table']}`);
  const types = await session.rows(
    `select format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = '${scratch}.typed'::regclass and attnum > 0 order by attnum`,
  );
  await session.script(`drop view ${scratch}.typed`);
  return types.map(({ type }) => type ?? 'text');
}

/** SQL that gives the statistics of the expressions, made on a table of columns of their types. */
export async function expressionStatistics(
  session: Session,
  { expressions }: ExtendedStatistics,
  types: readonly string[],
): Promise<string> {
  if (expressions.every((each) => each === null)) return 'null';
  const name = 'expressions';
  await session.script(
    `drop table if exists ${scratch}.${name}; create table ${scratch}.${name} (${types.map((type, at) => `e${at} ${type}`).join(', ')})`,
  );
  await restore(
    session,
    expressions.flatMap((each, at) =>
      each === null
        ? []
        : [columnCall({ schema: scratch, name }, { ...each, name: `e${at}`, inherited: false })],
    ),
  );
  return `(select array_agg(s order by a.attnum) from pg_attribute a left join pg_statistic s
    on s.starelid = a.attrelid and s.staattnum = a.attnum
    where a.attrelid = '${scratch}.${name}'::regclass and a.attnum > 0)`;
}
