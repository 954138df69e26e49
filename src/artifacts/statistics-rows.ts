import type { Table } from '../model/data.ts';

/** Seconds. */
const year = 365 * 86_400;
/** Years ahead that a design is planned for. */
const horizonYears = 3;
/** The day at which the horizon is taken to lie: a package must not depend on the day it was made. */
export const horizonDay = Date.UTC(2030, 0, 1);

/** Years of growth that a table holds at the horizon. */
const yearsKept = ({ retention }: Table): number =>
  retention === undefined ? horizonYears : Math.min(horizonYears, retention.value / year);

/** Rows of a table at the horizon; undefined when nobody said anything of its size. */
export function projectedRows(table: Table): number | undefined {
  const grown = table.growthPerYear === undefined ? 0 : table.growthPerYear.value * yearsKept(table);
  if (table.rows === undefined && table.growthPerYear === undefined) return undefined;
  return Math.max(1, Math.round(Math.max(table.rows?.value ?? 0, grown)));
}

/**
 * Eleven bounds of equal height over the time the rows of a table span, for columns that hold the time of insertion.
 *
 * @param until the day of the last row, ms since 1970
 */
export function insertionTimes(table: Table, until: number): readonly string[] {
  const from = until - yearsKept(table) * year * 1000;
  return Array.from({ length: 11 }, (_, at) =>
    new Date(from + ((until - 1000 - from) * at) / 10)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, '+00'),
  );
}

/** First and last day of a histogram of times, `2025-01-31`. */
export function histogramDays(bounds: readonly string[]): readonly (string | undefined)[] {
  return [bounds[0], bounds.at(-1)].map((bound) => /^\d{4}-\d\d-\d\d/.exec(bound ?? '')?.[0]);
}
