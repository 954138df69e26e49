import type { Table } from '../../model/data.ts';
import type { Rule } from '../rule.ts';
import { accessPaths, columnOf, plainColumn } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { namesOf, perTable, placeName, someOf } from './pattern.ts';
import type { Place } from './pattern.ts';

export const booleanIndex: Rule = {
  id: 'boolean-index',
  summary: 'An index carries a boolean, where a partial index would be smaller.',
  severity: 'advice',
  standards: ['pg-index-health/indexes_with_boolean'],
  remedy: {
    title: 'Make the index partial',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'create the former index again concurrently',
  },
  check: ({ data }) => {
    // MySQL has no partial indexes, and its booleans are numbers.
    if (!['postgresql', 'sqlite'].includes(dialectOf(data))) return [];
    const places = data.tables.flatMap((table) =>
      accessPaths(table).flatMap((path): readonly Flagged[] => {
        const flag = flagOf(table, path);
        return flag === undefined ? [] : [{ table, name: path.name, origin: path.origin, path, flag }];
      }),
    );
    return perTable(places, {
      confidence: 'possible',
      why: 'Two values split the rows once; an index over only the rows that are asked for holds the rest of the key, is smaller, and is not written for the other rows.',
      one: (table, found) => ({
        what: `${namesOf(found)} of ${table.name} ${found.length === 1 ? 'carries' : 'carry'} a boolean.`,
        next: found.map(partial).join(' '),
      }),
      many: (found, tables) => ({
        what: `${found.length} indexes of ${tables} tables carry a boolean: ${someOf(found.map(placeName))}.`,
        next: `Where queries ask for one of the two values, make the index partial: ${found[0] === undefined ? '' : partial(found[0])}`,
      }),
    });
  },
};

interface Flagged extends Place {
  readonly path: AccessPath;
  readonly flag: string;
}

/** The boolean of an index that is not there to refuse duplicates, when its predicate does not speak of it already. */
function flagOf(table: Table, { unique, columns, include, where = '' }: AccessPath): string | undefined {
  if (unique) return undefined;
  return [...columns, ...include]
    .flatMap((element) => columnOf(table, element) ?? [])
    .find(({ name, type }) => !where.toLowerCase().includes(name.toLowerCase()) && /^bool(ean)?$/i.test(type))
    ?.name;
}

function partial({ table, name, path, flag }: Flagged): string {
  const rest = path.columns.filter((element) => plainColumn(table, element) !== flag);
  const columns = rest.length === 0 ? (table.primaryKey?.columns ?? [flag]) : rest;
  const quoted = columns.map((column) => identifier('postgresql', column));
  return `create index concurrently on ${tableName('postgresql', table)} (${quoted.join(', ')}) where ${identifier('postgresql', flag)}; or where not, whichever the queries ask for, then drop ${name}.`;
}
