import type { Deliverable } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';

/** A design without stored data or without an API needs no tests of them. */
export function testingNotApplicable({
  source,
  operations,
  data,
  api,
}: Backend): Deliverable['notApplicable'] {
  if (source !== 'designed' || operations.length === 0) return [];
  return [
    ...(data.tables.length > 0
      ? []
      : ['7.7', '7.10'].map((item) => ({ item, reason: 'this design stores nothing in tables' }))),
    ...(api.endpoints.length > 0 ? [] : [{ item: '7.4', reason: 'this design offers no interface' }]),
  ];
}
