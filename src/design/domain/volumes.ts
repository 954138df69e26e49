import type { Entity } from '../../model/domain.ts';
import type { Gap, Quantity } from '../../model/origin.ts';
import { assumed } from '../../model/origin.ts';
import { product } from '../quantities.ts';

type Volume = Pick<Entity, 'rows' | 'growthPerYear'>;

/** Nobody said how many: enough for plans to matter, with a range that says how little is known. */
const unknownRows: Quantity = assumed(
  100_000,
  'rows',
  'nobody said how many rows there are',
  1_000,
  10_000_000,
);

/** Entities with `rowsPer` resolved along its chain, and rows assumed where nobody gave any. */
export function countedEntities(entities: readonly Entity[], gaps: Gap[]): readonly Entity[] {
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  return entities.map(({ rowsPer, ...entity }) => {
    const volume = volumeOf(byName, entity.name, []);
    if (volume === undefined)
      gaps.push({
        kind: 'rows',
        subject: entity.name,
        why: `Rows of ${entity.name} are told as a multiple of ${rowsPer?.entity ?? 'nothing'}, which leads to no count.`,
        origin: entity.origin,
      });
    return { ...entity, ...(volume ?? { rows: unknownRows }) };
  });
}

/** Rows or growth; `{ rows: unknownRows }` when nothing is said, undefined when what is said leads nowhere. */
function volumeOf(
  entities: ReadonlyMap<string, Entity>,
  name: string,
  on: readonly string[],
): Volume | undefined {
  const entity = entities.get(name);
  if (entity === undefined || on.includes(name)) return undefined;
  const { rows, growthPerYear, rowsPer } = entity;
  if (rows !== undefined || growthPerYear !== undefined)
    return {
      ...(rows !== undefined && { rows }),
      ...(growthPerYear !== undefined && { growthPerYear }),
    };
  if (rowsPer === undefined) return { rows: unknownRows };
  const parent = volumeOf(entities, rowsPer.entity, [...on, name]);
  if (parent === undefined) return undefined;
  const times = (quantity: Quantity): Quantity =>
    product(quantity.unit, `rows of ${name} = rows of ${rowsPer.entity} × ratio`, [
      { name: rowsPer.entity, quantity },
      { name: 'ratio', quantity: rowsPer.ratio },
    ]);
  return {
    ...(parent.rows !== undefined && { rows: times(parent.rows) }),
    ...(parent.growthPerYear !== undefined && { growthPerYear: times(parent.growthPerYear) }),
  };
}
