import type { Facts } from '../facts.ts';
import { readCode } from './code/reader.ts';
import { createTracer } from './code/tracing.ts';
import type { Codebase } from './javascript/codebase.ts';
import { backendFiles } from './modules/scope.ts';
import { prismaSchemas } from './prisma/prisma.ts';
import { queryReader } from './queries/queries.ts';

/** What the code of the backend does beside answering: one pass over its syntax trees for all readers. */
export function readBehaviour(codebase: Codebase, database: Facts): Promise<readonly Facts[]> {
  const tracer = createTracer(codebase);
  const { schemas } = prismaSchemas(codebase.repository);
  return readCode(codebase, backendFiles(codebase).files, [queryReader(tracer, schemas)], database);
}
