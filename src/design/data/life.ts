import type { Entity } from '../../model/domain.ts';

/** Words for what should not happen to most rows; a state or a time named so is reached by few. */
const exception =
  /(cancel|fail|void|refund|reject|declin|expir|eras|delet|abandon|lock|block|suspend|revok|bounc|dead|return|withdraw|archiv|disput)/;

export const isExceptional = (word: string): boolean => exception.test(word);

/** A row rests in a state long, passes through the others, and is seldom in an exceptional one. */
const weights = { resting: 20, passing: 1, exceptional: 0.5 } as const;

/**
 * Projected part of the rows in each state of a life cycle. A state rests when it is no exception itself and leads on
 * only to exceptions or nowhere: `active` of an account, `captured` of a payment, `delivered` of an order.
 */
export function stateShares({ lifecycle }: Entity): ReadonlyMap<string, number> {
  if (lifecycle === undefined) return new Map();
  const next = nextStates(lifecycle);
  const weighed = lifecycle.states.map((state): readonly [string, number] => {
    if (isExceptional(state)) return [state, weights.exceptional];
    const ends = (next.get(state) ?? []).every(isExceptional);
    return [state, ends ? weights.resting : weights.passing];
  });
  const sum = weighed.reduce((total, [, weight]) => total + weight, 0);
  return new Map(weighed.map(([state, weight]) => [state, weight / sum]));
}

function nextStates({
  transitions,
}: NonNullable<Entity['lifecycle']>): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, readonly string[]>();
  for (const [from, to] of transitions) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}

/**
 * Projected part of the rows whose optional time is filled: the rows that are in the state it is named for or beyond
 * it (`captured_at`), few where the name says an exception, undefined where the name says nothing.
 */
export function filledShare(entity: Entity, field: string): number | undefined {
  const [, stem] = /^(\w+?)_(?:at|on)$/.exec(field) ?? [];
  if (stem === undefined) return undefined;
  const shares = stateShares(entity);
  if (!shares.has(stem)) return isExceptional(stem) ? 0.02 : undefined;
  const beyond = reachable(entity, stem);
  return [...shares].reduce((sum, [state, share]) => (beyond.has(state) ? sum + share : sum), 0);
}

function reachable({ lifecycle }: Entity, from: string): ReadonlySet<string> {
  const next = lifecycle === undefined ? new Map<string, readonly string[]>() : nextStates(lifecycle);
  const seen = new Set<string>();
  const visit = (state: string): void => {
    if (seen.has(state)) return;
    seen.add(state);
    (next.get(state) ?? []).forEach(visit);
  };
  visit(from);
  return seen;
}
