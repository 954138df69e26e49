import type { Prove } from '../provers/prover.ts';
import { startScratch } from '../provers/postgres/scratch.ts';
import { startProverThread } from '../provers/threads/prover-thread.ts';
import { startDraughtsman } from './drawing/draughtsman.ts';
import type { Draughtsman } from './drawing/draughtsman.ts';
import type { RoadRequest } from './request.ts';

/** What runs beside the road. All of it starts while the first phases think, and is there when it is needed. */
export interface Companions {
  /** Phase 6: claims that take long to compute are settled beside the databases. */
  readonly prove: Prove;
  /** Phase 7: diagrams are drawn while the next deliverable is written. */
  readonly draw: Draughtsman['draw'];
  readonly end: () => Promise<void>;
}

/** A design, also of a migration, always asks PostgreSQL and computes long; of an analysis nobody knows before it is done. */
export function startCompanions(job: RoadRequest['job']): Companions {
  const draughtsman = startDraughtsman();
  const engine = job !== 'analyze' ? startScratch() : undefined;
  const thread = job !== 'analyze' ? startProverThread() : undefined;
  return {
    prove: thread?.prove ?? ((prover, claims, read) => prover.prove(claims, read)),
    draw: draughtsman.draw,
    end: async () => {
      draughtsman.end();
      thread?.end();
      await engine?.close();
    },
  };
}
