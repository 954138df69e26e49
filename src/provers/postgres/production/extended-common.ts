import { quoteText } from '../../../artifacts/sql-names.ts';
import type { ExtendedStatistics } from '../../../model/database-statistics.ts';
import { printFailure } from '../session.ts';
import type { Session } from '../session.ts';
import { withFrequencies } from './extended-binary.ts';

/** Where lists of common values are made from a few rows before they are given to the real statistics. */
export const scratch = 'plumbline_extended';

type Common =
  | { readonly kind: 'made'; readonly hex: string | null }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * A list of common values: PostgreSQL itself makes one from a row of each combination, then its frequencies are
 * replaced.
 */
export async function commonValues(
  session: Session,
  { common }: ExtendedStatistics,
  types: readonly string[],
): Promise<Common> {
  if (common === undefined || common.length === 0) return { kind: 'made', hex: null };
  const columns = types.map((type, at) => `c${at} ${type}`);
  const rows = common.map(
    ({ values }) =>
      `(${values.map((value, at) => (value === null ? 'null' : `${quoteText(value)}::${types[at]}`)).join(', ')})`,
  );
  const place = `${scratch}.common`;
  const ran = await session.run(`create table ${place} (${columns.join(', ')})`);
  if (ran.kind === 'failed') return { kind: 'failed', why: printFailure(ran.failure) };
  try {
    await session.script(
      [
        `insert into ${place} values ${rows.join(', ')}`,
        `create statistics ${scratch}.made (mcv) on ${types.map((_, at) => `c${at}`).join(', ')} from ${place}`,
        `alter statistics ${scratch}.made set statistics 10000`,
        `analyze ${place}`,
      ].join(';\n'),
    );
    const made = `(select d.* from pg_statistic_ext_data d join pg_statistic_ext e on e.oid = d.stxoid
      where e.stxname = 'made' and e.stxnamespace = '${scratch}'::regnamespace)`;
    const items = await session.rows(
      `select to_json(i.values) as values, to_json(i.nulls) as nulls from ${made} as d, pg_mcv_list_items(d.stxdmcv) as i order by i.index`,
    );
    const [list] = await session.rows(`select encode(d.stxdmcv::bytea, 'hex') as hex from ${made} as d`);
    const canonical = await session.rows(
      `select to_json(array[${types.map((_, at) => `c${at}::text`).join(', ')}]) as row from ${place} order by ctid`,
    );
    const frequencies = new Map(canonical.map(({ row }, at) => [row ?? '', common[at]]));
    const ordered = items.map(({ values }) => frequencies.get(values ?? ''));
    if (ordered.some((each) => each === undefined) || list === undefined)
      return { kind: 'failed', why: 'their common values could not be made again' };
    const bytes = withFrequencies(
      Buffer.from(list['hex'] ?? '', 'hex'),
      types.length,
      ordered.flatMap((each) => (each === undefined ? [] : [each])),
    );
    return { kind: 'made', hex: bytes.toString('hex') };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  } finally {
    await session.script(`drop table ${place} cascade`);
  }
}
