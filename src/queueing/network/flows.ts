import type { Route } from './route.ts';
import type { Conditions } from './walk.ts';

/** Which station follows which: expected numbers for one request. */
export interface Flows {
  /** First stations; what goes aside adds its own, so that the sum may exceed one. */
  readonly entries: ReadonlyMap<string, number>;
  /** Last stations. */
  readonly exits: ReadonlyMap<string, number>;
  /** Probability that no station is visited. */
  readonly passes: number;
  /** From station to station. */
  readonly links: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

type Counts = Map<string, number>;
type Links = Map<string, Counts>;

/**
 * Flows of a route, as the routing matrix of an open network is told by the routes of its classes. What was visited
 * before a part and what comes after are taken as independent, as in a Markovian routing.
 */
export function flowsOf(route: Route, conditions: Conditions): Flows {
  const of = (part: Route): Flows => flowsOf(part, conditions);
  switch (route.kind) {
    case 'visit':
      return { entries: one(route.station), exits: one(route.station), passes: 0, links: new Map() };
    case 'sequence':
      return route.parts.map(of).reduce(inSequence, nothing);
    case 'repeat':
      return repeated(of(route.part), route.times.kind, route.times.mean);
    case 'slices':
      return slicesOf(
        route.station,
        route.ends,
        route.calls.map(({ part }) => of(part)),
        route.calls,
      );
    case 'choose':
      return chosen(route.branches.map(({ probability, part }) => [probability, of(part)]));
    case 'fork':
      return forked(route.branches.map(of));
    case 'aside': {
      const { entries, links } = of(route.part);
      return { entries, exits: new Map(), passes: 1, links };
    }
    case 'cached':
      return chosen([[conditions.misses(route.cache), of(route.part)]]);
  }
}

const nothing: Flows = { entries: new Map(), exits: new Map(), passes: 1, links: new Map() };
const one = (station: string): Counts => new Map([[station, 1]]);

function add(sum: Counts, more: ReadonlyMap<string, number>, factor = 1): Counts {
  for (const [station, count] of more) sum.set(station, (sum.get(station) ?? 0) + factor * count);
  return sum;
}

function addLinks(sum: Links, more: Flows['links'], factor = 1): Links {
  for (const [from, to] of more) sum.set(from, add(sum.get(from) ?? new Map(), to, factor));
  return sum;
}

function connect(
  links: Links,
  from: ReadonlyMap<string, number>,
  to: ReadonlyMap<string, number>,
  factor = 1,
) {
  for (const [station, count] of from)
    links.set(station, add(links.get(station) ?? new Map(), to, factor * count));
}

function inSequence(first: Flows, second: Flows): Flows {
  const links = addLinks(addLinks(new Map(), first.links), second.links);
  connect(links, first.exits, second.entries);
  return {
    entries: add(add(new Map(), first.entries), second.entries, first.passes),
    exits: add(add(new Map(), second.exits), first.exits, second.passes),
    passes: first.passes * second.passes,
    links,
  };
}

function repeated(part: Flows, kind: 'fixed' | 'geometric', mean: number): Flows {
  const seen = 1 - part.passes;
  const whole = Math.floor(mean);
  const passes =
    kind === 'geometric' ? 1 / (1 + mean * seen) : part.passes ** whole * (1 - (mean - whole) * seen);
  const scale = seen === 0 ? 0 : (1 - passes) / seen;
  const links = addLinks(new Map(), part.links, mean);
  if (seen > 0) connect(links, part.exits, part.entries, (mean * seen - (1 - passes)) / (seen * seen));
  return {
    entries: add(new Map(), part.entries, scale),
    exits: add(new Map(), part.exits, scale),
    passes,
    links,
  };
}

function slicesOf(
  station: string,
  ends: number,
  parts: readonly Flows[],
  calls: readonly { readonly probability: number }[],
): Flows {
  const links: Links = new Map();
  parts.forEach((part, k) => {
    const mean = (calls[k]?.probability ?? 0) / ends;
    addLinks(links, part.links, mean);
    connect(links, one(station), part.entries, mean);
    connect(links, part.exits, one(station), mean);
    connect(links, one(station), one(station), mean * part.passes);
  });
  return { entries: one(station), exits: one(station), passes: 0, links };
}

function chosen(branches: readonly (readonly [probability: number, flows: Flows])[]): Flows {
  const rest = branches.reduce((left, [probability]) => left - probability, 1);
  return branches.reduce<Flows>(
    (sum, [probability, { entries, exits, passes, links }]) => ({
      entries: add(new Map(sum.entries), entries, probability),
      exits: add(new Map(sum.exits), exits, probability),
      passes: sum.passes + probability * passes,
      links: addLinks(addLinks(new Map(), sum.links), links, probability),
    }),
    { ...nothing, passes: rest },
  );
}

/** All branches begin at once; any of them may be the last. */
function forked(branches: readonly Flows[]): Flows {
  return branches.reduce<Flows>(
    (sum, { entries, exits, passes, links }) => ({
      entries: add(new Map(sum.entries), entries),
      exits: add(new Map(sum.exits), exits, 1 / branches.length),
      passes: sum.passes + passes / branches.length,
      links: addLinks(addLinks(new Map(), sum.links), links),
    }),
    { ...nothing, passes: 0 },
  );
}
