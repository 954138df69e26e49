import { completeBrief } from '../complete/complete.ts';
import { readDocument } from '../document.ts';
import type { PackLibrary } from '../pack/pack.ts';
import type { BriefProblem, BriefResult } from '../problem.ts';
import type { Reading } from '../reading.ts';
import { findFacts } from './facts.ts';
import { leftovers } from './leftover.ts';
import { factAt } from './sentence.ts';
import type { Fact } from './sentence.ts';
import { askName } from './system.ts';
import { exampleSentence, sentenceFile, unfitText } from './text.ts';
import { factTree } from './tree.ts';

interface SentenceContext {
  readonly packs: PackLibrary;
  /** Capabilities taken beside those that the sentence names (default: none). */
  readonly usual?: readonly string[];
}

/**
 * Reads a request in words. Rules, not a language model: each fact is read by one rule and keeps the words it was read
 * from; what no rule reads is told in `unread`. The facts become the tree of a brief, so that the same reader and the
 * same completion hold for a sentence and for a file. Never throws.
 */
export function readSentence(text: string, { packs, usual = [] }: SentenceContext): BriefResult {
  const unfit = unfitText(text);
  if (unfit !== undefined) return { kind: 'invalid', problems: [unfit] };
  const { sentence, findings } = findFacts(text, packs);
  const unread = leftovers(sentence, findings);
  const content = findings.facts.some(({ path }) => path[0] !== 'system' || path[1] === 'users');
  if (!content) return { kind: 'invalid', problems: [nothingRead(text, packs)] };
  askName(sentence, findings);
  const reading: Reading = {
    file: sentenceFile,
    problems: [],
    places: new Map(),
    originAt: (path) => ({ kind: 'given', path }),
  };
  const said = readDocument(
    reading,
    factTree(sentence, [...frame(findings, usual), ...findings.facts]),
    packs,
  );
  return said === undefined
    ? { kind: 'invalid', problems: reading.problems }
    : completeBrief({ ...said, questions: findings.questions, unread }, packs, reading);
}

/** What every brief has, where the sentence does not say it. */
function frame(findings: Parameters<typeof factAt>[0], usual: readonly string[]): readonly Fact[] {
  const fact = (path: readonly string[], value: string | null): Fact => ({
    start: 0,
    end: 0,
    path,
    value,
    item: false,
  });
  return [
    fact(['brief'], '1'),
    ...(factAt(findings, 'system.id') === undefined
      ? [fact(['system', 'id'], 'system'), fact(['system', 'name'], 'System')]
      : []),
    ...usual.map((pack) => fact(['capabilities', pack], null)),
  ];
}

function nothingRead(text: string, packs: PackLibrary): BriefProblem {
  const foreign =
    (text.match(/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu)?.length ?? 0) * 2 >
    text.trim().length;
  const known = packs.packs.map(({ id }) => id).sort();
  return {
    file: sentenceFile,
    line: 1,
    column: 1,
    what: 'Nothing in this text says what the backend must do.',
    why: foreign
      ? 'Requests in words are read in English only.'
      : 'No capability, number, objective or technology was found in it.',
    next: `Say it like this: ${exampleSentence} Known capabilities: ${known.join(', ')}. A brief in YAML can say everything.`,
  };
}
