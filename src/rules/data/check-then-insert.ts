import type { DataModel } from '../../model/data.ts';
import { bySubject, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, plainColumn } from './access-paths.ts';
import { behindText, collectionOf, documentQueries } from './documents.ts';
import type { DocumentQuery } from './documents.ts';

export const checkThenInsert: Rule = {
  id: 'check-then-insert',
  summary:
    'A document is stored after a search found none like it, and no unique index keeps a second one out.',
  severity: 'warning',
  standards: ['CWE-367'],
  remedy: {
    title: 'Let a unique index decide',
    impact: 4,
    effort: { low: 0.3, high: 1 },
    risk: 'medium',
    rollback: 'drop the index',
  },
  check: ({ data }) =>
    bySubject(
      documentQueries(data).filter((query) => isUnguarded(data, query)),
      (query) => `${query.tables.join(', ')} (${pathsOf(query).join(', ')})`,
    ).map(fault),
};

const pathsOf = ({ document }: DocumentQuery): readonly string[] => document.after?.paths ?? [];

/** A unique index on some of the paths refuses the second document as well. */
function isUnguarded(data: DataModel, query: DocumentQuery): boolean {
  const table = collectionOf(data, query);
  const paths = pathsOf(query);
  if (table === undefined || paths.length === 0 || paths.includes('_id')) return false;
  if (!paths.every((path) => table.columns.some(({ name }) => name === path))) return false;
  return !accessPaths(table).some(
    ({ unique, columns }) =>
      unique && columns.every((column) => paths.includes(plainColumn(table, column) ?? column)),
  );
}

function fault({ subject, first, all }: Together<DocumentQuery>): Fault {
  const keys = pathsOf(first);
  const target = first.tables.join(', ');
  return {
    subject,
    confidence: 'likely',
    what: `A document is stored in ${target} after a search by ${keys.join(', ')}${behindText(first)}; no unique index of the schema covers ${keys.length === 1 ? 'it' : 'them'}.`,
    why: 'Two requests that search at the same time both find nothing and both store: the second document stays (MongoDB manual: Unique Indexes).',
    next: `Remove doubles, then db.${target}.createIndex({ ${keys.map((key) => `${key}: 1`).join(', ')} }, { unique: true }); catch error 11000 where the insert is, and answer it as the search is answered now.`,
    evidence: seenAt(
      all.flatMap(({ origin, document }) => [
        ...(document.after === undefined ? [] : [{ origin: document.after.origin }]),
        { origin },
      ]),
    ),
  };
}
