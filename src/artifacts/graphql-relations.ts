import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Entity, Field } from '../model/domain.ts';
import { fieldName } from './graphql-text.ts';
import { plural } from './words.ts';

/** A field of a type that leads to another object, or to a page of those that belong to it. */
export interface Relation {
  readonly kind: 'one' | 'many';
  /** The entity whose objects carry the field. */
  readonly from: string;
  readonly field: string;
  readonly to: string;
  /** Column of the key: on the object itself for one, on those that belong to it for many. */
  readonly column: string;
  /** The operation whose permissions and cost hold for what is loaded. */
  readonly endpoint: Endpoint;
}

const reads = (backend: Backend, entity: string): Endpoint | undefined =>
  backend.api.endpoints.find((each) => each.entity === entity && each.verb === 'read') ??
  backend.api.endpoints.find((each) => each.entity === entity && each.verb === 'list');

export const referenceOf = (property: string, entity: Entity | undefined): Field | undefined =>
  entity?.fields.find(
    ({ name, type }) =>
      type.kind === 'ref' && (name === property || `${name}_id` === property || `${name}Id` === property),
  );

/** The object a reference leads to; none where the API lets nobody read such objects. */
export function toOne(backend: Backend, entity: Entity | undefined, property: string): Relation | undefined {
  const field = referenceOf(property, entity);
  if (entity === undefined || field?.type.kind !== 'ref') return undefined;
  const target = field.type.entity;
  const endpoint = reads(backend, target);
  if (endpoint === undefined || !backend.api.schemas.some(({ name }) => name === target)) return undefined;
  return {
    kind: 'one',
    from: entity.name,
    field: fieldName(field.name),
    to: target,
    column: property,
    endpoint,
  };
}

/** Lists that lie under an object of the entity: their path names it and narrows by it. */
export function toMany(backend: Backend, entity: string): readonly Relation[] {
  return backend.api.endpoints.flatMap((endpoint): readonly Relation[] => {
    const { verb, entity: child } = endpoint;
    if (verb !== 'list' || child === undefined || child === entity) return [];
    const parent = endpoint.parameters.find(
      ({ in: place, use }) => place === 'path' && use?.kind === 'filter',
    );
    if (parent?.use?.kind !== 'filter') return [];
    const { column } = parent.use;
    const owner = referenceOf(
      column,
      backend.entities.find(({ name }) => name === child),
    );
    if (owner?.type.kind !== 'ref' || owner.type.entity !== entity) return [];
    return [{ kind: 'many', from: entity, field: plural(fieldName(child)), to: child, column, endpoint }];
  });
}
