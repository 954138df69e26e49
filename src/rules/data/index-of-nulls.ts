import type { Table } from '../../model/data.ts';
import type { Rule } from '../rule.ts';
import { accessPaths, columnOf, plainColumn } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { namesOf, perTable, placeName, someOf } from './pattern.ts';
import type { Place } from './pattern.ts';

export const indexOfNulls: Rule = {
  id: 'index-of-nulls',
  summary: 'An index leads with a column that may be empty and holds the empty rows too.',
  severity: 'advice',
  standards: ['pg-index-health/indexes_with_null_values'],
  remedy: {
    title: 'Leave the empty rows out of the index',
    impact: 1,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'create the former index again concurrently',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = data.tables.flatMap((table) =>
      accessPaths(table).flatMap((path): readonly Led[] => {
        const lead = emptyLead(table, path);
        return lead === undefined ? [] : [{ table, name: path.name, origin: path.origin, path, lead }];
      }),
    );
    return perTable(places, {
      confidence: 'possible',
      why: 'A comparison with a value never finds an empty row, so these entries only take space and writes. It pays where many rows are empty (pg_stats.null_frac over about 0.3) and nothing asks for `is null` or sorts by the column.',
      one: (table, found) => ({
        what: `${namesOf(found)} of ${table.name} ${found.length === 1 ? 'leads' : 'lead'} with a column that may be empty.`,
        next: found.map(partial).join(' '),
      }),
      many: (found, tables) => ({
        what: `${found.length} indexes of ${tables} tables lead with a column that may be empty: ${someOf(found.map(placeName))}.`,
        next: `Read null_frac of their first columns in pg_stats; where it is high: ${found[0] === undefined ? '' : partial(found[0])}`,
      }),
    });
  },
};

interface Led extends Place {
  readonly path: AccessPath;
  readonly lead: string;
}

/** Up to this share of empty rows nothing worth the change is saved. */
const smallShare = 0.3;

/** A block range index has no entries for rows. */
function emptyLead(table: Table, { unique, columns, method, where = '' }: AccessPath): string | undefined {
  const column = columnOf(table, columns[0] ?? '');
  if (unique || method === 'brin' || column === undefined || !column.nullable) return undefined;
  if (where.toLowerCase().includes(column.name.toLowerCase())) return undefined;
  const share = column.statistics?.nullFraction;
  return share !== undefined && share <= smallShare ? undefined : column.name;
}

function partial({ table, name, path, lead }: Led): string {
  const using = path.method === 'btree' ? '' : ` using ${path.method}`;
  const columns = path.columns.map((element) => {
    const column = plainColumn(table, element);
    return column === undefined ? element : identifier('postgresql', column) + element.slice(column.length);
  });
  return `create index concurrently on ${tableName('postgresql', table)}${using} (${columns.join(', ')}) where ${identifier('postgresql', lead)} is not null; then drop ${name}.`;
}
