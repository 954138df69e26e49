import { z } from 'zod';
import { quoteName } from '../../artifacts/sql-names.ts';
import type { Relation } from './catalogue.ts';
import type { Ran, Session, SqlFailure } from './session.ts';

/** A node of a plan in the words of `EXPLAIN (FORMAT JSON, VERBOSE)`, as far as it is judged. */
export interface PlanNode {
  readonly type: string;
  readonly schema?: string;
  readonly relation?: string;
  readonly index?: string;
  /** It finds its rows by a condition on an index. */
  readonly sought: boolean;
  readonly filter?: string;
  readonly rows: number;
  readonly startup: number;
  readonly cost: number;
  readonly children: readonly PlanNode[];
}

interface RawNode {
  readonly 'Node Type': string;
  readonly Schema?: string | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly 'Order By'?: string | undefined;
  readonly Filter?: string | undefined;
  readonly 'Plan Rows': number;
  readonly 'Startup Cost': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly RawNode[] | undefined;
}

const rawNode: z.ZodType<RawNode> = z.object({
  'Node Type': z.string(),
  Schema: z.string().optional(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Index Cond': z.string().optional(),
  'Order By': z.string().optional(),
  Filter: z.string().optional(),
  'Plan Rows': z.number(),
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

/** The plan of `explain (format json, verbose) …` as PostgreSQL answered it. */
export function explained(ran: Ran): Explained {
  if (ran.kind === 'failed') return ran;
  const [top] = rawPlan.parse(JSON.parse(ran.rows[0]?.['QUERY PLAN'] ?? '[]'));
  if (top === undefined) throw new Error('PostgreSQL gave no plan');
  return { kind: 'plan', plan: planNode(top.Plan) };
}

function planNode(raw: RawNode): PlanNode {
  return {
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
