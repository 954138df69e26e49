import type { DataModel } from '../../model/data.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText, collectionOf, documentQueries } from './documents.ts';
import type { DocumentQuery } from './documents.ts';

export const unboundedArray: Rule = {
  id: 'unbounded-array',
  summary: 'A request appends to an array of a document that nothing shortens.',
  severity: 'warning',
  standards: ['CWE-770'],
  remedy: {
    title: 'Keep elements in a collection of their own',
    impact: 4,
    effort: { low: 1, high: 4 },
    risk: 'medium',
    rollback: 'read both places until the old array is gone',
  },
  check: ({ data }) => {
    const grown = documentQueries(data).flatMap((query) => growing(data, query));
    return bySubject(grown, ({ query, path }) => `${query.tables.join(', ')}.${path}`).map(fault);
  },
};

interface Grown {
  readonly query: DocumentQuery;
  readonly path: string;
  readonly origin: DocumentQuery['origin'];
}

/** Only arrays of documents or of references, by the schema: lists of words are mostly short by their meaning. */
function growing(data: DataModel, query: DocumentQuery): readonly Grown[] {
  const { document, reachedBy = [], origin } = query;
  if (reachedBy.length === 0) return [];
  return (document.grows ?? []).flatMap(({ path, capped }) => {
    const type = collectionOf(data, query)?.columns.find(({ name }) => name === path)?.type;
    return !capped && (type === 'object[]' || type === 'objectId[]') ? [{ query, path, origin }] : [];
  });
}

function fault(group: Together<Grown>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `${first.path} of ${first.query.tables.join(', ')} grows by an element with each call${behindText(first.query)}, without a bound${placesText(group)}.`,
    why: 'Every read and write carries the whole array, an index on it gets an entry for each element, and a document of more than 16 MB is refused (MongoDB manual: Avoid Unbounded Arrays; BSON Document Size).',
    next: `Store each element as a document of its own with the _id of its owner and an index on that; or keep only the last ones: { $push: { ${first.path}: { $each: [element], $slice: -100 } } }.`,
    evidence: seenAt(all),
  };
}
