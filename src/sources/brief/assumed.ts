import type { Brief, Question } from '../../model/brief.ts';
import type { Origin } from '../../model/origin.ts';
import type { PackLibrary } from './pack/pack.ts';
import { readSentence } from './sentence/read.ts';

/** What nearly every web application has; taken where a system is to be replaced of which nobody said what it does. */
const usual: readonly string[] = ['auth', 'notifications', 'audit'];

const origin: Origin = {
  kind: 'assumed',
  because: 'nobody has said what the legacy system does: accounts, messages and a trail are taken',
};

/**
 * A sentence about a legacy system that nobody has shown: where it names no capability, it is read as if it named those
 * that nearly every system has, and a question asks for the code. Undefined where the sentence cannot be read.
 */
export function readUnseen(sentence: string, packs: PackLibrary): Brief | undefined {
  const said = readSentence(sentence, { packs });
  if (said.kind === 'invalid') return undefined;
  const isSaid = said.brief.packs.length > 0;
  const read = isSaid ? said : readSentence(sentence, { packs, usual });
  if (read.kind === 'invalid') return undefined;
  const { brief } = read;
  return {
    ...brief,
    packs: isSaid ? brief.packs : brief.packs.map((pack) => ({ ...pack, origin })),
    questions: [question, ...brief.questions],
  };
}

const question: Question = {
  id: 'legacy-system',
  ask: 'Where is the code of the legacy system?',
  affects: ['migration'],
  default: 'it is taken to have one table for each entity of the target, and one endpoint for each operation',
  effect:
    'The steps show the order and what each asks for; names, number and effort follow from the repository: plumbline migrate <path>.',
  impact: 'high',
  origin,
};
