import { explained } from '../explain.ts';
import type { PlanNode } from '../explain.ts';
import type { Production } from '../production/open-production.ts';
import { printFailure } from '../session.ts';
import type { WrittenQuery } from './read-queries.ts';
import { signatureOf } from './signature.ts';
import { explainSql } from './variations.ts';

/** A query with the plan PostgreSQL chose. */
export interface PlannedQuery {
  readonly query: WrittenQuery;
  readonly plan: PlanNode;
  readonly signature: string;
}

export interface RefusedQuery {
  readonly query: WrittenQuery;
  readonly why: string;
  /** 1-based line in the file. */
  readonly line: number;
}

export interface Plans {
  readonly planned: readonly PlannedQuery[];
  readonly refused: readonly RefusedQuery[];
}

/** Asks for the plan of every query. */
export async function planQueries(production: Production, queries: readonly WrittenQuery[]): Promise<Plans> {
  const planned: PlannedQuery[] = [];
  const refused: RefusedQuery[] = [];
  for (const query of queries) {
    const sql = explainSql(query);
    const answer = explained(await production.session.runPlain(sql));
    if (answer.kind === 'plan') {
      planned.push({ query, plan: answer.plan, signature: signatureOf(answer.plan) });
      continue;
    }
    const at = Number(answer.failure.position ?? 1) - 1 - (sql.length - query.sql.length);
    const below = query.sql.slice(0, Math.max(0, at)).split('\n').length - 1;
    refused.push({ query, why: printFailure(answer.failure), line: query.line + below });
  }
  return { planned, refused };
}
