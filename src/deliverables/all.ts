import { writeApi } from './api/api.ts';
import { writeArchitecture } from './architecture/architecture.ts';
import { writeDatabase } from './database/database.ts';
import { writeSecurity } from './security/security.ts';
import type { WriteDeliverable } from './deliverable.ts';
import { writeIntegration } from './integration/integration.ts';
import { writePerformance } from './performance/performance.ts';
import { writeTesting } from './testing/testing.ts';

/** Every deliverable there is, in the order of their numbers. */
export const allDeliverables: readonly WriteDeliverable[] = [
  writeArchitecture,
  writeDatabase,
  writeSecurity,
  writeApi,
  writePerformance,
  writeIntegration,
  writeTesting,
];
