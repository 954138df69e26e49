import { couplingOf } from '../migration/coupling/coupling.ts';
import { seamsOf } from '../migration/seams/seams.ts';
import type { Seams } from '../migration/seams/seams.ts';
import { noWishes } from '../migration/seams/wishes.ts';
import type { Wishes } from '../migration/seams/wishes.ts';
import type { Backend } from '../model/backend.ts';

/** The cut of a backend. @throws when the wishes contradict each other */
export function cutOf(given: Backend, wishes: Wishes = noWishes): Seams {
  const found = seamsOf(couplingOf(given), wishes);
  if (found.kind !== 'cut') throw new Error(found.contradictions.join(' '));
  return found;
}

/** The tables of each context, in an order that says nothing. */
export const tablesOf = ({ contexts }: Seams): readonly string[] =>
  contexts.map(({ tables }) => tables.join(' ')).toSorted();
