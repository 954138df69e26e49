// Written by scripts/generate.mjs from the folders. Do not edit.
import { floatMoney } from './data/float-money.ts';
import { foreignKeyTypeMismatch } from './data/foreign-key-type-mismatch.ts';
import { missingPrimaryKey } from './data/missing-primary-key.ts';
import { narrowPrimaryKey } from './data/narrow-primary-key.ts';
import { redundantIndex } from './data/redundant-index.ts';
import { timestampWithoutZone } from './data/timestamp-without-zone.ts';
import { unconstrainedStatus } from './data/unconstrained-status.ts';
import { unindexedForeignKey } from './data/unindexed-foreign-key.ts';
import { containerRunsAsRoot } from './trust/container-runs-as-root.ts';
import { privilegedContainer } from './trust/privileged-container.ts';
import { publishedDatabase } from './trust/published-database.ts';
import { secretInDeployment } from './trust/secret-in-deployment.ts';
import { unguardedWrite } from './trust/unguarded-write.ts';
import { unlockedInstall } from './trust/unlocked-install.ts';
import { unpinnedImage } from './trust/unpinned-image.ts';
import type { PlacedRule, Rule } from './rule.ts';

/** Every rule with the folder it stands in, in the order of folder and name. */
export const placedRules: readonly PlacedRule[] = [
  { concern: 'data', rule: floatMoney },
  { concern: 'data', rule: foreignKeyTypeMismatch },
  { concern: 'data', rule: missingPrimaryKey },
  { concern: 'data', rule: narrowPrimaryKey },
  { concern: 'data', rule: redundantIndex },
  { concern: 'data', rule: timestampWithoutZone },
  { concern: 'data', rule: unconstrainedStatus },
  { concern: 'data', rule: unindexedForeignKey },
  { concern: 'trust', rule: containerRunsAsRoot },
  { concern: 'trust', rule: privilegedContainer },
  { concern: 'trust', rule: publishedDatabase },
  { concern: 'trust', rule: secretInDeployment },
  { concern: 'trust', rule: unguardedWrite },
  { concern: 'trust', rule: unlockedInstall },
  { concern: 'trust', rule: unpinnedImage },
];

export const allRules: readonly Rule[] = placedRules.map(({ rule }) => rule);
