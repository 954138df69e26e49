import { compareText } from '../../../model/text.ts';
import {
  codeChosenAtRunTime,
  crowdedFiles,
  deadWeight,
  openCalls,
  sharedState,
  unknownAccess,
  writesOnGet,
} from './code-risks.ts';
import {
  driftOfSchema,
  interpolatedStatements,
  manyWriters,
  oldHashes,
  tablesWithoutKey,
  tablesWithoutName,
  writesWithoutTransaction,
} from './data-risks.ts';
import { boundToOld, endedSupport, noTests, secretsInCode, unread } from './platform-risks.ts';
import { riskFrom } from './risk.ts';
import type { Grounds, JudgeRisk, Risk } from './risk.ts';

const judges: Readonly<Record<string, JudgeRisk>> = {
  'ended-support': endedSupport,
  'bound-to-old-version': boundToOld,
  'no-tests': noTests,
  'not-read': unread,
  'secrets-in-code': secretsInCode,
  'tables-without-key': tablesWithoutKey,
  'writes-without-transaction': writesWithoutTransaction,
  'tables-without-name': tablesWithoutName,
  'many-writers': manyWriters,
  'old-password-hashes': oldHashes,
  'interpolated-statements': interpolatedStatements,
  'schema-drift': driftOfSchema,
  'chosen-at-run-time': codeChosenAtRunTime,
  'shared-state': sharedState,
  'crowded-files': crowdedFiles,
  'writes-on-get': writesOnGet,
  'unknown-access': unknownAccess,
  'calls-without-limit': openCalls,
  'unlinked-pages': deadWeight,
};

/** Every risk for which something was seen, worst first, then by name. */
export const riskRegister = (grounds: Grounds): readonly Risk[] =>
  Object.entries(judges)
    .flatMap(([id, judge]) => {
      const draft = judge(grounds);
      return draft === undefined ? [] : [riskFrom(id, draft)];
    })
    .toSorted((a, b) => b.score - a.score || compareText(a.id, b.id));
