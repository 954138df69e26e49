import { asyncApiChecks } from './asyncapi/checks.ts';
import type { Check } from './change.ts';
import { graphqlChecks } from './graphql/checks.ts';
import { openApiChecks } from './openapi/checks.ts';
import { schemaChecks } from './schema/areas.ts';

/** Every change that is told, by id; docs/api-changes.md is made of it. */
export const changeChecks: readonly Check[] = [
  ...Object.values(openApiChecks),
  ...Object.values(asyncApiChecks),
  ...graphqlChecks,
  ...schemaChecks,
];
