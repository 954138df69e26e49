import type { Brief, Question } from '../../model/brief.ts';
import type { Origin } from '../../model/origin.ts';
import type { PackLibrary } from './pack/pack.ts';
import { readBrief } from './read.ts';

/** What nearly every web application has; taken where a system is to be replaced of which nobody said what it does. */
const usual = ['auth', 'files', 'notifications', 'audit'] as const;

const origin: Origin = {
  kind: 'assumed',
  because: 'nobody has said what the legacy system does: accounts, files, messages and a trail are taken',
};

/** A brief that names no capability, with those that nearly every system has, and the question that replaces them. */
export function withUsualCapabilities(brief: Brief, packs: PackLibrary): Brief {
  if (brief.packs.length > 0 || brief.fragment.entities.length > 0) return brief;
  const text = JSON.stringify({
    brief: 1,
    system: { id: brief.system.id, name: brief.system.name },
    capabilities: Object.fromEntries(usual.map((id) => [id, {}])),
  });
  const read = readBrief(text, { file: '<assumed>', packs });
  if (read.kind === 'invalid') return brief;
  return {
    ...brief,
    packs: read.brief.packs.map((pack) => ({ ...pack, origin })),
    questions: [question, ...brief.questions],
  };
}

const question: Question = {
  id: 'legacy-system',
  ask: 'Where is the code of the legacy system?',
  affects: ['migration'],
  default: `an assumed system with ${usual.join(', ')}`,
  effect:
    'The steps show the order and what each asks for; names, number and effort follow from the repository: plumbline migrate <path>.',
  impact: 'high',
  origin,
};
