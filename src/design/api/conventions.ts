import type { Integration } from '../../model/brief.ts';
import type { Operation } from '../../model/domain.ts';
import type { Domain } from '../domain.ts';
import { speaksOf } from '../domain/access.ts';
import { isVersioned } from '../data/columns.ts';
import type { Layout } from '../data/layout.ts';

/**
 * The peer whose calls an operation takes: a row is made by systems only, in the context of an integration that calls
 * back. Its proof of identity is the signature, and its own event key makes a repeat harmless.
 */
export function webhookOf(domain: Domain, operation: Operation): Integration | undefined {
  if (operation.verb !== 'create') return undefined;
  const roles = domain.access.filter((rule) => speaksOf(rule, operation)).map(({ role }) => role);
  const systems = new Set(domain.actors.flatMap(({ name, kind }) => (kind === 'system' ? [name] : [])));
  if (roles.length === 0 || !roles.every((role) => systems.has(role))) return undefined;
  return domain.integrations.find(
    ({ context, callbacks }) => callbacks === 'webhook' && context === operation.context,
  );
}

/** An unsafe request that is not idempotent by itself. */
export const takesIdempotencyKey = (domain: Domain, operation: Operation): boolean =>
  ['create', 'process', 'import', 'export'].includes(operation.verb) &&
  webhookOf(domain, operation) === undefined;

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
