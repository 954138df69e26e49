import type { Context } from '../../model/architecture.ts';
import type { Brief } from '../../model/brief.ts';
import type { Entity } from '../../model/domain.ts';

/**
 * One context for each pack that holds something, one for each other name under `in:`, and one for what the user left
 * without: the system's own.
 */
export function contextsOf(brief: Brief, entities: readonly Entity[]): readonly Context[] {
  const held = [...new Set(entities.map(({ context }) => context))];
  const ofPacks = brief.packs.map(({ id, title, about, origin }): Context => ({
    id,
    name: title,
    purpose: about,
    origin,
  }));
  const known = new Set(ofPacks.map(({ id }) => id));
  const own = held
    .filter((id) => !known.has(id))
    .map((id): Context => {
      const inside = entities.filter(({ context }) => context === id);
      const list = inside.map(({ name }) => name).join(', ');
      const isSystem = id === brief.system.id;
      return {
        id,
        name: isSystem ? brief.system.name : titled(id),
        purpose: (isSystem ? brief.system.about : undefined) ?? `Holds ${list}`,
        origin: inside[0]?.origin ?? { kind: 'assumed', because: 'a context needs a name' },
      };
    });
  return [...ofPacks, ...own];
}

const titled = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
