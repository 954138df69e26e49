// Written by scripts/generate.mjs from the folders. Do not edit.
import { createWithoutIdempotencyKey } from './api/create-without-idempotency-key.ts';
import { phantomEndpoint } from './api/phantom-endpoint.ts';
import { promisedGuardMissing } from './api/promised-guard-missing.ts';
import { undocumentedEndpoint } from './api/undocumented-endpoint.ts';
import { importCycle } from './architecture/import-cycle.ts';
import { layerViolation } from './architecture/layer-violation.ts';
import { missingHealthcheck } from './architecture/missing-healthcheck.ts';
import { runtimeOutOfSupport } from './architecture/runtime-out-of-support.ts';
import { singleInstance } from './architecture/single-instance.ts';
import { floatMoney } from './data/float-money.ts';
import { foreignKeyTypeMismatch } from './data/foreign-key-type-mismatch.ts';
import { missingPrimaryKey } from './data/missing-primary-key.ts';
import { narrowPrimaryKey } from './data/narrow-primary-key.ts';
import { redundantIndex } from './data/redundant-index.ts';
import { timestampWithoutZone } from './data/timestamp-without-zone.ts';
import { unconstrainedStatus } from './data/unconstrained-status.ts';
import { unindexedForeignKey } from './data/unindexed-foreign-key.ts';
import { noHeadroom } from './load/no-headroom.ts';
import { objectiveMissed } from './load/objective-missed.ts';
import { cacheWithoutExpiry } from './processes/cache-without-expiry.ts';
import { callInTransaction } from './processes/call-in-transaction.ts';
import { callWithoutTimeout } from './processes/call-without-timeout.ts';
import { eventWithoutConsumer } from './processes/event-without-consumer.ts';
import { retryWithoutIdempotency } from './processes/retry-without-idempotency.ts';
import { stepWithoutCompensation } from './processes/step-without-compensation.ts';
import { timeoutInversion } from './processes/timeout-inversion.ts';
import { objectiveWithoutMeasure } from './requirements/objective-without-measure.ts';
import { openContradiction } from './requirements/open-contradiction.ts';
import { containerRunsAsRoot } from './trust/container-runs-as-root.ts';
import { plaintextConnection } from './trust/plaintext-connection.ts';
import { privilegedContainer } from './trust/privileged-container.ts';
import { publishedDatabase } from './trust/published-database.ts';
import { secretInDeployment } from './trust/secret-in-deployment.ts';
import { threatWithoutControl } from './trust/threat-without-control.ts';
import { unguardedWrite } from './trust/unguarded-write.ts';
import { unlockedInstall } from './trust/unlocked-install.ts';
import { unpinnedImage } from './trust/unpinned-image.ts';
import { unreachableOperation } from './trust/unreachable-operation.ts';
import type { PlacedRule, Rule } from './rule.ts';

/** Every rule with the folder it stands in, in the order of folder and name. */
export const placedRules: readonly PlacedRule[] = [
  { concern: 'api', rule: createWithoutIdempotencyKey },
  { concern: 'api', rule: phantomEndpoint },
  { concern: 'api', rule: promisedGuardMissing },
  { concern: 'api', rule: undocumentedEndpoint },
  { concern: 'architecture', rule: importCycle },
  { concern: 'architecture', rule: layerViolation },
  { concern: 'architecture', rule: missingHealthcheck },
  { concern: 'architecture', rule: runtimeOutOfSupport },
  { concern: 'architecture', rule: singleInstance },
  { concern: 'data', rule: floatMoney },
  { concern: 'data', rule: foreignKeyTypeMismatch },
  { concern: 'data', rule: missingPrimaryKey },
  { concern: 'data', rule: narrowPrimaryKey },
  { concern: 'data', rule: redundantIndex },
  { concern: 'data', rule: timestampWithoutZone },
  { concern: 'data', rule: unconstrainedStatus },
  { concern: 'data', rule: unindexedForeignKey },
  { concern: 'load', rule: noHeadroom },
  { concern: 'load', rule: objectiveMissed },
  { concern: 'processes', rule: cacheWithoutExpiry },
  { concern: 'processes', rule: callInTransaction },
  { concern: 'processes', rule: callWithoutTimeout },
  { concern: 'processes', rule: eventWithoutConsumer },
  { concern: 'processes', rule: retryWithoutIdempotency },
  { concern: 'processes', rule: stepWithoutCompensation },
  { concern: 'processes', rule: timeoutInversion },
  { concern: 'requirements', rule: objectiveWithoutMeasure },
  { concern: 'requirements', rule: openContradiction },
  { concern: 'trust', rule: containerRunsAsRoot },
  { concern: 'trust', rule: plaintextConnection },
  { concern: 'trust', rule: privilegedContainer },
  { concern: 'trust', rule: publishedDatabase },
  { concern: 'trust', rule: secretInDeployment },
  { concern: 'trust', rule: threatWithoutControl },
  { concern: 'trust', rule: unguardedWrite },
  { concern: 'trust', rule: unlockedInstall },
  { concern: 'trust', rule: unpinnedImage },
  { concern: 'trust', rule: unreachableOperation },
];

export const allRules: readonly Rule[] = placedRules.map(({ rule }) => rule);
