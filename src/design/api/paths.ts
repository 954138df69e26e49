import { camelCase, kebabCase, plural, snakeCase } from '../../artifacts/words.ts';
import type { Method } from '../../model/api.ts';
import type { Entity, Field, Operation } from '../../model/domain.ts';
import { fieldOf, orderKey } from '../domain/fields.ts';
import type { Layout } from '../data/layout.ts';
import { isBatch, webhookOf } from './conventions.ts';

/** Where an operation is found. `parent` is the field whose target the collection lies under. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly parent?: Field;
}

export const segment = (entity: string): string => plural(kebabCase(entity));

/**
 * Collections in the plural; those of parts under their whole (`/carts/{cart_id}/cart-items`), single objects always
 * at the top (`/cart-items/{id}`), named actions under what they act on.
 */
export function routeOf(layout: Layout, operation: Operation): Route {
  const { domain } = layout.basis;
  const entity = layout.entities.get(operation.entity);
  const collection = `/${segment(operation.entity)}`;
  const one = `${collection}/{id}`;
  const peer = webhookOf(domain, operation);
  if (peer !== undefined) return { method: 'POST', path: `/webhooks/${kebabCase(peer.id)}` };
  switch (operation.verb) {
    case 'list':
      return { method: 'GET', ...nested(layout, entity, collection) };
    case 'create':
      return { method: 'POST', ...nested(layout, entity, collection) };
    case 'read':
      return { method: 'GET', path: one };
    case 'update':
      return { method: 'PATCH', path: one };
    case 'delete':
      return { method: 'DELETE', path: one };
    case 'search':
      return { method: 'GET', path: `${collection}/search` };
    case 'import':
    case 'export':
      return { method: 'POST', path: `${collection}/${operation.verb}` };
    case 'process': {
      const on = isOnCollection(layout, operation) ? collection : one;
      return { method: 'POST', path: `${on}/${kebabCase(operation.action ?? 'process')}` };
    }
  }
}

/** What the system runs over many rows, and what a caller asks for who cannot know the id (the token tells it). */
function isOnCollection(layout: Layout, operation: Operation): boolean {
  const { domain } = layout.basis;
  if (isBatch(domain, operation)) return true;
  const readable = domain.operations.some(
    ({ entity, verb, anonymous }) =>
      entity === operation.entity && anonymous && (verb === 'read' || verb === 'list'),
  );
  return operation.anonymous && !readable;
}

/** A collection lies under its whole when it is listed by it. */
function nested(
  layout: Layout,
  entity: Entity | undefined,
  collection: string,
): { readonly path: string; readonly parent?: Field } {
  const parent = entity && parentOf(layout, entity);
  if (parent?.type.kind !== 'ref') return { path: collection };
  return {
    path: `/${segment(parent.type.entity)}/{${snakeCase(parent.type.entity)}_id}${collection}`,
    parent,
  };
}

function parentOf(layout: Layout, entity: Entity): Field | undefined {
  const owner = fieldOf(entity, entity.owner ?? '');
  if (owner?.type.kind !== 'ref') return undefined;
  const whole = layout.entities.get(owner.type.entity);
  if (whole === undefined || whole.owner === 'id') return undefined;
  const lists = layout.basis.domain.operations.filter(
    (operation) => operation.entity === entity.name && operation.verb === 'list',
  );
  const listed = lists.every(({ by }) =>
    by.some((key) => orderKey(key).order === undefined && orderKey(key).field === owner.name),
  );
  return listed ? owner : undefined;
}

/** `listOrders`, `createOrder`, `cancelOrder`; collections in the plural. */
export function operationIdOf(layout: Layout, operation: Operation): string {
  const { verb, entity, action } = operation;
  const many =
    ['list', 'search', 'import', 'export'].includes(verb) || isBatch(layout.basis.domain, operation);
  const noun = many ? plural(snakeCase(entity)) : entity;
  return camelCase(`${action ?? verb} ${noun}`);
}
