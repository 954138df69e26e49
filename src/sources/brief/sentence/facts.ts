import type { PackLibrary } from '../pack/pack.ts';
import { readAvailability } from './availability.ts';
import { readCapabilityWords, readIdioms } from './capabilities.ts';
import { readBudget, readDeadline, readTeam } from './frame.ts';
import { readIntegrationWords } from './integrations.ts';
import { readLatency } from './latency.ts';
import { readOptionWords } from './options.ts';
import { readCompliance, readResidency } from './policies.ts';
import { readRecovery, readRetention } from './recovery.ts';
import { noFindings } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import { readSystemName } from './system.ts';
import { readTechnology } from './technology.ts';
import { sentenceText } from './text.ts';
import { readUsersSaid } from './users.ts';
import { readRhythm, readThroughput, readVolumes } from './volumes.ts';

/**
 * The order decides who may claim a place: idioms, then quantities (so that "messages per second" asks for no chat),
 * then closed word lists, then the words of packs, and last what is named by position.
 */
const families: readonly Family[] = [
  readIdioms,
  readTeam,
  readBudget,
  readDeadline,
  readRecovery,
  readRetention,
  readThroughput,
  readVolumes,
  readUsersSaid,
  readRhythm,
  readCompliance,
  readTechnology,
  readOptionWords,
  readIntegrationWords,
  readCapabilityWords,
  readLatency,
  readAvailability,
  readResidency,
  readSystemName,
];

/** All facts of a text in words. */
export function findFacts(
  text: string,
  packs: PackLibrary,
): { readonly sentence: Sentence; readonly findings: Findings } {
  const sentence: Sentence = { ...sentenceText(text), packs };
  const findings = noFindings();
  for (const read of families) read(sentence, findings);
  return { sentence, findings };
}
