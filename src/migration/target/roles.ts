import { kebabCase } from '../../artifacts/words.ts';
import type { Act } from './acts.ts';
import type { Caller } from './callers.ts';
import type { Ground } from './ground.ts';

/** The names of those who use the target. */
export interface Roles {
  /** Whom the system serves. */
  readonly person: string;
  readonly staff: string;
  readonly systems: readonly string[];
  /** Who may do what an endpoint with this caller did. */
  readonly of: (caller: Caller, act: Act) => readonly string[];
}

const callback = 'callback';

/** People are called as their table calls one of them; those who run the system `staff` unless guards name roles; where packs bring roles, those. */
export function rolesFor({
  people,
  landings,
  brought,
}: Pick<Ground, 'people' | 'landings' | 'brought'>): Roles {
  const entity = people.person === undefined ? undefined : landings.get(people.person)?.entity.name;
  const named = (role: string): string | undefined => brought.actors.find((actor) => actor === role);
  const person = named('customer') ?? named('user') ?? (entity === undefined ? 'user' : kebabCase(entity));
  const staff = named('staff') ?? named('admin') ?? 'staff';
  return {
    person,
    staff,
    systems: [callback],
    of: ({ kind, roles, isInside }, { verb }) => {
      if (kind === 'staff') return roles.length > 0 && roles.length <= 6 ? roles : [staff];
      if (kind === 'system') return [callback];
      if (kind === 'person') return roles.length > 0 && roles.length <= 6 ? roles : [person];
      // What nobody was seen to guard is a decision: reads and new rows for people, changes for staff.
      return [isInside === true || verb === 'update' || verb === 'delete' ? staff : person];
    },
  };
}
