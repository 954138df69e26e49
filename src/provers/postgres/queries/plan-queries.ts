import { judged } from '../explain.ts';
import type { PlanNode } from '../explain.ts';
import { explainAsServer } from '../production/explain-as-server.ts';
import type { Production } from '../production/open-production.ts';
import type { Memory } from '../production/server-memory.ts';
import { printFailure } from '../session.ts';
import type { WrittenQuery } from './read-queries.ts';
import { signatureOf } from './signature.ts';
import { explainSql } from './variations.ts';

/** A query with the plan PostgreSQL chose. */
export interface PlannedQuery {
  readonly query: WrittenQuery;
  readonly plan: PlanNode;
  readonly signature: string;
  /** The engine's memory under which it plans as the server does. */
  readonly memory: Memory;
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
    const asked = await explainAsServer(production.session, production.memory, sql);
    const answer = judged(asked.answer);
    if (answer.kind === 'plan') {
      const { plan } = answer;
      planned.push({ query, plan, signature: signatureOf(plan), memory: asked.memory });
      continue;
    }
    const at = Number(answer.failure.position ?? 1) - 1 - (sql.length - query.sql.length);
    const below = query.sql.slice(0, Math.max(0, at)).split('\n').length - 1;
    refused.push({ query, why: printFailure(answer.failure), line: query.line + below });
  }
  return { planned, refused };
}
