import type { Backend } from '../model/backend.ts';
import type { Entity } from '../model/domain.ts';

/** Fields that lead from an entity to its owner (`cart`, `customer`): followed until that is a person, at most five. */
export function ownerFields(
  { entities }: Pick<Backend, 'entities'>,
  entity: Entity,
  depth = 5,
): readonly string[] {
  const { owner, fields } = entity;
  if (owner === undefined || owner === 'id' || depth === 0) return owner === undefined ? [] : [owner];
  const type = fields.find(({ name }) => name === owner)?.type;
  const next = type?.kind === 'ref' ? entities.find(({ name }) => name === type.entity) : undefined;
  const further = next === undefined || next.owner === 'id' ? [] : ownerFields({ entities }, next, depth - 1);
  return [owner, ...further];
}
