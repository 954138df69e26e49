import type { Machine } from '../../javascript/machine.ts';
import type { Given, JudgedGuard } from '../routing.ts';
import { judgeWalked } from '../walked-guards.ts';

/** What the middlewares of a procedure check, walked for a context without a session. */
export const judgeMiddlewares = (machine: Machine, middlewares: readonly Given[]): readonly JudgedGuard[] =>
  middlewares.map((given) => judgeWalked(machine, given, {}));
