import type { Pin } from '../../model/brief.ts';

/** What a person wants of a cut, against whatever the ties say. */
export interface Wishes {
  /** Tables that stay in one context, which may be given its name. */
  readonly together: readonly { readonly tables: readonly string[]; readonly name?: string }[];
  /** Tables of which no two are in one context. */
  readonly apart: readonly (readonly string[])[];
}

export const noWishes: Wishes = { together: [], apart: [] };

const together = /^tables together(?:\s+as\s+(?<name>.+))?$/i;
const apart = /^tables apart\b/i;

const groupsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split(';')
    .map((group) => group.split(/[\s,]+/).filter((table) => table !== ''))
    .filter((group) => group.length > 0);

/**
 * Wishes among the decisions of a brief: `topic: tables together as billing, choose: invoices, payments` and
 * `topic: tables apart, choose: orders, audit_log`; a semicolon begins another group.
 */
export function wishesOf(pins: readonly Pin[]): Wishes {
  return {
    together: pins.flatMap(({ topic, choose }) => {
      const match = together.exec(topic.trim());
      if (match === null) return [];
      const name = match.groups?.['name'];
      return groupsOf(choose).map((tables) => ({ tables, ...(name === undefined ? {} : { name }) }));
    }),
    apart: pins.flatMap(({ topic, choose }) => (apart.test(topic.trim()) ? groupsOf(choose) : [])),
  };
}

/** Wishes that no cut fulfils, each in a sentence. */
export function contradictionsOf(
  { together: groups, apart: refused }: Wishes,
  known: ReadonlySet<string>,
): readonly string[] {
  const unknown = [...new Set([...groups.flatMap(({ tables }) => tables), ...refused.flat()])]
    .filter((table) => !known.has(table))
    .map((table) => `${table} is named in a decision, but no table of this backend has that name.`);
  const union = unionsOf(groups.map(({ tables }) => tables));
  const torn = refused.flatMap((group) =>
    pairs(group)
      .filter(([a, b]) => a === b || (union.get(a) !== undefined && union.get(a) === union.get(b)))
      .map(([a, b]) =>
        a === b
          ? `${a} is to stay apart from itself.`
          : `${a} and ${b} are to stay apart, and together as well${groups.some(({ tables }) => tables.includes(a) && tables.includes(b)) ? '' : ' by way of other tables'}.`,
      ),
  );
  const named = new Map<string, Set<string>>();
  for (const { tables, name } of groups) {
    const root = union.get(tables[0] ?? '');
    if (root !== undefined && name !== undefined) named.set(root, (named.get(root) ?? new Set()).add(name));
  }
  const twice = [...named.values()]
    .filter(({ size }) => size > 1)
    .map((names) => `${[...names].join(' and ')} share tables, so they are one context with two names.`);
  return [...new Set([...unknown, ...torn, ...twice])];
}

const pairs = (group: readonly string[]): readonly (readonly [string, string])[] =>
  group.flatMap((a, at) => group.slice(at + 1).map((b): readonly [string, string] => [a, b]));

/** Each table of the groups with one that stands for all it is joined to, directly or by way of others. */
export function unionsOf(groups: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const root = (table: string): string => {
    const above = parent.get(table);
    return above === undefined || above === table ? table : root(above);
  };
  for (const group of groups)
    for (const table of group) {
      const [one, other] = [root(group[0] ?? table), root(table)].toSorted();
      if (one === undefined || other === undefined) continue;
      parent.set(one, one);
      parent.set(other, one);
    }
  return new Map([...parent.keys()].map((table) => [table, root(table)]));
}
