import type { Backend } from '../../model/backend.ts';
import type { Column, Query, Table } from '../../model/data.ts';
import type { Gap } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';
import { isCatalogue, tableNames, unreadPrefix } from '../coupling/table-names.ts';
import { singular } from '../seams/names.ts';
import { namedColumns } from './named-columns.ts';

/** Kind of the gap that tells of such a table. */
const gapKind = 'define-table';

/** Names of the tables that `withInferredTables` has added. */
export const inferredNames = ({ gaps }: Pick<Backend, 'gaps'>): ReadonlySet<string> =>
  new Set(gaps.flatMap(({ kind, subject }) => (kind === gapKind ? [subject] : [])));

/** A name that code has put together from more than a prefix. */
const unread = /unknown_part|[{}]/;

/**
 * A backend with the tables that statements name and no file defines: schemas made by an installer are not read, and a
 * plan that did not know their tables would lose them. Their columns are those that statements name, of unknown type; its key
 * is `id`, else the column called as the table and `id`.
 */
export function withInferredTables(backend: Backend): Backend {
  const named = tableNames(backend.data.tables);
  const known = new Set(backend.data.tables.map(({ name }) => name));
  const found = new Map<string, Query[]>();
  for (const query of backend.data.queries)
    for (const written of query.tables) {
      const name = nameOf(named(written));
      if (name === '' || known.has(name) || unread.test(name) || isCatalogue(name)) continue;
      found.set(name, [...(found.get(name) ?? []), query]);
    }
  if (found.size === 0) return backend;
  const tables = [...found]
    .map(([name, queries]) => inferred(name, queries))
    .toSorted((a, b) => compareText(a.name, b.name));
  return {
    ...backend,
    data: { ...backend.data, tables: [...backend.data.tables, ...tables] },
    gaps: [...backend.gaps, ...tables.map(gapOf)],
  };
}

/** Without what code puts before it. */
const nameOf = (table: string): string => table.replace(unreadPrefix, '');

function inferred(name: string, queries: readonly Query[]): Table {
  const columns = new Map<string, Column>();
  for (const { sql, tables, origin } of queries) {
    const spoken = tables.map((written) => ({ name: nameOf(written), written }));
    for (const column of namedColumns(sql, spoken).get(name) ?? [])
      if (!columns.has(column)) columns.set(column, { name: column, type: 'text', nullable: true, origin });
  }
  const key = columns.get('id') ?? columns.get(`${singular(name.toLowerCase())}_id`);
  const [first] = queries;
  return {
    name,
    columns: [...columns.values()].toSorted((a, b) => compareText(a.name, b.name)),
    ...(key !== undefined && { primaryKey: { columns: [key.name], origin: key.origin } }),
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    origin: first?.origin ?? { kind: 'assumed', because: 'statements name it' },
  };
}

const gapOf = ({ name, columns, origin }: Table): Gap => ({
  kind: gapKind,
  subject: name,
  why: `no file that was read defines it: its ${columns.length} columns are those that statements name, of unknown type (--database reads them from a server)`,
  origin,
});
