import { inferredNames } from '../inferred/inferred-tables.ts';
import type { Entity } from '../../model/domain.ts';
import type { Ground } from './ground.ts';

/** Classes of data that are shown to nobody who is not known. */
const guarded = new Set(['pii', 'secret', 'cardholder', 'health']);

/**
 * Entities whose rows no stranger may see: they hold personal data or secrets, or are part of one that does. That a
 * row names the person who made it does not make it private (a review, an article).
 */
export function privateEntities(entities: readonly Entity[]): ReadonlySet<string> {
  const found = new Set(
    entities.flatMap(({ name, owner, fields }) =>
      owner === 'id' || fields.some(({ dataClass }) => dataClass !== undefined && guarded.has(dataClass))
        ? [name]
        : [],
    ),
  );
  const people = new Set(entities.flatMap(({ name, owner }) => (owner === 'id' ? [name] : [])));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { name, fields } of entities)
      if (
        fields.some(
          ({ type, optional }) =>
            type.kind === 'ref' && !optional && found.has(type.entity) && !people.has(type.entity),
        )
      )
        found.add(name);
  }
  return found;
}

const settings = /(Setting|Config|Configuration|Option|Preference|Parameter)s?$/;
const payments = /(Payment|Refund|Payout|Invoice|Transaction|Wallet|Billing|CreditCard|BankAccount)/;

/** Entities that hold how the system runs, unless each person has their own. */
export const settingsAmong = (entities: readonly Entity[]): ReadonlySet<string> =>
  new Set(entities.flatMap(({ name, owner }) => (settings.test(name) && owner === undefined ? [name] : [])));

/** Entities that run the system, move money or hold what proves who somebody is. */
export const vitalEntities = (entities: readonly Entity[]): ReadonlySet<string> =>
  new Set([
    ...settingsAmong(entities),
    ...entities.flatMap(({ name, owner, fields }) =>
      payments.test(name) ||
      owner === 'id' ||
      fields.some(({ dataClass }) => dataClass === 'secret' || dataClass === 'cardholder')
        ? [name]
        : [],
    ),
  ]);

/** Entities of tables that only statements name: what their rows hold is not known, so no stranger is shown them. */
export function unseenEntities({
  legacy,
  landings,
}: Pick<Ground, 'legacy' | 'landings'>): ReadonlySet<string> {
  const inferred = inferredNames(legacy);
  return new Set([...landings].flatMap(([table, { entity }]) => (inferred.has(table) ? [entity.name] : [])));
}

/**
 * Each entity with the field that tells whose a row is: the reference to the people that statements bind to who is signed
 * in, else its only one, else its only required reference to something that is somebody's.
 */
export function owned(
  entities: readonly Entity[],
  bound: ReadonlyMap<string, readonly string[]>,
): readonly Entity[] {
  const person = entities.find(({ owner }) => owner === 'id')?.name;
  if (person === undefined) return entities;
  const owners = new Map<string, string>();
  for (const entity of entities) {
    const [first, ...more] = entity.fields.filter(
      ({ type }) => type.kind === 'ref' && type.entity === person,
    );
    if (entity.owner !== undefined || first === undefined) continue;
    const said = bound
      .get(entity.name)
      ?.find((name) => [first, ...more].some((field) => field.name === name));
    if (said !== undefined || more.length === 0) owners.set(entity.name, said ?? first.name);
  }
  const direct = new Set([
    ...owners.keys(),
    ...entities.flatMap(({ name, owner }) => (owner === undefined || owner === 'id' ? [] : [name])),
  ]);
  for (const entity of entities) {
    if (entity.owner !== undefined || owners.has(entity.name)) continue;
    const [first, ...more] = entity.fields.filter(
      ({ type, optional }) => type.kind === 'ref' && !optional && direct.has(type.entity),
    );
    const ofPeople = entity.fields.some(({ type }) => type.kind === 'ref' && type.entity === person);
    if (first !== undefined && more.length === 0 && !ofPeople) owners.set(entity.name, first.name);
  }
  return entities.map((entity) => {
    const owner = entity.owner ?? owners.get(entity.name);
    return owner === undefined ? entity : { ...entity, owner };
  });
}
