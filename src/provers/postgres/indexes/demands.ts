import { quoteName } from '../../../artifacts/sql-names.ts';
import { printedNodes } from '../explain.ts';
import type { RawNode } from '../explain.ts';
import { columnsIn, conditionsOf } from './conditions.ts';
import type { Condition } from './conditions.ts';

import { keyOf, sidesOf, withoutAlias } from './sides.ts';
import type { Key, Side } from './sides.ts';

export interface SortedKey extends Key {
  readonly descending: boolean;
}

/** What one occurrence of a table in a query asks for. Names are as SQL, quoted where needed. */
export interface Demand {
  readonly schema: string;
  readonly table: string;
  readonly alias: string;
  /** Compared for equality with something known before: a constant, a parameter, a value of another query level. */
  readonly equal: readonly Key[];
  /** Equal to columns of another occurrence, all keys of one partner together. */
  readonly joined: readonly (readonly Key[])[];
  readonly ranged: readonly Key[];
  readonly sorted: readonly (readonly SortedKey[])[];
  readonly grouped: readonly (readonly Key[])[];
  /** Operators of inverted indexes, with what they are applied to. */
  readonly contained: readonly { readonly key: Key; readonly operator: string }[];
  /**
   * Conditions that an index could be restricted to, as SQL: that something is (not) null or true, or that it has one
   * constant value.
   */
  readonly fixed: readonly {
    readonly kind: 'state' | 'value';
    readonly sql: string;
    readonly columns: readonly string[];
  }[];
  /** Columns that anything in the query reads. */
  readonly needed: readonly string[];
}

/** What a plan tells of each table it reads. */
export function demandsOf(plan: RawNode): readonly Demand[] {
  const nodes = printedNodes(plan);
  const scans = new Map(
    nodes.flatMap((node) => {
      const { Alias: alias, 'Relation Name': table, Schema: schema } = node;
      return alias === undefined || table === undefined || schema === undefined
        ? []
        : [[quoteName(alias), { alias: quoteName(alias), table, schema }] as const];
    }),
  );
  const conditions = nodes.flatMap(conditionsAt).flatMap(conditionsOf);
  const orders = nodes.flatMap((node) => [
    listed(node['Sort Key']).map(sortKey),
    ...extremes(node.Output ?? []).map((of) => [{ of, descending: false }]),
  ]);
  const groups = nodes.map((node) => listed(node['Group Key']));
  const read = readColumns(nodes, plan);
  return [...scans.values()].map((scan) => demandOf(scan, conditions, orders, groups, read));
}

const listed = (keys: readonly string[] | string | undefined): readonly string[] => [keys ?? []].flat();

/** Conditions on groups are about what was made of the rows, so no index helps them. */
const conditionsAt = (node: RawNode): readonly string[] =>
  /Aggregate|Group|WindowAgg|Subquery Scan|CTE Scan/.test(node['Node Type'])
    ? []
    : [
        node.Filter,
        node['Index Cond'],
        node['Recheck Cond'],
        node['Hash Cond'],
        node['Merge Cond'],
        node['Join Filter'],
      ].flatMap((condition) => condition ?? []);

interface Order {
  readonly of: string;
  readonly descending: boolean;
}

function sortKey(printed: string): Order {
  const [, of = printed, direction] =
    /^(.*?)(?: COLLATE "[^"]+")?(?: (ASC|DESC))?(?: NULLS (?:FIRST|LAST))?$/s.exec(printed) ?? [];
  return { of, descending: direction === 'DESC' };
}

const extremes = (outputs: readonly string[]): readonly string[] =>
  outputs.flatMap((output) =>
    [...output.matchAll(/\b(?:min|max)\(([\w".]+)\)/g)].flatMap(([, of]) => of ?? []),
  );

/** Scans may hand on whole rows where nobody minds, so what they put out tells nothing unless it is the answer. */
function readColumns(nodes: readonly RawNode[], top: RawNode): readonly string[] {
  return nodes.flatMap((node) => {
    const isScan = node['Relation Name'] !== undefined && node !== top;
    return [
      ...(isScan ? [] : (node.Output ?? [])),
      ...conditionsAt(node),
      ...(node.Filter === undefined ? [] : [node.Filter]),
      ...listed(node['Sort Key']),
      ...listed(node['Group Key']),
    ];
  });
}

function demandOf(
  scan: Pick<Demand, 'schema' | 'table' | 'alias'>,
  conditions: readonly Condition[],
  orders: readonly (readonly Order[])[],
  groups: readonly (readonly string[])[],
  read: readonly string[],
): Demand {
  const { alias } = scan;
  const sides = conditions.flatMap((condition) => sidesOf(condition, alias));
  const of = (wanted: Side['kind']): readonly Key[] =>
    distinct(sides.flatMap((side) => (side.kind === wanted ? [side.key] : [])));
  const partners = [...new Set(sides.flatMap((side) => (side.kind === 'joined' ? [side.partner] : [])))];
  return {
    ...scan,
    equal: of('equal'),
    joined: partners.map((partner) =>
      distinct(
        sides.flatMap((side) => (side.kind === 'joined' && side.partner === partner ? [side.key] : [])),
      ),
    ),
    ranged: of('ranged'),
    contained: sides.flatMap((side) =>
      side.kind === 'contained' ? [{ key: side.key, operator: side.operator }] : [],
    ),
    sorted: orders.flatMap((order) => leading(order, alias)),
    grouped: groups.flatMap((group) => {
      const keys = group.flatMap((each) => keyOf(each, alias) ?? []);
      return keys.length === 0 ? [] : [keys];
    }),
    fixed: conditions.flatMap((condition) => fixedOf(condition, alias)),
    needed: [
      ...new Set(
        read.flatMap((each) =>
          columnsIn(each).flatMap((column) => (column.alias === alias ? [column.name] : [])),
        ),
      ),
    ],
  };
}

const distinct = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [key.sql, key])).values(),
];

/** The keys of an order, as long as they are of one occurrence. */
function leading(order: readonly Order[], alias: string): readonly (readonly SortedKey[])[] {
  const keys: SortedKey[] = [];
  for (const { of, descending } of order) {
    const key = keyOf(of, alias);
    if (key === undefined) break;
    keys.push({ ...key, descending });
  }
  return keys.length === 0 ? [] : [keys];
}

/** Conditions without a parameter and without another occurrence, in the words of SQL. */
function fixedOf(condition: Condition, alias: string): Demand['fixed'] {
  if (condition.kind === 'either') return [];
  const isValue = condition.kind === 'compare';
  if (isValue && (condition.operator !== '=' || !/^'|^-?\d/.test(condition.right))) return [];
  const printed = isValue
    ? `${condition.left} = ${condition.right}`
    : condition.kind === 'null'
      ? `${condition.of} IS ${condition.is ? '' : 'NOT '}NULL`
      : `${condition.is ? '' : 'NOT '}${condition.of}`;
  const key = keyOf(printed, alias);
  if (key === undefined) return [];
  return [{ kind: isValue ? 'value' : 'state', sql: withoutAlias(printed, alias), columns: key.columns }];
}
