import type { DataModel, Table } from '../../model/data.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, plainColumn } from './access-paths.ts';
import { createIndex } from './dialect.ts';
import { behindText, collectionOf, documentQueries } from './documents.ts';
import type { DocumentQuery } from './documents.ts';

export const unindexedDocumentFilter: Rule = {
  id: 'unindexed-document-filter',
  summary: 'A filter of a collection names no path that leads an index.',
  severity: 'warning',
  standards: ['CWE-1067'],
  remedy: {
    title: 'Index the filtered path',
    impact: 4,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'drop the index',
  },
  check: ({ data }) =>
    bySubject(
      documentQueries(data).flatMap((query) => scanning(data, query)),
      ({ table, paths }) => `${table.name} (${paths.join(', ')})`,
    ).map(fault),
};

interface Scan {
  readonly query: DocumentQuery;
  readonly table: Table;
  readonly paths: readonly string[];
  readonly origin: DocumentQuery['origin'];
}

/** Only filters that a request reaches, whose paths all stand in the schema: another may be indexed elsewhere. */
function scanning(data: DataModel, query: DocumentQuery): readonly Scan[] {
  const { document, reachedBy = [], origin } = query;
  const table = collectionOf(data, query);
  const paths = (document.filter ?? []).map(({ path }) => path);
  if (table === undefined || paths.length === 0 || reachedBy.length === 0) return [];
  if (!paths.every((path) => table.columns.some(({ name, type }) => name === path && type !== 'object')))
    return [];
  const leading = new Set(
    accessPaths(table).map(({ columns: [first = ''] }) => plainColumn(table, first) ?? first),
  );
  return paths.some((path) => path === '_id' || leading.has(path)) ? [] : [{ query, table, paths, origin }];
}

function fault(group: Together<Scan>): Fault {
  const { subject, first, all } = group;
  const { query, table, paths } = first;
  // Equality before ranges: only then are the matching keys neighbours.
  const keys = (query.document.filter ?? [])
    .toSorted((a, b) => Number(a.by !== 'equal') - Number(b.by !== 'equal'))
    .map(({ path }) => path);
  return {
    subject,
    confidence: 'likely',
    what: `${query.document.call} on ${table.name} filters by ${paths.join(', ')}${behindText(query)}; no index of the schema leads with ${paths.length === 1 ? 'it' : 'one of them'}${placesText(group)}.`,
    why: 'The server then reads every document of the collection for one request (COLLSCAN), and the collection pushes other data out of its cache (MongoDB manual: Create Indexes to Support Your Queries).',
    next: `${createIndex('mongodb', table, keys)} and the same in the schema; explain('executionStats') must then show IXSCAN.`,
    evidence: seenAt(all),
  };
}
