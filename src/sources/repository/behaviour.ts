import type { Facts } from '../facts.ts';
import type { DatabaseFacts } from './database.ts';
import { readCode } from './code/reader.ts';
import { createTracer } from './code/tracing.ts';
import { configurationReader } from './configuration/configuration.ts';
import type { Codebase } from './javascript/codebase.ts';
import { backendFiles } from './modules/scope.ts';
import { prismaSchemas } from './prisma/prisma.ts';
import { cacheReader } from './processes/caches.ts';
import { callReader } from './processes/calls.ts';
import { eventReader } from './processes/events.ts';
import { jobReader } from './processes/jobs.ts';
import { queryReader } from './queries/queries.ts';

/** What the code of the backend does beside answering: one pass over its syntax trees for all readers. */
export function readBehaviour(
  codebase: Codebase,
  { database, deployment }: { readonly database: DatabaseFacts; readonly deployment: Facts },
): Promise<readonly Facts[]> {
  const tracer = createTracer(codebase);
  const { repository } = codebase;
  const readers = [
    queryReader(tracer, prismaSchemas(repository).schemas, database.models),
    configurationReader(repository, tracer, deployment.architecture?.deployment ?? []),
    callReader(tracer),
    jobReader(tracer),
    eventReader(tracer),
    cacheReader(tracer),
  ];
  return readCode(codebase, backendFiles(codebase).files, readers, database);
}
