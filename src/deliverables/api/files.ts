import { arazzoDocument } from '../../artifacts/arazzo.ts';
import { asyncApiDocument } from '../../artifacts/asyncapi.ts';
import type { Emitted } from '../../artifacts/emitted.ts';
import { persistedManifest } from '../../artifacts/graphql-persisted.ts';
import { resolverPlan } from '../../artifacts/graphql-resolvers.ts';
import { hasGraph } from '../../artifacts/graphql-parts.ts';
import { graphqlSchema } from '../../artifacts/graphql.ts';
import { llmsText } from '../../artifacts/llms-txt.ts';
import { openApiDocument } from '../../artifacts/openapi.ts';
import { errorCatalogue } from '../../artifacts/problems.ts';
import { sampleFile } from '../../artifacts/samples.ts';
import type { Artifact } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';

/** A contract of the API in a standard language. */
export interface ApiFile {
  readonly path: string;
  readonly holds: string;
  readonly emit: (backend: Backend) => Emitted;
  readonly items: readonly string[];
  readonly wanted: (backend: Backend) => boolean;
}

const hasEndpoints = ({ api }: Backend): boolean => api.endpoints.length > 0;

/** What the prover of each language settles: equal paths, equal bytes. */
export const apiFiles: readonly ApiFile[] = [
  {
    path: '4-api/openapi.json',
    holds: 'HTTP operations with schemas, examples, scopes, objectives (OpenAPI 3.1)',
    emit: openApiDocument,
    items: ['4.1'],
    wanted: hasEndpoints,
  },
  {
    path: '4-api/problems.json',
    holds: 'problem types (RFC 9457)',
    emit: errorCatalogue,
    items: ['4.2'],
    wanted: ({ api }) => api.problems.length > 0,
  },
  {
    path: '4-api/schema.graphql',
    holds: 'the same operations as a graph (GraphQL SDL)',
    emit: graphqlSchema,
    items: [],
    wanted: ({ operations }) => operations.length > 0,
  },
  {
    path: '4-api/graphql-resolvers.json',
    holds: 'how each field that leads to other objects is loaded in batches, with the SQL',
    emit: resolverPlan,
    items: [],
    wanted: hasGraph,
  },
  {
    path: '4-api/persisted-queries.json',
    holds: 'the GraphQL requests of the journeys by SHA-256 (Apollo manifest)',
    emit: persistedManifest,
    items: [],
    wanted: hasGraph,
  },
  {
    path: '4-api/asyncapi.json',
    holds: 'events and webhooks (AsyncAPI 3)',
    emit: asyncApiDocument,
    items: [],
    wanted: () => true,
  },
  {
    path: '4-api/arazzo.json',
    holds: 'the main journeys as calls in order (Arazzo 1.0)',
    emit: arazzoDocument,
    items: [],
    wanted: hasEndpoints,
  },
  {
    path: '4-api/samples.json',
    holds: 'one request for each operation, with curl and TypeScript made from it',
    emit: sampleFile,
    items: [],
    wanted: ({ source }) => source === 'designed',
  },
  {
    path: '4-api/llms.txt',
    holds: 'the API on one page for language models (llmstxt.org)',
    emit: llmsText,
    items: [],
    wanted: hasEndpoints,
  },
];

/** A document without one operation answers no item. */
const expressible = ({ api }: Backend): boolean =>
  api.endpoints.some(
    ({ protocol, pathResolved, method }) => protocol === 'http' && pathResolved && method !== 'ANY',
  );

/** The files that have something in them, each with what its language could not say. */
export function apiArtifacts(backend: Backend): readonly (Artifact & { readonly holds: string })[] {
  return apiFiles
    .filter(({ wanted }) => wanted(backend))
    .map(({ path, holds, emit, items }) => ({
      path,
      holds,
      items: expressible(backend) ? items : [],
      ...emit(backend),
    }))
    .filter(({ text }) => text !== '');
}
