import type { Fragment } from '../../../model/brief.ts';
import type { Entity, Field } from '../../../model/domain.ts';
import type { Origin } from '../../../model/origin.ts';

/** Everything that can be named in a brief, over its own fragment and those of its packs. */
export interface World {
  readonly entities: ReadonlyMap<string, Entity>;
  /** Field names by entity, with those every entity has and those of extensions. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, Field | undefined>>;
  readonly contexts: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly flows: ReadonlySet<string>;
  readonly operations: ReadonlySet<string>;
  readonly integrations: ReadonlySet<string>;
  readonly controls: ReadonlySet<string>;
  /** Entities by the capability that brings them. */
  readonly packEntities: ReadonlyMap<string, readonly string[]>;
}

export interface NamedFragment {
  /** Keys under which its entities can be named together: pack id, aliases. Empty for the brief's own fragment. */
  readonly names: readonly string[];
  readonly fragment: Fragment;
}

const implied = ['id', 'created_at', 'updated_at'] as const;

export function worldOf(parts: readonly NamedFragment[]): World {
  const fragments = parts.map(({ fragment }) => fragment);
  const entities = new Map(fragments.flatMap((part) => part.entities).map((entity) => [entity.name, entity]));
  const fields = new Map(
    [...entities.values()].map((entity) => [
      entity.name,
      new Map<string, Field | undefined>(implied.map((name) => [name, undefined])),
    ]),
  );
  for (const entity of entities.values())
    for (const field of entity.fields) fields.get(entity.name)?.set(field.name, field);
  for (const extension of fragments.flatMap((part) => part.extensions))
    for (const field of extension.fields) fields.get(extension.entity)?.set(field.name, field);
  const set = (names: (fragment: Fragment) => readonly string[]): ReadonlySet<string> =>
    new Set(fragments.flatMap(names));
  return {
    entities,
    fields,
    contexts: new Set([
      ...parts.flatMap(({ names }) => names.slice(0, 1)),
      ...[...entities.values()].map(({ context }) => context),
    ]),
    roles: set((part) => part.actors.map(({ name }) => name)),
    events: set((part) => part.events.map(({ name }) => name)),
    flows: set((part) => part.flows.map(({ id }) => id)),
    operations: set((part) => part.operations.map(({ id }) => id)),
    integrations: set((part) => part.integrations.map(({ id }) => id)),
    controls: set((part) => part.controls.map(({ id }) => id)),
    packEntities: new Map(
      parts.flatMap(({ names, fragment }) =>
        names.map((name): [string, readonly string[]] => [
          name,
          fragment.entities.map((entity) => entity.name),
        ]),
      ),
    ),
  };
}

/** The path at which a value was written, in whichever document. */
export function pathOf(origin: Origin): string {
  switch (origin.kind) {
    case 'given':
      return origin.path;
    case 'default':
      return origin.path ?? '';
    case 'read':
    case 'catalog':
    case 'derived':
    case 'assumed':
      return '';
  }
}

/** `user` → the one field of the entity that refers to User; a field's own name stays. */
export function fieldNamed(world: World, entity: string, name: string): string | undefined {
  const fields = world.fields.get(entity);
  if (fields === undefined) return undefined;
  if (fields.has(name)) return name;
  const wanted = name.replaceAll('_', '').toLowerCase();
  const found = [...fields].filter(
    ([, field]) => field?.type.kind === 'ref' && field.type.entity.toLowerCase() === wanted,
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
}

/** The same for an ordering key: `-placed_at` (descending) and `+code` keep their sign. */
export function orderKey(world: World, entity: string, key: string): string | undefined {
  const sign = /^[+-]/.exec(key)?.[0] ?? '';
  const field = fieldNamed(world, entity, key.slice(sign.length));
  return field === undefined ? undefined : `${sign}${field}`;
}

/** The entities a rule means: one by its name, all by `*`, or those of the capability so called (`Inventory`). */
export function entitiesMeant(world: World, name: string): readonly string[] | undefined {
  if (name === '*') return [...world.entities.keys()];
  if (world.entities.has(name)) return [name];
  return world.packEntities.get(name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase());
}
