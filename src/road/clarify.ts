import type { Brief } from '../model/brief.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import type { BriefProblem, BriefResult } from '../sources/brief/problem.ts';
import { readBrief } from '../sources/brief/read.ts';
import { readSentence } from '../sources/brief/sentence/read.ts';
import type { Check, PhaseResult } from './phases.ts';
import type { RoadRequest } from './request.ts';

/** Thrown when the request cannot be read; every problem has its place, its reason and the next step. */
export class UnreadableRequest extends Error {
  readonly problems: readonly BriefProblem[];
  constructor(problems: readonly BriefProblem[]) {
    super(problems[0]?.what ?? 'the request cannot be read');
    this.name = 'UnreadableRequest';
    this.problems = problems;
  }
}

/**
 * Phase 1: the request becomes a brief; what is missing becomes a question with a default, what cannot both hold a
 * contradiction. An analysis without a brief has none: then nothing was required, and the gates will say so.
 * @throws UnreadableRequest
 */
export function clarify(request: RoadRequest): PhaseResult<Brief | undefined> {
  if (request.brief === undefined)
    return {
      value: undefined,
      inputs: ['no brief: the repository speaks for itself'],
      outputs: [],
      checks: [],
    };
  const result = read(request.brief, request.packFolders);
  if (result.kind === 'invalid') throw new UnreadableRequest(result.problems);
  const { brief } = result;
  return {
    value: brief,
    inputs: [request.brief.kind === 'sentence' ? 'a sentence' : 'a brief'],
    outputs: [
      `${brief.packs.length} capabilities`,
      `${brief.questions.length} open questions`,
      `${brief.contradictions.length} contradictions`,
    ],
    checks: checks(brief, request.job),
  };
}

function read(text: NonNullable<RoadRequest['brief']>, folders: readonly string[]): BriefResult {
  const packs = loadPacks(folders);
  return text.kind === 'sentence'
    ? readSentence(text.text, { packs })
    : readBrief(text.text, { file: text.file, packs });
}

function checks(brief: Brief, job: RoadRequest['job']): readonly Check[] {
  const scope = brief.packs.length + brief.fragment.entities.length;
  const open = brief.contradictions.filter(({ accepted }) => accepted !== true);
  const urgent = brief.questions.filter(({ impact }) => impact === 'high');
  // What a migration builds is in the repository; a brief beside it only says how.
  const building: Check = {
    check: 'there is something to build',
    passed: scope > 0,
    detail: `${brief.packs.length} capabilities and ${brief.fragment.entities.length} entities of the brief's own`,
    essential: true,
  };
  return [
    ...(job === 'migrate' ? [] : [building]),
    {
      check: 'no contradiction is left open',
      passed: open.length === 0,
      detail: open.length === 0 ? 'none found' : open.map(({ id, what }) => `${id}: ${what}`).join(' '),
      essential: false,
    },
    {
      check: 'questions of high impact are answered',
      passed: urgent.length === 0,
      detail:
        urgent.length === 0
          ? 'none is open'
          : `open, taken with their defaults: ${urgent.map(({ id }) => id).join(', ')}`,
      essential: false,
    },
  ];
}
