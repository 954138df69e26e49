import { z } from 'zod';
import { quoteName } from '../../artifacts/sql-names.ts';
import type { Relation } from './catalogue.ts';
import type { Ran, Session, SqlFailure } from './session.ts';

/** A node of a plan in the words of `EXPLAIN (FORMAT JSON, VERBOSE)`, as far as it is judged. */
export interface PlanNode {
  readonly type: string;
  readonly schema?: string;
  readonly relation?: string;
  /** What the query calls the relation. */
  readonly alias?: string;
  readonly index?: string;
  /** `Inner`, `Left`, `Semi` … of a join. */
  readonly join?: string;
  /** How an aggregate or a set operation works: `Hashed`, `Sorted` … */
  readonly strategy?: string;
  readonly partial?: string;
  /** `Backward` for an index read from its end. */
  readonly direction?: string;
  /** What the node is to its parent when it is not its input: `InitPlan`, `SubPlan`. */
  readonly parent?: string;
  /** Everything it compares, sorts or groups by, with the name before each: `Index Cond: (o.id = 1)`. */
  readonly conditions: readonly string[];
  /** It finds its rows by a condition on an index. */
  readonly sought: boolean;
  readonly filter?: string;
  readonly rows: number;
  readonly startup: number;
  readonly cost: number;
  readonly children: readonly PlanNode[];
}

const conditionNames = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'Order By',
  'TID Cond',
] as const;
const keyNames = ['Sort Key', 'Group Key', 'Presorted Key', 'Cache Key'] as const;
const plainNames = [
  'Alias',
  'Join Type',
  'Strategy',
  'Partial Mode',
  'Scan Direction',
  'Parent Relationship',
] as const;

type RawTexts = {
  readonly [Name in (typeof conditionNames)[number] | (typeof plainNames)[number]]?: string | undefined;
};
type RawKeys = { readonly [Name in (typeof keyNames)[number]]?: readonly string[] | string | undefined };

/** A node as PostgreSQL prints it, as far as anything here reads it. */
export interface RawNode extends RawTexts, RawKeys {
  readonly 'Node Type': string;
  /** Of a node that writes: `Insert`, `Update`, `Delete`, `Merge`. */
  readonly Operation?: string | undefined;
  readonly Output?: readonly string[] | undefined;
  readonly Schema?: string | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Plan Rows': number;
  /** Bytes of a row. */
  readonly 'Plan Width'?: number | undefined;
  readonly 'Parallel Aware'?: boolean | undefined;
  readonly 'Workers Planned'?: number | undefined;
  readonly 'Startup Cost': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly RawNode[] | undefined;
}

const keys = z.union([z.array(z.string()), z.string()]).optional();
const rawNode: z.ZodType<RawNode> = z.object({
  'Node Type': z.string(),
  Operation: z.string().optional(),
  Output: z.array(z.string()).optional(),
  Schema: z.string().optional(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  Alias: z.string().optional(),
  'Join Type': z.string().optional(),
  Strategy: z.string().optional(),
  'Partial Mode': z.string().optional(),
  'Scan Direction': z.string().optional(),
  'Parent Relationship': z.string().optional(),
  'Index Cond': z.string().optional(),
  'Recheck Cond': z.string().optional(),
  'Hash Cond': z.string().optional(),
  'Merge Cond': z.string().optional(),
  'Join Filter': z.string().optional(),
  'Order By': z.string().optional(),
  'TID Cond': z.string().optional(),
  Filter: z.string().optional(),
  'Sort Key': keys,
  'Group Key': keys,
  'Presorted Key': keys,
  'Cache Key': keys,
  'Plan Rows': z.number(),
  'Plan Width': z.number().optional(),
  'Parallel Aware': z.boolean().optional(),
  'Workers Planned': z.number().optional(),
  'Startup Cost': z.number(),
  'Total Cost': z.number(),
  get Plans() {
    return z.array(rawNode).optional();
  },
});
const rawPlan = z.array(z.object({ Plan: rawNode }));

export type Explained =
  | { readonly kind: 'plan'; readonly plan: PlanNode }
  | { readonly kind: 'failed'; readonly failure: SqlFailure };

export type Printed =
  | { readonly kind: 'plan'; readonly plan: RawNode }
  | { readonly kind: 'failed'; readonly failure: SqlFailure };

/** What PostgreSQL answered to `explain (format json, verbose) …`. */
export function printedPlan(ran: Ran): Printed {
  if (ran.kind === 'failed') return ran;
  const [top] = rawPlan.parse(JSON.parse(ran.rows[0]?.['QUERY PLAN'] ?? '[]'));
  if (top === undefined) throw new Error('PostgreSQL gave no plan');
  return { kind: 'plan', plan: top.Plan };
}

/** The same as a plan to judge. */
export const judged = (printed: Printed): Explained =>
  printed.kind === 'plan' ? { kind: 'plan', plan: planNode(printed.plan) } : printed;

export const explained = (ran: Ran): Explained => judged(printedPlan(ran));

/** A node and all below it. */
export const printedNodes = (node: RawNode): readonly RawNode[] => [
  node,
  ...(node.Plans ?? []).flatMap(printedNodes),
];

/** What the inputs of a node are called. */
const inputs: ReadonlySet<string> = new Set(['Outer', 'Inner', 'Member', 'Subquery']);

function planNode(raw: RawNode): PlanNode {
  const { 'Partial Mode': partial, 'Scan Direction': direction, 'Parent Relationship': parent } = raw;
  return {
    conditions: [
      ...conditionNames.flatMap((name) => (raw[name] === undefined ? [] : [`${name}: ${raw[name]}`])),
      ...keyNames.flatMap((name) => [raw[name] ?? []].flat().map((key) => `${name}: ${key}`)),
    ],
    type: raw['Node Type'],
    sought: raw['Index Cond'] !== undefined || raw['Order By'] !== undefined,
    rows: raw['Plan Rows'],
    startup: raw['Startup Cost'],
    cost: raw['Total Cost'],
    children: (raw.Plans ?? []).map(planNode),
    ...(raw.Schema !== undefined && { schema: raw.Schema }),
    ...(raw['Relation Name'] !== undefined && { relation: raw['Relation Name'] }),
    ...(raw['Index Name'] !== undefined && { index: raw['Index Name'] }),
    ...(raw.Filter !== undefined && { filter: raw.Filter }),
    ...(raw.Alias !== undefined && { alias: raw.Alias }),
    ...(raw['Join Type'] !== undefined && { join: raw['Join Type'] }),
    ...(raw.Strategy !== undefined && raw.Strategy !== 'Plain' && { strategy: raw.Strategy }),
    ...(partial !== undefined && partial !== 'Simple' && { partial }),
    ...(direction !== undefined && direction !== 'Forward' && { direction }),
    ...(parent !== undefined && !inputs.has(parent) && { parent }),
  };
}

/** Rows of a relation that the planner expects to satisfy a predicate of its own columns. */
export async function rowsOf(session: Session, relation: Relation, predicate: string): Promise<number> {
  const from = `${quoteName(relation.schema)}.${quoteName(relation.name)}`;
  const ran = await session.run(`explain (format json, verbose) select from ${from} where ${predicate}`);
  const answer = explained(ran);
  if (answer.kind === 'failed') throw new Error(answer.failure.message);
  return answer.plan.rows;
}
