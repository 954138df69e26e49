import { qualifiedName } from '../../../artifacts/sql-names.ts';
import type { Demand, SortedKey } from './demands.ts';
import type { Key } from './sides.ts';

/** An index that does not exist yet. Names and expressions are SQL. */
export interface Candidate {
  readonly schema: string;
  readonly table: string;
  readonly method: 'btree' | 'gin' | 'brin';
  /** With operator class and direction where they are not the usual ones. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  readonly where?: string;
}

/** `on "public"."sales" using btree ("user_id") include ("total") where status = 'open'`. */
export function candidateSql({ schema, table, method, keys, include, where }: Candidate): string {
  const covering = include.length === 0 ? '' : ` include (${include.join(', ')})`;
  const partial = where === undefined ? '' : ` where ${where}`;
  return `on ${qualifiedName({ schema, name: table })} using ${method} (${keys.join(', ')})${covering}${partial}`;
}

/** What the statistics say of a column, where they say anything. */
export interface ColumnFacts {
  readonly nullFraction: number;
  readonly correlation: number;
  /** Values that differ, as a number. */
  readonly distinct: number;
}
export type FactsOf = (demand: Demand, column: string) => ColumnFacts | undefined;

/** A column with no more values than this tells a state or a kind: its values stay, so an index may be of one of them. */
const states = 50;
/** Part of the rows that are null from which leaving them out is worth an index of its own. */
const sparse = 0.3;
/** Correlation of values with their place from which a block range index can skip anything. */
const orderly = 0.9;
/** Keys an index is grown to. */
export const mostKeys = 4;

/** First candidates for one occurrence of a table: single keys, pairs, orders, groups and the special methods. */
export function seedsOf(demand: Demand, factsOf: FactsOf): readonly Candidate[] {
  const { equal, joined, ranged, sorted, grouped } = demand;
  const found = [...equal, ...joined.flat()];
  const last = [...found, ...ranged];
  const chains: readonly (readonly string[])[] = [
    ...last.map((key) => [printed(key)]),
    ...joined.map((keys) => keys.map(printed)),
    ...found.flatMap((first) => last.map((second) => [printed(first), printed(second)])),
    ...[[], ...found.map((key) => [printed(key)]), equal.map(printed)].flatMap((before) => [
      ...sorted.map((keys) => [...before, ...inOrder(keys)]),
      ...grouped.map((keys) => [...before, ...keys.map(printed)]),
    ]),
  ];
  const trees = unique(chains).map((keys) => btree(demand, keys));
  return distinct([
    ...trees,
    ...trees.flatMap((tree) => (tree.keys.length > 2 ? [] : restricted(tree, demand, factsOf))),
    ...ranged.flatMap((key) => blockRange(demand, key, factsOf)),
    ...demand.contained.flatMap(({ key, operator }) => inverted(demand, key, operator)),
  ]);
}

/** A useful candidate with one thing more: a further key, what is read besides, a restriction to some rows. */
export function grownFrom(candidate: Candidate, demand: Demand, factsOf: FactsOf): readonly Candidate[] {
  if (candidate.method !== 'btree') return [];
  const { equal, joined, ranged, sorted } = demand;
  const { keys, include } = candidate;
  const held = new Set(keys.map(undirected));
  const more = [...equal, ...joined.flat(), ...ranged].map(printed).filter((key) => !held.has(key));
  const longer =
    include.length > 0 || keys.length >= mostKeys
      ? []
      : [
          ...more.map((key) => [...keys, key]),
          ...sorted.map((order) => [...keys, ...inOrder(order).filter((key) => !held.has(undirected(key)))]),
        ];
  const rest = demand.needed.filter((name) => !held.has(name));
  const covering =
    include.length > 0 || rest.length === 0 || rest.length > 8 ? [] : [{ ...candidate, include: rest }];
  return distinct([
    ...unique(longer)
      .filter((chain) => chain.length > keys.length)
      .map((chain) => ({ ...candidate, keys: chain })),
    ...covering,
    ...(candidate.where === undefined ? restricted(candidate, demand, factsOf) : []),
  ]);
}

/**
 * Whether PostgreSQL could make a path of it: a condition, an order or a group on a key, all that is read being in it,
 * or a restriction that the query implies (create_index_paths and check_index_predicates in indxpath.c).
 */
export function mayServe(candidate: Candidate, demand: Demand): boolean {
  const { schema, table, method, keys, include, where } = candidate;
  if (schema !== demand.schema || table !== demand.table) return false;
  if (method !== 'btree' || where !== undefined) return true;
  const held = new Set([...keys.map(undirected), ...include]);
  const { equal, joined, ranged, sorted, grouped, needed } = demand;
  const wanted = [...equal, ...joined.flat(), ...ranged, ...sorted.flat(), ...grouped.flat()];
  return wanted.some((key) => held.has(printed(key))) || needed.every((name) => held.has(name));
}

const btree = ({ schema, table }: Demand, keys: readonly string[]): Candidate => ({
  schema,
  table,
  method: 'btree',
  keys: [...new Set(keys)].slice(0, mostKeys),
  include: [],
});

const printed = ({ sql, isColumn }: Key): string => (isColumn ? sql : `(${sql})`);

/** An order of one direction is read backwards where it must be; a mixed one needs its directions. */
function inOrder(keys: readonly SortedKey[]): readonly string[] {
  const isMixed = keys.some(({ descending }) => descending !== keys[0]?.descending);
  return keys.map((key) => `${printed(key)}${isMixed && key.descending ? ' desc' : ''}`);
}

const undirected = (key: string): string => key.replace(/ desc$/, '');

/** The same index of the rows alone that the query is about. */
function restricted(candidate: Candidate, demand: Demand, factsOf: FactsOf): readonly Candidate[] {
  const { keys } = candidate;
  const fixed = demand.fixed.flatMap(({ sql, columns, kind }) => {
    const [column = ''] = columns;
    const facts = factsOf(demand, column);
    // Of a column nobody knows, nobody knows how many rows such an index holds.
    if (facts === undefined) return [];
    // An index of one customer or of the days since a date helps today's query alone.
    if (kind === 'value' && (columns.length > 1 || facts.distinct > states)) return [];
    const others = keys.filter((key) => !columns.includes(key));
    // The condition is kept by the restriction, so its column need not be a key, unless it is the only one.
    return [{ ...candidate, keys: others.length === 0 ? keys : others, where: sql }];
  });
  const present = keys.flatMap((key) =>
    (factsOf(demand, key)?.nullFraction ?? 0) > sparse ? [{ ...candidate, where: `${key} is not null` }] : [],
  );
  return [...fixed, ...present];
}

function blockRange(demand: Demand, key: Key, factsOf: FactsOf): readonly Candidate[] {
  const { schema, table } = demand;
  const correlation = key.isColumn ? factsOf(demand, key.sql)?.correlation : undefined;
  if (correlation === undefined || Math.abs(correlation) < orderly) return [];
  return [{ schema, table, method: 'brin', keys: [key.sql], include: [] }];
}

function inverted(demand: Demand, key: Key, operator: string): readonly Candidate[] {
  const { schema, table } = demand;
  const gin = { schema, table, method: 'gin', include: [] } as const;
  return [
    { ...gin, keys: [printed(key)] },
    // Smaller, but for containment only (PostgreSQL documentation, 8.14.4).
    ...(operator === '@>' ? [{ ...gin, keys: [`${printed(key)} jsonb_path_ops`] }] : []),
  ];
}

const unique = (chains: readonly (readonly string[])[]): readonly (readonly string[])[] => [
  ...new Map(chains.filter((keys) => keys.length > 0).map((keys) => [keys.join(), keys])).values(),
];

const distinct = (candidates: readonly Candidate[]): readonly Candidate[] => [
  ...new Map(candidates.map((candidate) => [candidateSql(candidate), candidate])).values(),
];
