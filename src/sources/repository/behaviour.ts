import type { Facts } from '../facts.ts';
import type { DatabaseFacts } from './database.ts';
import { readCode } from './code/reader.ts';
import type { Reach } from './code/call-graph.ts';
import { createReach } from './code/reach.ts';
import { createTracer } from './code/tracing.ts';
import { configurationReader } from './configuration/configuration.ts';
import type { Codebase } from './javascript/codebase.ts';
import { dynamoReader } from './dynamodb/dynamodb.ts';
import { backendFiles } from './modules/scope.ts';
import { prismaSchemas } from './prisma/prisma.ts';
import { cacheReader } from './processes/caches.ts';
import { callReader } from './processes/calls.ts';
import { eventReader } from './processes/events.ts';
import { jobReader } from './processes/jobs.ts';
import { queryReader } from './queries/queries.ts';
import { securityReader } from './security/security.ts';

export interface Behaviour {
  readonly facts: readonly Facts[];
  /** What runs behind a handler, for whoever knows the handlers. */
  readonly reach: Reach;
}

/** What the code of the backend does beside answering: one pass over its syntax trees for all readers. */
export async function readBehaviour(
  codebase: Codebase,
  { database, deployment }: { readonly database: DatabaseFacts; readonly deployment: Facts },
): Promise<Behaviour> {
  const tracer = createTracer(codebase);
  const reach = createReach(codebase, tracer);
  const { repository } = codebase;
  const readers = [
    queryReader(tracer, prismaSchemas(repository).schemas, database.models, reach),
    configurationReader(repository, tracer, deployment.architecture?.deployment ?? []),
    callReader(tracer),
    jobReader(codebase, tracer),
    eventReader(tracer),
    cacheReader(tracer),
    securityReader(tracer),
    dynamoReader(codebase, tracer, reach),
  ];
  const facts = await readCode(
    codebase,
    backendFiles(codebase).files,
    [...readers, { ...reach, facts: () => ({}) }],
    database,
  );
  return { facts, reach };
}
