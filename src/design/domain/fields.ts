import type { Entity, Field } from '../../model/domain.ts';

/** Fields every entity has beside its own. */
export const impliedFields: readonly string[] = ['id', 'created_at', 'updated_at'];

export const fieldOf = (entity: Entity, name: string): Field | undefined =>
  entity.fields.find((field) => field.name === name);

/** A field by its name, or the one reference to the entity so called: `user` is `customer: ref User`. */
export function fieldNamed(entity: Entity, name: string): string | undefined {
  if (impliedFields.includes(name) || fieldOf(entity, name) !== undefined) return name;
  const wanted = name.replaceAll('_', '').toLowerCase();
  const [found, ...more] = entity.fields.filter(
    ({ type }) => type.kind === 'ref' && type.entity.toLowerCase() === wanted,
  );
  return more.length === 0 ? found?.name : undefined;
}

/** One key of `by`: a field that is filtered by, or ordered by where it carries a sign. */
export interface OrderKey {
  readonly field: string;
  readonly order?: 'asc' | 'desc';
}

export function orderKey(text: string): OrderKey {
  const sign = text.charAt(0);
  if (sign === '-') return { field: text.slice(1), order: 'desc' };
  if (sign === '+') return { field: text.slice(1), order: 'asc' };
  return { field: text };
}

/** The entity that stands for a person: the one that owns itself. */
export const personOf = (entities: readonly Entity[]): string | undefined =>
  entities.find(({ owner }) => owner === 'id')?.name;

/** The only reference of an entity to the person; undefined when there is none or more than one. */
export function personField(entity: Entity, person: string | undefined): string | undefined {
  const found = entity.fields.filter(({ type }) => type.kind === 'ref' && type.entity === person);
  return found.length === 1 ? found[0]?.name : undefined;
}

/**
 * The references that lead from a row to the person who owns it: `OrderLine` gives `[order, customer]`, the person
 * itself `[id]`. Undefined when the entity has no owner or the way does not end at a person.
 */
export function ownerPath(entities: readonly Entity[], name: string): readonly string[] | undefined {
  const person = personOf(entities);
  const path: string[] = [];
  for (let at = name; path.length < 6;) {
    const entity = entities.find((each) => each.name === at);
    if (entity?.owner === undefined) return undefined;
    path.push(entity.owner);
    if (entity.owner === 'id') return path;
    const type = fieldOf(entity, entity.owner)?.type;
    if (type?.kind !== 'ref') return undefined;
    if (type.entity === person) return path;
    at = type.entity;
  }
  return undefined;
}
