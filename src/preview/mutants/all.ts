import type { PreviewPackage } from '../package.ts';
import { startTestedPreview } from '../harness/start.ts';
import type { Preview } from '../preview.ts';
import { wholePreview } from '../whole.ts';
import { answerMutants } from './answer-mutants.ts';
import { databaseMutants } from './database-mutants.ts';
import { gateMutants } from './gate-mutants.ts';
import type { Mutant } from './mutant.ts';
import { workMutants } from './work-mutants.ts';

/** Every fault that the delivered tests are held to. */
export const allMutants: readonly Mutant[] = [
  ...gateMutants,
  ...answerMutants,
  ...workMutants,
  ...databaseMutants,
];

/** A preview for tests with a fault in it. */
export const startMutant = (delivered: PreviewPackage, mutant: Mutant): Promise<Preview> =>
  startTestedPreview(delivered, {
    ...(mutant.running !== undefined && { running: mutant.running }),
    parts: async (running, options) => {
      const parts = await wholePreview(running, options);
      return mutant.part === undefined ? parts : [await mutant.part(running), ...parts];
    },
  });
