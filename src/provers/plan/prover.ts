import { migrationPlanPath } from '../../artifacts/migration-plan.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover } from '../prover.ts';
import { settleEach, undecided } from '../settle.ts';
import { checkPlan, planClaim, planEngine } from './check.ts';
import { printPlan } from './print.ts';
import { readPlan } from './read.ts';

/** Replays the plan of a migration from the file that is delivered: each step released, and taken back. */
export const migrationPlan: Prover = {
  id: 'migration-plan',
  claims: ({ migration }: Backend) =>
    migration === undefined
      ? { claims: [], inputs: new Map() }
      : {
          claims: [planClaim(migrationPlanPath, migration.plan)],
          inputs: new Map([[migrationPlanPath, printPlan(migration.plan)]]),
        },
  prove: (claims, read) =>
    settleEach(claims, read, planEngine, () => {
      const told = readPlan(read(migrationPlanPath));
      if (told.kind === 'invalid')
        return {
          verdict: undecided(told.problems[0]?.what ?? 'the plan cannot be read'),
          measurements: {},
          incomplete: [],
        };
      const { verdict, measurements, incomplete } = checkPlan(
        migrationPlanPath,
        told.value,
        told.placeOf,
      ).outcome;
      return { verdict, measurements, incomplete };
    }),
};
