import { z } from 'zod';
import type { Production } from '../production/open-production.ts';
import { printFailure } from '../session.ts';
import { switchIndexes } from '../size-indexes.ts';
import { explainSql } from '../queries/variations.ts';
import { createCandidate } from '../what-if.ts';
import { rawPlan } from './raw-plan.ts';
import type { RawPlan } from './raw-plan.ts';
import type { Asked, Built, WhatIf } from './what-if.ts';

const answer = z.array(z.object({ Plan: rawPlan }));

/** Asks a database that plans as production does. Candidates stay in it, switched off, until it is closed. */
export function whatIfIn(production: Production): WhatIf {
  const { session } = production;
  const oids = new Map<string, readonly string[]>();
  const candidateOf = new Map<string, string>();
  let on: ReadonlySet<string> = new Set();
  return {
    explain: async (query): Promise<Asked> => {
      const ran = await session.runPlain(explainSql(query));
      if (ran.kind === 'failed') return { kind: 'failed', why: printFailure(ran.failure) };
      const [top] = answer.parse(JSON.parse(ran.rows[0]?.['QUERY PLAN'] ?? '[]'));
      if (top === undefined) return { kind: 'failed', why: 'PostgreSQL gave no plan' };
      const uses = indexesIn(top.Plan).flatMap((name) => candidateOf.get(name) ?? []);
      return { kind: 'plan', cost: top.Plan['Total Cost'], plan: top.Plan, uses: [...new Set(uses)].sort() };
    },
    build: async (definitions) => {
      const built: Built[] = [];
      for (const definition of definitions) {
        const made = await createCandidate(production, `create index ${definition}`);
        if (made.kind === 'refused') {
          built.push(made);
          continue;
        }
        const name = `candidate ${oids.size + 1}`;
        oids.set(name, made.oids);
        for (const { index } of made.indexes) candidateOf.set(index.name, name);
        const height = Math.max(0, ...made.indexes.map(({ level }) => level));
        built.push({ kind: 'built', name, bytes: made.pages * blockBytes, height });
      }
      return built;
    },
    enable: async (names) => {
      const wanted = new Set(names);
      const of = (list: readonly string[]): readonly string[] => list.flatMap((name) => oids.get(name) ?? []);
      const off = of([...on].filter((name) => !wanted.has(name)));
      const fresh = of([...wanted].filter((name) => !on.has(name)));
      if (off.length > 0) await switchIndexes(session, off, false);
      if (fresh.length > 0) await switchIndexes(session, fresh, true);
      on = wanted;
    },
  };
}

/** Bytes of a page (BLCKSZ). */
const blockBytes = 8192;

const indexesIn = (plan: RawPlan): readonly string[] => [
  ...(plan['Index Name'] === undefined ? [] : [plan['Index Name']]),
  ...(plan.Plans ?? []).flatMap(indexesIn),
];
