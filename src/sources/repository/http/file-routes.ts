import type { Codebase } from '../javascript/codebase.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import { astro } from './files/astro.ts';
import type { Convention } from './files/file-app.ts';
import { foldersOf } from './files/file-app.ts';
import { fresh } from './files/fresh.ts';
import { medusa } from './files/medusa.ts';
import { next } from './files/next.ts';
import { nitro } from './files/nitro.ts';
import { remix } from './files/remix.ts';
import { sveltekit } from './files/sveltekit.ts';
import { tanstackRoutes } from './files/tanstack.ts';
import type { Route } from './routing.ts';

const conventions: readonly Convention[] = [next, medusa, nitro, sveltekit, remix, astro, fresh];

/**
 * Files that are routes: folders and names are the path, what a file exports are its handlers. Which convention holds
 * is told by the package or the configuration file of the folder they belong to.
 */
export function fileRoutes(evaluator: Evaluator, codebase: Codebase): readonly Route[] {
  const context = { evaluator, codebase };
  return [
    ...conventions.flatMap((convention) =>
      foldersOf(codebase, convention).flatMap((folder) => convention.routes(folder, context)),
    ),
    ...tanstackRoutes(context),
  ];
}
