import { printedNodes, printedPlan } from '../explain.ts';
import type { Production } from '../production/open-production.ts';
import { pageBytes } from '../page-checksum.ts';
import { printFailure } from '../session.ts';
import { switchIndexes } from '../size-indexes.ts';
import { explainSql } from '../queries/variations.ts';
import { createCandidates } from '../what-if.ts';
import type { Asked, Built, WhatIf } from './what-if.ts';

/** Asks a database that plans as production does. Candidates stay in it, switched off, until it is closed. */
export function whatIfIn(production: Production): WhatIf {
  const { session } = production;
  const oids = new Map<string, readonly string[]>();
  const candidateOf = new Map<string, string>();
  let on: ReadonlySet<string> = new Set();
  return {
    explain: async (query): Promise<Asked> => {
      const answer = printedPlan(await session.runPlain(explainSql(query)));
      if (answer.kind === 'failed') return { kind: 'failed', why: printFailure(answer.failure) };
      const { plan } = answer;
      const uses = printedNodes(plan).flatMap((node) => candidateOf.get(node['Index Name'] ?? '') ?? []);
      return { kind: 'plan', cost: plan['Total Cost'], plan, uses: [...new Set(uses)].sort() };
    },
    build: async (definitions) => {
      const made = await createCandidates(
        production,
        definitions.map((definition) => `create index ${definition}`),
      );
      return made.map((tried): Built => {
        if (tried.kind === 'refused') return tried;
        const name = `candidate ${oids.size + 1}`;
        oids.set(name, tried.oids);
        for (const { index } of tried.indexes) candidateOf.set(index.name, name);
        const height = Math.max(0, ...tried.indexes.map(({ level }) => level));
        return { kind: 'built', name, bytes: tried.pages * pageBytes, height };
      });
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
