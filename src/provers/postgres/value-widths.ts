import { quoteName } from '../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { CatalogueIndex } from './catalogue.ts';
import type { ColumnShape, WidthShare } from './index-keys.ts';
import { knownValues } from './known-values.ts';
import type { Session } from './session.ts';

export type WidthsOf = (
  index: CatalogueIndex,
  columns: ReadonlyMap<string, ColumnFacts & Pick<ColumnShape, 'widths'>>,
) => Promise<ReadonlyMap<string, ColumnShape>>;

/** The columns of indexes with how wide the values of each are, as far as statistics hold some; each asked once. */
export function widthsIn(session: Session): WidthsOf {
  const asked = new Map<ColumnFacts, readonly WidthShare[]>();
  return async ({ elements }, columns) => {
    const found = new Map<string, ColumnShape>(columns);
    for (const { column = '', length, type } of elements) {
      const facts = columns.get(column);
      if (facts === undefined || length > 0) continue;
      const widths = asked.get(facts) ?? (await widthsOf(session, type, facts));
      asked.set(facts, widths);
      if (widths.length > 0) found.set(facts.name, { ...facts, widths });
    }
    return found;
  };
}

/** Values from which widths are known, where the common ones are not nearly all. */
const enough = 10;
const nearlyAll = 0.9;

/** The bare names of these types mean a length of one. */
const unlimited = (type: string): string =>
  type === 'character' ? 'bpchar' : type === 'bit' ? 'varbit' : type;

/** Elements of an array are stored as in a row, so their size tells how wide values are there. */
async function widthsOf(session: Session, type: string, facts: ColumnFacts): Promise<readonly WidthShare[]> {
  const asked = `pg_column_size(${quoteName(facts.name)}) as bytes`;
  const known =
    (await knownValues(session, facts, facts.type === '' ? unlimited(type) : facts.type, asked)) ?? [];
  const common = known.reduce((sum, { part, isBound }) => sum + (isBound ? 0 : part), 0);
  if (known.length < enough && common < nearlyAll) return [];
  return sharesOf(known.map(({ row, part }) => ({ bytes: Number(row['bytes']), part })));
}

/** The same with each width once, and parts of a whole. */
export function sharesOf(widths: readonly WidthShare[]): readonly WidthShare[] {
  const sums = new Map<number, number>();
  for (const { bytes, part } of widths) sums.set(bytes, part + (sums.get(bytes) ?? 0));
  const whole = [...sums.values()].reduce((sum, part) => sum + part, 0);
  return whole > 0 ? [...sums].map(([bytes, part]) => ({ bytes, part: part / whole })) : [];
}
