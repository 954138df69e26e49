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

/**
 * All eight, in the order of their numbers. The documentation comes last: it says where the others answer what.
 * @param written is told of each as soon as it is there
 */
export function writeDeliverables(
  basis: Basis,
  written: (deliverable: Deliverable) => void = () => {},
): readonly Deliverable[] {
  const tell = (deliverable: Deliverable): Deliverable => {
    written(deliverable);
    return deliverable;
  };
  const others = fromBasis.map((write) => tell(write(basis)));
  return [...others, tell(writeDocumentation(basis, others))];
}
