import type { Column, Table } from '../../model/data.ts';
import type { Rule } from '../rule.ts';
import { accessPaths, columnOf, pathText } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { createIndex, dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { perTable, placeName, someOf } from './pattern.ts';
import type { Place } from './pattern.ts';

export const timestampBeforeColumn: Rule = {
  id: 'timestamp-before-column',
  summary: 'An index has a point in time before the column that is compared for equality.',
  severity: 'advice',
  standards: ['pg-index-health/indexes_with_timestamp_in_the_middle'],
  remedy: {
    title: 'Put equality before the range',
    impact: 2,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'create the former index again concurrently',
  },
  check: ({ data }) => {
    const places = data.tables.flatMap((table) =>
      accessPaths(table).flatMap((path): readonly Timed[] => {
        const time = timeBefore(table, path);
        return time === undefined ? [] : [{ table, name: path.name, origin: path.origin, path, time }];
      }),
    );
    return perTable(places, {
      confidence: 'possible',
      why: 'A range of time ends what an index can skip by: every entry of the period is then read and compared with the column behind it. With equality first only the rows that match are read.',
      one: (_table, found) => ({
        what: `${someOf(found.map(described))}.`,
        next: `${found
          .slice(0, 3)
          .map((place) => turned(place, dialectOf(data)))
          .join(
            ' ',
          )} Drop the former when no query compares the time for equality, sorts by it, or reads a period from the index alone.`,
      }),
      many: (found, tables) => ({
        what: `${found.length} indexes of ${tables} tables have a point in time before another column: ${someOf(found.map(placeName))}.`,
        next: `Where the last column is compared for equality: ${found[0] === undefined ? '' : turned(found[0], dialectOf(data))}`,
      }),
    });
  },
};

interface Timed extends Place {
  readonly path: AccessPath;
  readonly time: string;
}

const described = ({ path, time }: Timed): string =>
  `${pathText(path)} has ${time} before ${path.columns.at(-1)}`;

/** The index with the time last. */
function turned({ table, path, time }: Timed, dialect: Dialect): string {
  const texts = path.columns.map((element) => partOf(table, element).text);
  return createIndex(dialect, table, [...texts.filter((text) => text !== time), time]);
}

const isTime = ({ type }: Column): boolean => /^(timestamp|datetime)/i.test(type);

interface Part {
  /** How the finding names it: the column, or the expression. */
  readonly text: string;
  readonly column?: string;
  readonly isTime: boolean;
}

function partOf(table: Table, element: string): Part {
  const column = columnOf(table, element);
  // An instant cut to the hour or the day is one still.
  if (column === undefined) return { text: element, isTime: /^\(+\s*date_trunc\s*\(/i.test(element) };
  return { text: column.name, column: column.name, isTime: isTime(column) };
}

/**
 * The point in time that stands before another column. What follows it there breaks ties when the rest is the key (or a
 * part of one): that is how a list is paged by time, and the right order.
 */
function timeBefore(table: Table, { unique, method, columns }: AccessPath): string | undefined {
  if (unique || method !== 'btree') return undefined;
  const parts = columns.map((element) => partOf(table, element));
  const at = parts.findIndex((part) => part.isTime);
  const after = parts.slice(at + 1);
  const [last] = after;
  const breaksTies =
    after.length === 1 &&
    last?.column !== undefined &&
    table.primaryKey?.columns.includes(last.column) === true;
  return at === -1 || after.length === 0 || breaksTies || after.every((part) => part.isTime)
    ? undefined
    : parts[at]?.text;
}
