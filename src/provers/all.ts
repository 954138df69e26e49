import { caching } from './caching/caching.ts';
import { capacity } from './capacity/capacity.ts';
import { recovery } from './capacity/recovery.ts';
import { conversion } from './conversion/conversion.ts';
import { intoTargetProver } from './conversion/into-target.ts';
import { arazzo } from './contracts/arazzo.ts';
import { asyncapi } from './contracts/asyncapi.ts';
import { graphql } from './contracts/graphql.ts';
import { graphqlResolvers } from './contracts/graphql-resolvers.ts';
import { openapi } from './contracts/openapi.ts';
import { flows } from './flows/flows.ts';
import { recoveredFlows } from './flows/recovered.ts';
import { partitioning } from './partitioning/partitioning.ts';
import { detection } from './detection/detection.ts';
import { merging } from './merging/merging.ts';
import { migrationPlan } from './plan/prover.ts';
import { policy } from './policy/policy.ts';
import { auditTrail } from './postgres/audit-trail/audit-trail.ts';
import { constraints } from './postgres/constraints/constraints.ts';
import { ddl } from './postgres/ddl.ts';
import { effects } from './postgres/effects/effects.ts';
import { erasure } from './postgres/erasure/erasure.ts';
import { monitoring } from './postgres/monitoring.ts';
import { outbox } from './postgres/outbox/outbox.ts';
import { partitions } from './postgres/partitions.ts';
import { plan } from './postgres/plan.ts';
import { recovered } from './postgres/recovered/recovered.ts';
import { rowSecurity } from './postgres/row-security/row-security.ts';
import { seed } from './postgres/seed.ts';
import type { Prover } from './prover.ts';

/** Every prover. Engines are loaded when a prover is first asked, not before. */
export const allProvers: readonly Prover[] = [
  ddl,
  constraints,
  rowSecurity,
  auditTrail,
  erasure,
  effects,
  outbox,
  plan,
  recovered,
  partitions,
  monitoring,
  seed,
  openapi,
  graphql,
  graphqlResolvers,
  asyncapi,
  arazzo,
  policy,
  capacity,
  recovery,
  caching,
  flows,
  recoveredFlows,
  detection,
  partitioning,
  merging,
  conversion,
  intoTargetProver,
  migrationPlan,
];
