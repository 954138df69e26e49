import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { IndexElement } from './catalogue.ts';
import type { WidthShare } from './index-keys.ts';
import { knownValues } from './known-values.ts';
import type { KnownValue } from './known-values.ts';
import type { Told } from './production/inject.ts';
import { arrayText } from './restore.ts';
import type { Session } from './session.ts';
import { sharesOf } from './value-widths.ts';

/** What ANALYZE would find of an expression that an index holds, as far as the statistics of its column tell. */
export interface ExpressionFacts {
  readonly facts: ColumnFacts;
  readonly widths: readonly WidthShare[];
  /** What they rest on. */
  readonly words: string;
}

/** The only column an expression reads. */
export function columnReadBy({ expression = '' }: IndexElement, told: Told): ColumnFacts | undefined {
  const read = [...told.columns.values()].filter(({ name }) =>
    new RegExp(String.raw`(?<![\w"'])"?${name.replaceAll(/\W/g, String.raw`\$&`)}"?(?![\w"'(])`).test(
      expression,
    ),
  );
  return read.length === 1 ? read[0] : undefined;
}

/** Functions that hardly ever make two values one. */
export const keepsDistinct = (expression = ''): boolean =>
  /^\(*(lower|upper|btrim|trim|md5|unaccent|initcap)\(/i.test(expression);

/** What the expression makes of one known value of its column, and how wide that is. */
interface Sampled extends Pick<KnownValue, 'part' | 'isBound'> {
  readonly result: string | null;
  readonly bytes: number;
}

/**
 * Evaluates an expression on the values that statistics hold of its column: common values with their frequencies, and
 * the bounds of the histogram, which are a sample of the other rows.
 * @returns undefined where no value is known, or the engine cannot evaluate it
 */
export async function expressionFacts(
  session: Session,
  element: IndexElement,
  told: Told,
): Promise<ExpressionFacts | undefined> {
  const column = columnReadBy(element, told);
  if (column === undefined) return undefined;
  const sample = await sampled(session, element, column);
  if (sample === undefined || sample.length === 0) return undefined;
  const there = sample.filter(({ result }) => result !== null);
  const part = sum(there.map((each) => each.part));
  if (part === 0) return undefined;
  const whole = 1 - column.nullFraction;
  const averageWidth = sum(there.map((each) => each.part * each.bytes)) / part;
  const shares = new Map<string, number>();
  for (const { result, part: share } of there)
    shares.set(result ?? '', share / part + (shares.get(result ?? '') ?? 0));
  const { distinct, complete } = distinctIn(element, there, column, told.rows);
  const nullFraction = column.nullFraction + whole * (1 - part / sum(sample.map((each) => each.part)));
  const common = [...shares].toSorted((a, b) => b[1] - a[1]);
  const facts: ColumnFacts = {
    name: element.name,
    type: '',
    inherited: false,
    nullFraction,
    averageWidth,
    distinct,
    ...(complete && {
      commonValues: arrayText(common.map(([value]) => value)),
      commonFrequencies: common.map(([, share]) => share * (1 - nullFraction)),
    }),
  };
  const words = `${element.expression} was evaluated on the ${sample.length} values of ${column.name} that the statistics hold`;
  return { facts, widths: sharesOf(there), words };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Most results that are told one by one, as many as ANALYZE keeps by default. */
const mostCommon = 100;

/**
 * Distinct results: those of the common values, and of the sample as ANALYZE reckons them, n·d / (n − f1 + f1·n/N) for
 * d results of n rows of N, f1 of them once (Haas and Stokes 1998; compute_scalar_stats in analyze.c). Where all
 * differ, a sample of n says only that there are more than about n²/2.
 */
function distinctIn(
  { expression }: IndexElement,
  there: readonly Sampled[],
  column: ColumnFacts,
  rows: number,
): { readonly distinct: number; readonly complete: boolean } {
  const counts = new Map<string, number>();
  for (const { result, isBound } of there)
    if (isBound) counts.set(result ?? '', 1 + (counts.get(result ?? '') ?? 0));
  const common = new Set(there.flatMap(({ result, isBound }) => (isBound ? [] : [result ?? ''])));
  const fresh = [...counts].filter(([result]) => !common.has(result)).map(([, count]) => count);
  const n = sum(fresh);
  const once = fresh.filter((count) => count === 1).length;
  const rest = Math.max(1, rows * sum(there.flatMap(({ part, isBound }) => (isBound ? [part] : []))));
  const most = column.distinct < 0 ? -column.distinct * rows : column.distinct;
  if (once === 0)
    return { distinct: common.size + fresh.length, complete: common.size + fresh.length <= mostCommon };
  if (once === n && keepsDistinct(expression)) return { distinct: column.distinct, complete: false };
  const drawn = once === n ? (n * n) / 2 : (n * fresh.length) / (n - once + (once * n) / rest);
  return { distinct: Math.max(1, Math.min(most, common.size + drawn)), complete: false };
}

async function sampled(
  session: Session,
  { expression = '' }: IndexElement,
  column: ColumnFacts,
): Promise<readonly Sampled[] | undefined> {
  // A result has a header of four bytes, where a short one is stored with one.
  const asked = `(${expression})::text as result, pg_column_size(${expression}) as bytes, (select typlen from pg_type where oid = pg_typeof(${expression})) as length`;
  const known = await knownValues(session, column, column.type, asked);
  return known?.map(({ row, part, isBound }) => {
    const bytes = Number(row['bytes'] ?? 0);
    const isShort = row['length'] === '-1' && bytes > 4 && bytes <= 130;
    return { result: row['result'] ?? null, bytes: isShort ? bytes - 3 : bytes, part, isBound };
  });
}
