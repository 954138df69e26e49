import type { Entity } from '../../model/domain.ts';
import type { Domain } from '../domain.ts';

/** The entity that is the audit trail: rows only added, each naming an actor and an action. */
export const trailOf = ({ entities }: Pick<Domain, 'entities'>): Entity | undefined =>
  entities.find(
    ({ appendOnly, fields }) =>
      appendOnly === true &&
      fields.some(({ name }) => name === 'action') &&
      fields.some(({ name }) => name.startsWith('actor')),
  );
