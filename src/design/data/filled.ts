import type { Entity } from '../../model/domain.ts';
import { namesException, stateShares, visitedShare } from './life.ts';

/** Part of the rows whose optional time is filled when only its name tells that it is an exception. */
const rare = 0.02;

/**
 * Projected part of the rows whose optional time is filled. From the life cycle where it tells: the rows that have
 * been in the state the time is named for (`captured_at`), or in a state in which a check asks for it. Where it does
 * not, few rows have a time named for an exception (`revoked_at`); of any other name nothing is said: undefined.
 */
export function filledShare(entity: Entity, field: string): number | undefined {
  const asked = askedBy(entity, field);
  if (asked?.only === true) return [...asked.states].reduce((sum, state) => sum + shareOf(entity, state), 0);
  const [, stem] = /^(\w+?)_(?:at|on)$/.exec(field) ?? [];
  const state = entity.lifecycle?.states.find((each) => each.replaceAll('-', '_') === stem);
  const states = new Set([...(state === undefined ? [] : [state]), ...(asked?.states ?? [])]);
  if (states.size > 0) return visitedShare(entity, states);
  // `expires_at` is a term that is set beforehand, no event that came about.
  return stem !== undefined && !stem.endsWith('s') && namesException(stem) ? rare : undefined;
}

const shareOf = (entity: Entity, state: string): number => stateShares(entity).get(state) ?? 0;

interface Asked {
  readonly states: ReadonlySet<string>;
  /** The field is filled in these states and in no other. */
  readonly only: boolean;
}

/**
 * States in which a check asks for the field, for the forms in which checks are written: `status <> 'a' or f is not
 * null`, `status not in ('a', 'b') or f is not null`, `(status = 'a') = (f is not null)`.
 */
function askedBy({ checks, lifecycle }: Entity, field: string): Asked | undefined {
  if (lifecycle === undefined) return undefined;
  const filled = `${field} is not null`;
  for (const { sql } of checks) {
    const text = sql.trim().replaceAll(/\s+/g, ' ');
    const [, same] = text.endsWith(`) = (${filled})`) ? (/^\((\w+) (?:=|in) /.exec(text) ?? []) : [];
    const [, implied] = text.endsWith(` or ${filled}`)
      ? (/^(\w+) (?:<> '[^']*'|not in \([^)]*\)) or \w+ is not null$/.exec(text) ?? [])
      : [];
    if (same !== lifecycle.field && implied !== lifecycle.field) continue;
    const named = new Set([...text.matchAll(/'([^']*)'/g)].map(([, value = '']) => value));
    return { states: named, only: same !== undefined };
  }
  return undefined;
}
