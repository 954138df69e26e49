import { z } from 'zod';
import type { Json } from '../../model/origin.ts';
import type { PlanNode } from './explain.ts';
import { nodesOf } from './plan-shape.ts';
import type { Names } from './plan-shape.ts';

/** From where on a plan is refused; part of the claim, so that the reader sees them. */
export interface PlanLimits {
  /** Pages of 8 kB that may be read without the help of an index. */
  readonly pages: number;
  /** A predicate is selective when it keeps at most this part of the rows. */
  readonly selective: number;
  /** Rows that may be sorted to keep the first few of them. */
  readonly sorted: number;
}

export const planLimits: PlanLimits = { pages: 1000, selective: 0.1, sorted: 10_000 };

const limitsSchema = z.object({ pages: z.number(), selective: z.number(), sorted: z.number() });

/** The limits a claim names. @throws when it names none. */
export const limitsOf = (parameters: Readonly<Record<string, Json>>): PlanLimits =>
  limitsSchema.parse(parameters);

export interface Examined {
  /** What refutes the claim, in words that name the node. */
  readonly faults: readonly string[];
  /** Whole tables that are read because nothing selects among their rows: no index could help. */
  readonly whole: readonly string[];
}

interface Way {
  /** Part of the node's output that a limit above lets through. */
  readonly part: number;
  /** Fewest rows any join above keeps. */
  readonly kept: number;
}

interface Reading {
  readonly table: string;
  readonly node: PlanNode;
  readonly pages: number;
  readonly rows: number;
  /** Rows that pass its filter and the joins above. */
  readonly kept: number;
}

/**
 * Looks for rows that are read although an index could have told them apart, and for sorts of everything that keep
 * a few rows. Partitions of one table count together.
 */
export function examine(plan: PlanNode, names: Names, limits: PlanLimits): Examined {
  const all = readings(plan, names, { part: 1, kept: Infinity });
  const tables = [...new Set(all.map(({ table }) => table))].flatMap(
    (table) => together(all.filter((reading) => reading.table === table)) ?? [],
  );
  const large = tables.filter(({ pages }) => pages > limits.pages);
  const selects = ({ kept, rows }: Reading): boolean => kept <= rows * limits.selective;
  return {
    faults: [
      ...large.filter(selects).map(readingWords),
      ...nodesOf(plan).flatMap((node) => sortFault(node, limits)),
    ],
    whole: large
      .filter((reading) => !selects(reading))
      .map(({ table, pages }) => `reads all ${pages} pages of ${table}: nothing selects among its rows`),
  };
}

/** Scans that do not seek, each with what a limit lets it read and what joins above leave of it. */
function readings(node: PlanNode, names: Names, way: Way): readonly Reading[] {
  const seeks =
    node.type !== 'Seq Scan' &&
    (!/^Index(?: Only)? Scan$/.test(node.type) || node.sought || names.isPartial(node));
  const sized = seeks ? undefined : names.relation(node);
  const own: readonly Reading[] =
    sized === undefined
      ? []
      : [
          {
            table: names.table(node),
            node,
            pages: sized.pages * way.part,
            rows: sized.rows,
            kept: Math.min(node.rows, way.kept),
          },
        ];
  return [...own, ...node.children.flatMap((child) => readings(child, names, below(node, child, way)))];
}

/** The partitions of one table as one reading. */
function together(all: readonly Reading[]): Reading | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const sum = (pick: (reading: Reading) => number) =>
    Math.round(all.reduce((total, each) => total + pick(each), 0));
  return {
    ...first,
    pages: sum((each) => each.pages),
    rows: sum((each) => each.rows),
    kept: sum((each) => each.kept),
  };
}

const readingWords = ({ table, node, pages, kept, rows }: Reading): string =>
  [
    `${node.type} on ${table} reads ${pages} pages to keep ${kept} of ${rows} rows`,
    ...(node.filter === undefined ? [] : [`filter ${node.filter}`]),
  ].join(', ');

/** A limit whose rows come from a sort of far more: the order is made, not found. */
function sortFault(node: PlanNode, limits: PlanLimits): readonly string[] {
  if (node.type !== 'Limit') return [];
  let source: PlanNode | undefined = node.children[0];
  while (source !== undefined && streaming.has(source.type) && source.children.length === 1)
    source = source.children[0];
  const input = source?.type === 'Sort' ? source.children[0] : undefined;
  if (input === undefined || input.rows <= Math.max(limits.sorted, node.rows / limits.selective)) return [];
  return [`Sort under Limit orders ${input.rows} rows to keep ${node.rows}`];
}

/** Nodes that hand on each row as it comes. */
const streaming: ReadonlySet<string> = new Set([
  'Result',
  'LockRows',
  'Subquery Scan',
  'ProjectSet',
  'Unique',
]);
const joins: ReadonlySet<string> = new Set(['Nested Loop', 'Hash Join', 'Merge Join']);
/** Nodes that read all of their input before the first row leaves them. */
const blocking: ReadonlySet<string> = new Set([
  'Sort',
  'Hash',
  'Aggregate',
  'Materialize',
  'WindowAgg',
  'SetOp',
]);

function below(node: PlanNode, child: PlanNode, way: Way): Way {
  const grouped = node.type === 'Aggregate' || node.type === 'WindowAgg';
  if (blocking.has(node.type)) return { part: 1, kept: grouped ? Infinity : way.kept };
  if (node.type === 'Limit') {
    const whole = child.cost - child.startup;
    const part = whole > 0 ? Math.min(1, Math.max(0, (node.cost - node.startup) / whole)) : 1;
    return { part: way.part * part, kept: way.kept };
  }
  return joins.has(node.type) ? { ...way, kept: Math.min(way.kept, joinKeeps(node, child)) } : way;
}

/** Rows of an input that a join keeps; of the one that is only tested (semi and anti joins), as many as are tested for. */
function joinKeeps(node: PlanNode, child: PlanNode): number {
  const [outer, inner] = node.children;
  const tested = /^Right (?:Semi|Anti)$/.test(node.join ?? '')
    ? outer
    : /^(?:Semi|Anti)$/.test(node.join ?? '')
      ? inner
      : undefined;
  const other = child === outer ? inner : outer;
  return child === tested && other !== undefined ? other.rows : node.rows;
}
