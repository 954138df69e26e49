import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { Row, Session } from './session.ts';

/** A value that statistics hold of a column, and the part of the rows it stands for. */
export interface KnownValue {
  /** What was asked of it. */
  readonly row: Row;
  readonly part: number;
  /** A bound of the histogram: one of a sample of the rows, where a common value is all rows that have it. */
  readonly isBound: boolean;
}

/**
 * Asks something of each value of a column that statistics hold: common values with their frequencies, and the bounds
 * of the histogram, each of which stands for as many of the other rows.
 *
 * @param asked SQL over the column by its name
 * @param type by which the values are read, with its length: `character` alone would cut them to one
 * @returns undefined where the engine cannot read the values or answer
 */
export async function knownValues(
  session: Session,
  facts: ColumnFacts,
  type: string,
  asked: string,
): Promise<readonly KnownValue[] | undefined> {
  const { name, nullFraction, commonValues = '', commonFrequencies = [], histogram = '' } = facts;
  const rowsOf = async (values: string): Promise<readonly Row[] | undefined> => {
    if (values === '' || type === '') return [];
    const ran = await session.run(
      `select ${asked} from unnest(${quoteText(values)}::${type}[]) with ordinality u (${quoteName(name)}, nth_of_them) order by nth_of_them`,
    );
    return ran.kind === 'failed' ? undefined : ran.rows;
  };
  const common = await rowsOf(commonValues);
  const bounds = await rowsOf(histogram);
  if (common === undefined || bounds === undefined) return undefined;
  const told = commonFrequencies.reduce((sum, each) => sum + each, 0);
  const rest = Math.max(0, 1 - nullFraction - told) / Math.max(1, bounds.length);
  return [
    ...common.map((row, at) => ({ row, part: commonFrequencies[at] ?? 0, isBound: false })),
    ...bounds.map((row) => ({ row, part: rest, isBound: true })),
  ];
}
