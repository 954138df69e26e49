import type { AnyOperation } from './operation.ts';

/** Everything that can be asked, in the order in which it is shown. */
export const operations: readonly AnyOperation[] = [];
