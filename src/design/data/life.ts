import type { Entity } from '../../model/domain.ts';

export type Life = NonNullable<Entity['lifecycle']>;

/** Words for what should not happen to most rows; a state or a time named so is reached by few. */
const exception =
  /(^|[-_])(cancel|fail|error|void|refund|reject|declin|expir|eras|delet|remov|purg|abandon|lock|block|ban(ned)?$|suspend|suppress|disab|deactivat|terminat|revok|bounc|dead($|[-_])|lost$|return|withdraw|archiv|disput|charge-?back)/;

/** Whether a state, or the stem of a time (`cancelled` of `cancelled_at`), is named for an exception. */
export const namesException = (word: string): boolean => exception.test(word);

/**
 * What is projected of one row at the end of the horizon. `leaving`: it has left by an exceptional transition where an
 * ordinary life was open to it. `passing`: it is still in a state that leads on. `mending`: it is still in an
 * exceptional state that leads on. `least`: no state is rarer, so that test data shows each.
 */
const chances = { leaving: 0.05, passing: 0.03, mending: 0.5, least: 0.003 } as const;

/** Projected part of the rows in each state of a life cycle; the sum is one. */
export function stateShares({ fields, lifecycle }: Entity): ReadonlyMap<string, number> {
  if (lifecycle === undefined) return new Map();
  const start = fields.find(({ name }) => name === lifecycle.field)?.default;
  const held = rest(lifecycle, startOf(lifecycle, start), new Set());
  const raised = lifecycle.states.map((state): readonly [string, number] => [
    state,
    Math.max(held.get(state) ?? 0, chances.least),
  ]);
  const sum = raised.reduce((total, [, share]) => total + share, 0);
  return new Map(raised.map(([state, share]) => [state, share / sum]));
}

/** Projected part of the rows that have been in one of the states at least once. */
export function visitedShare({ fields, lifecycle }: Entity, states: ReadonlySet<string>): number {
  if (lifecycle === undefined) return 0;
  const start = fields.find(({ name }) => name === lifecycle.field)?.default;
  const held = rest(lifecycle, startOf(lifecycle, start), states);
  return [...states].reduce((sum, state) => sum + (held.get(state) ?? 0), 0);
}

const startOf = ({ states }: Life, initial: string | number | boolean | undefined): string =>
  states.find((state) => state === initial) ?? states[0] ?? '';

/**
 * A row walks the life cycle until it stays: an absorbing Markov chain, solved by sending the mass round until nothing
 * to speak of moves. A state in `held` is never left, so that its share is the chance of ever being there.
 */
function rest(life: Life, start: string, held: ReadonlySet<string>): ReadonlyMap<string, number> {
  const exceptional = exceptionsOf(life);
  const next = nextStates(life);
  const stayed = new Map<string, number>();
  let moving = new Map([[start, 1]]);
  for (let round = 0; round < 2000 && moving.size > 0; round += 1) {
    const arriving = new Map<string, number>();
    for (const [state, mass] of moving) {
      const exits = held.has(state) ? [] : chancesOf(state, next.get(state) ?? [], exceptional);
      const leaving = exits.reduce((sum, [, chance]) => sum + chance, 0);
      stayed.set(state, (stayed.get(state) ?? 0) + mass * (1 - leaving));
      for (const [to, chance] of exits) arriving.set(to, (arriving.get(to) ?? 0) + mass * chance);
    }
    moving = new Map([...arriving].filter(([, mass]) => mass > 1e-9));
  }
  return stayed;
}

/** Where a row goes from a state: by an exception seldom, else to the outcome named first most often (Zipf). */
function chancesOf(
  state: string,
  next: readonly string[],
  exceptional: ReadonlySet<string>,
): readonly (readonly [state: string, chance: number])[] {
  const bad = next.filter((each) => exceptional.has(each));
  const good = next.filter((each) => !exceptional.has(each));
  const left = bad.length === 0 ? 0 : good.length === 0 && exceptional.has(state) ? 1 : chances.leaving;
  const stays = exceptional.has(state) ? chances.mending : good.length === 0 ? 0 : chances.passing;
  const sum = good.reduce((total, _, at) => total + 1 / (at + 1), 0);
  return [
    ...good.map((to, at) => [to, ((1 - stays) * (1 - left)) / (at + 1) / sum] as const),
    ...bad.map((to) => [to, ((1 - stays) * left) / bad.length] as const),
  ];
}

/**
 * States that few rows reach: those named so, and ends that can be reached from an earlier and from a later state of
 * the ordinary life while that life has another end (`lost` from `handed-over` and from `in-transit`, beside
 * `delivered`).
 */
export function exceptionsOf(life: Life): ReadonlySet<string> {
  const next = nextStates(life);
  const named = new Set(life.states.filter(namesException));
  const ends = life.states.filter(
    (state) => !named.has(state) && (next.get(state) ?? []).every((each) => named.has(each)),
  );
  const aside = ends.filter((end) => {
    const sources = life.transitions
      .filter(([from, to]) => to === end && !named.has(from))
      .map(([from]) => from);
    return sources.some((from) => sources.some((to) => to !== from && leads(next, from, to, named)));
  });
  return new Set([...named, ...(aside.length < ends.length ? aside : [])]);
}

/** Whether a way leads from one state to another that meets none of the states to avoid. */
function leads(
  next: ReadonlyMap<string, readonly string[]>,
  from: string,
  to: string,
  avoid: ReadonlySet<string>,
): boolean {
  const seen = new Set([from]);
  for (const state of seen)
    for (const each of next.get(state) ?? []) {
      if (each === to) return true;
      if (!avoid.has(each)) seen.add(each);
    }
  return false;
}

function nextStates({ transitions }: Life): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, readonly string[]>();
  for (const [from, to] of transitions) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}
