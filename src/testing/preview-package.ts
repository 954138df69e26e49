import { asyncApiDocument } from '../artifacts/asyncapi.ts';
import { auditTrailSql, auditTrailPath } from '../artifacts/audit-trail.ts';
import { schemaSql } from '../artifacts/ddl.ts';
import { persistedManifest } from '../artifacts/graphql-persisted.ts';
import { graphqlSchema } from '../artifacts/graphql.ts';
import { openApiDocument } from '../artifacts/openapi.ts';
import { seedSql } from '../artifacts/seed-sql.ts';
import { designBackend } from '../design/design.ts';
import type { Backend } from '../model/backend.ts';
import { briefOf } from './briefs.ts';

/** The files of a package that a preview reads, designed from a brief, without a directory in between. */
export function packageFiles(
  brief: string,
  change: (backend: Backend) => Backend = (backend) => backend,
): ReadonlyMap<string, string> {
  const backend = change(designBackend(briefOf(brief)));
  const audit = auditTrailSql(backend);
  const graphql = graphqlSchema(backend).text;
  const persisted = persistedManifest(backend).text;
  const asyncApi = asyncApiDocument(backend).text;
  return new Map([
    ['model.json', JSON.stringify(backend)],
    ['2-database/schema.sql', schemaSql(backend.data).text],
    ['7-testing/generate-data.sql', seedSql(backend.data).text],
    ['4-api/openapi.json', openApiDocument(backend).text],
    ...(asyncApi === '' ? [] : [['4-api/asyncapi.json', asyncApi] as const]),
    ...(audit === '' ? [] : [[auditTrailPath, audit] as const]),
    ...(graphql === '' ? [] : [['4-api/schema.graphql', graphql] as const]),
    ...(persisted === '' ? [] : [['4-api/persisted-queries.json', persisted] as const]),
  ]);
}
