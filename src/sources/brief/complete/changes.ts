import type { Fragment } from '../../../model/brief.ts';
import type { Entity } from '../../../model/domain.ts';
import type { EntityChange } from '../fragment/entities.ts';
import { some } from '../reading.ts';

/** What `extend: true` says beside fields replaces what the pack says of the entity. */
export function changeEntities(fragment: Fragment, changes: readonly EntityChange[]): Fragment {
  const change = (entity: Entity): Entity =>
    changes.filter(({ entity: name }) => name === entity.name).reduce(changed, entity);
  return { ...fragment, entities: fragment.entities.map(change) };
}

function changed(entity: Entity, change: EntityChange): Entity {
  const { rows, growthPerYear, rowsPer, ...rest } = entity;
  const counted =
    change.rows !== undefined || change.growthPerYear !== undefined || change.rowsPer !== undefined;
  return {
    ...rest,
    // One way of counting rows replaces another.
    ...some(
      counted
        ? { rows: change.rows, growthPerYear: change.growthPerYear, rowsPer: change.rowsPer }
        : { rows, growthPerYear, rowsPer },
    ),
    unique: [...entity.unique, ...change.unique],
    ...some({ retention: change.retention, owner: change.owner, about: change.about }),
  };
}
