import { asyncApiMutations } from './asyncapi.ts';
import { exchangeMutations } from './exchanges.ts';
import type { Mutation } from './mutation.ts';
import { operationMutations } from './operations.ts';
import { readSchemaMutations } from './read-schemas.ts';
import { sentSchemaMutations } from './sent-schemas.ts';
import { version30Mutations } from './version-30.ts';

/** Every labelled mutation of a document that is JSON. */
export const apiMutations: readonly Mutation[] = [
  ...operationMutations,
  ...exchangeMutations,
  ...readSchemaMutations,
  ...sentSchemaMutations,
  ...version30Mutations,
  ...asyncApiMutations,
];
