import type { ExtendedStatistics } from '../../../model/database-statistics.ts';
import { printFailure } from '../session.ts';
import type { Row, Session } from '../session.ts';
import { dependenciesBytes, ndistinctBytes } from './extended-binary.ts';
import { commonValues, scratch } from './extended-common.ts';
import { expressionStatistics, expressionTypes } from './extended-expressions.ts';

/**
 * Restores multivariate statistics, for which PostgreSQL 18 has no function: their rows are written into the
 * catalogue. @returns what has no place, or was refused
 */
export async function injectExtended(
  session: Session,
  extended: readonly ExtendedStatistics[],
): Promise<readonly string[]> {
  if (extended.length === 0) return [];
  const incomplete: string[] = [];
  await session.script(`create schema ${scratch}`);
  for (const type of ['pg_ndistinct', 'pg_dependencies', 'pg_mcv_list'])
    await session.script(`create cast (bytea as ${type}) without function`);
  for (const statistics of extended) {
    const why = await injectOne(session, statistics);
    if (why !== undefined)
      incomplete.push(`extended statistics ${statistics.schema}.${statistics.name}: ${why}`);
  }
  await session.script(`drop schema ${scratch} cascade`);
  return incomplete;
}

/** Members of a statistics object in this schema. */
interface Members {
  readonly oid: string;
  /** By name, or `#1` for the first expression: its number and type. */
  readonly by: ReadonlyMap<string, { readonly number: number; readonly type: string }>;
}

const membersSql = `
  select e.oid, m.name, m.number, m.type
  from pg_statistic_ext e join pg_namespace n on n.oid = e.stxnamespace,
    lateral (select a.attname::text as name, a.attnum::integer as number, format_type(a.atttypid, a.atttypmod) as type
      from pg_attribute a where a.attrelid = e.stxrelid and a.attnum = any(e.stxkeys::smallint[])
      union all
      select '#' || x.place, -x.place, null
      from generate_series(1, coalesce(cardinality(pg_get_statisticsobjdef_expressions(e.oid)), 0)) as x (place)) as m
  where n.nspname = $1 and e.stxname = $2`;

async function injectOne(session: Session, statistics: ExtendedStatistics): Promise<string | undefined> {
  const rows = await session.rows(membersSql, [statistics.schema, statistics.name]);
  const oid = rows[0]?.['oid'];
  const ofExpressions = typeof oid === 'string' ? await expressionTypes(session, oid) : [];
  const members = membersOf(rows, ofExpressions);
  if (members === undefined) return 'they have no place: the schema has none of this name';
  const missing = statistics.members.find((name) => !members.by.has(name));
  if (missing !== undefined) return `the schema's have no member ${missing}`;
  const number = (name: string): number => members.by.get(name)?.number ?? 0;
  const types = statistics.members.map((name) => members.by.get(name)?.type ?? 'text');
  const common = await commonValues(session, statistics, types);
  if (common.kind === 'failed') return common.why;
  const expressions = await expressionStatistics(session, statistics, ofExpressions);
  const { distinct, dependencies } = statistics;
  const ran = await session.run(
    `insert into pg_statistic_ext_data (stxoid, stxdinherit, stxdndistinct, stxddependencies, stxdmcv, stxdexpr)
     values ($1::oid, $2::boolean, decode($3, 'hex')::pg_ndistinct, decode($4, 'hex')::pg_dependencies,
       decode($5, 'hex')::pg_mcv_list, ${expressions})`,
    [
      members.oid,
      String(statistics.inherited),
      distinct === undefined
        ? null
        : ndistinctBytes(distinct.map(({ of, values }) => ({ of: of.map(number), values }))).toString('hex'),
      dependencies === undefined
        ? null
        : dependenciesBytes(
            dependencies.map(({ from, to, degree }) => ({ from: from.map(number), to: number(to), degree })),
          ).toString('hex'),
      common.hex,
    ],
  );
  return ran.kind === 'failed' ? printFailure(ran.failure) : undefined;
}

function membersOf(rows: readonly Row[], expressions: readonly string[]): Members | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const by = rows.map(({ name, number, type }) => {
    const place = Number(number);
    const known = type ?? (place < 0 ? expressions[-place - 1] : undefined);
    return [name ?? '', { number: place, type: known ?? 'text' }] as const;
  });
  return { oid: first['oid'] ?? '', by: new Map(by) };
}
