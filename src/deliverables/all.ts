import { writeApi } from './api/api.ts';
import { writeArchitecture } from './architecture/architecture.ts';
import { writeDatabase } from './database/database.ts';
import type { Basis, Deliverable, WriteDeliverable } from './deliverable.ts';
import { writeDocumentation } from './documentation/documentation.ts';
import { writeIntegration } from './integration/integration.ts';
import { writePerformance } from './performance/performance.ts';
import { writeSecurity } from './security/security.ts';
import { writeTesting } from './testing/testing.ts';

/** The seven that are written from the basis alone, in the order of their numbers. */
const fromBasis: readonly WriteDeliverable[] = [
  writeArchitecture,
  writeDatabase,
  writeSecurity,
  writeApi,
  writePerformance,
  writeIntegration,
  writeTesting,
];

/** All eight, in the order of their numbers. The documentation comes last: it says where the others answer what. */
export function writeDeliverables(basis: Basis): readonly Deliverable[] {
  const others = fromBasis.map((write) => write(basis));
  return [...others, writeDocumentation(basis, others)];
}
