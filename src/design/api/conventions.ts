import type { Operation } from '../../model/domain.ts';
import type { Domain } from '../domain.ts';
import { isVersioned } from '../data/columns.ts';
import type { Layout } from '../data/layout.ts';

/** An unsafe request that is not idempotent by itself; a caller nobody knows has no keys of his own. */
export const takesIdempotencyKey = ({ verb, anonymous }: Operation): boolean =>
  !anonymous && ['create', 'process', 'import', 'export'].includes(verb);

/** A change of one row names the version it was made on. */
export const isConditional = (layout: Layout, operation: Operation): boolean => {
  const entity = layout.entities.get(operation.entity);
  return (
    entity !== undefined &&
    isVersioned(layout, entity) &&
    !operation.anonymous &&
    (operation.verb === 'update' || operation.verb === 'delete')
  );
};

/** A process that the system runs over many rows, as opposed to one that is asked for a single one. */
export const isBatch = ({ workloads }: Domain, { id, verb }: Operation): boolean =>
  verb === 'process' && workloads.some(({ operation, every }) => operation === id && every !== undefined);
