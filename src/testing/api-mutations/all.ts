import { asyncApiMutations } from './asyncapi.ts';
import type { Mutation } from './mutation.ts';
import { openApiInterface } from './openapi-interface.ts';
import { openApiSchemas } from './openapi-schemas.ts';

/** Every labelled mutation of a document that is JSON. */
export const apiMutations: readonly Mutation[] = [
  ...openApiInterface,
  ...openApiSchemas,
  ...asyncApiMutations,
];
