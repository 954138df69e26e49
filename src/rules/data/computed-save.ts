import type { DataModel } from '../../model/data.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText, collectionOf, documentQueries } from './documents.ts';
import type { DocumentQuery } from './documents.ts';

export const computedSave: Rule = {
  id: 'computed-save',
  summary: 'A document is saved with a value that was computed from what was read before.',
  severity: 'warning',
  standards: ['CWE-362'],
  remedy: {
    title: 'Let the server compute the value',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(
      documentQueries(data).flatMap((query) => computedBy(data, query)),
      ({ query, path }) => `${query.tables.join(', ')}.${path}`,
    ).map(fault),
};

interface Computed {
  readonly query: DocumentQuery;
  readonly path: string;
  readonly origin: DocumentQuery['origin'];
}

/**
 * Numbers only, and outside of transactions: there the second writer is refused and tries again. So it is where the
 * schema has the version of the path compared.
 */
function computedBy(data: DataModel, query: DocumentQuery): readonly Computed[] {
  if (query.inTransaction === true) return [];
  const { columns = [], versionChecked = [] } = collectionOf(data, query) ?? {};
  return (query.document.computes ?? []).flatMap((path) => {
    if (versionChecked === true || versionChecked.includes(path)) return [];
    const type = columns.find(({ name }) => name === path)?.type ?? '';
    return /^(number|decimal|long|int|double)$/.test(type) ? [{ query, path, origin: query.origin }] : [];
  });
}

function fault(group: Together<Computed>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `${subject} is computed in the process from the value read before, and saved${behindText(first.query)}${placesText(group)}.`,
    why: 'save() sends the result ($set), not the step: of two requests that read the same value one is lost (Mongoose guide: optimisticConcurrency; MongoDB manual: $inc).',
    next: `Send the step: updateOne({ _id }, { $inc: { ${first.path}: n } }), with the bound in the filter where there is one (${first.path}: { $gte: n }); or set optimisticConcurrency in the schema and try again on VersionError.`,
    evidence: seenAt(all),
  };
}
