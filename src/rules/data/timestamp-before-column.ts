import type { Column, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, pathText, plainColumn } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { createIndex, dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { tableSubject } from './pattern.ts';

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
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      accessPaths(table).flatMap((path) => {
        const time = timeBefore(table, path);
        return time === undefined ? [] : [fault(table, path, time, dialectOf(data))];
      }),
    ),
};

const isTime = ({ type }: Column): boolean => /^(timestamp|datetime)/i.test(type);

/**
 * The point in time that stands before another column. What follows it there breaks ties when the rest is the key (or a
 * part of one): that is how a list is paged by time, and the right order.
 */
function timeBefore(table: Table, { unique, method, columns }: AccessPath): Column | undefined {
  if (unique || method !== 'btree') return undefined;
  const parts = columns.map((element) => {
    const name = plainColumn(table, element);
    return table.columns.find((column) => column.name === name);
  });
  const at = parts.findIndex((column) => column !== undefined && isTime(column));
  const after = parts.slice(at + 1);
  const breaksTies =
    after.length === 1 &&
    after[0] !== undefined &&
    table.primaryKey?.columns.includes(after[0].name) === true;
  return at === -1 || after.length === 0 || breaksTies || after.every((column) => column && isTime(column))
    ? undefined
    : parts[at];
}

function fault(table: Table, path: AccessPath, time: Column, dialect: Dialect): Fault {
  const last = path.columns.filter((element) => plainColumn(table, element) === time.name);
  const rest = path.columns.filter((element) => plainColumn(table, element) !== time.name);
  const order = [...rest, ...last];
  const plain = order.map((element) => plainColumn(table, element) ?? element);
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: 'possible',
    what: `${pathText(path)} has ${time.name} before ${path.columns.at(-1)}.`,
    why: 'A range of time ends what an index can skip by: every entry of the period is then read and compared with the column behind it. With equality first only the rows that match are read.',
    next: `${createIndex(dialect, table, plain)} Drop ${path.name} when no query compares ${time.name} for equality or sorts by it first.`,
    evidence: [{ kind: 'read', origin: path.origin }],
  };
}
