import type { Question, Unread } from '../../../model/brief.ts';
import type { PackLibrary } from '../pack/pack.ts';
import { overlaps } from './text.ts';
import type { SentenceText, Span } from './text.ts';

/**
 * One fact of a sentence in terms of the brief language: the value that would stand at `path` in a brief. `null` is an
 * empty value (a capability without options); `item` facts of one path form a list.
 */
export interface Fact extends Span {
  readonly path: readonly string[];
  readonly value: string | boolean | null;
  readonly item: boolean;
}

export interface Sentence extends SentenceText {
  readonly packs: PackLibrary;
}

/** What has been found so far. `claimed` spans belong to a fact and give no second one. */
export interface Findings {
  readonly facts: Fact[];
  readonly questions: Question[];
  readonly unread: (Unread & Span)[];
  readonly claimed: Span[];
}

export const noFindings = (): Findings => ({ facts: [], questions: [], unread: [], claimed: [] });

/** A family of rules: reads one kind of fact out of a sentence. Families run in a fixed order. */
export type Family = (sentence: Sentence, findings: Findings) => void;

export const isClaimed = (findings: Findings, span: Span): boolean =>
  findings.claimed.some((taken) => overlaps(taken, span));

export const claim = (findings: Findings, { start, end }: Span): void => {
  findings.claimed.push({ start, end });
};

const key = (path: readonly string[]): string => path.join('.');

export const factAt = (findings: Findings, path: string): Fact | undefined =>
  findings.facts.find((fact) => key(fact.path) === path);

/** Adds a fact. A second value for the same single place is told, never taken silently. */
export function addFact(
  findings: Findings,
  { plain }: SentenceText,
  span: Span,
  path: string,
  value: string | boolean | null = null,
): void {
  claim(findings, span);
  const earlier = factAt(findings, path);
  if (earlier === undefined)
    findings.facts.push({ start: span.start, end: span.end, path: path.split('.'), value, item: false });
  else if (earlier.value === null && value !== null) return;
  else if (earlier.value !== value)
    findings.unread.push({
      ...span,
      text: plain.slice(span.start, span.end),
      why: `"${plain.slice(earlier.start, earlier.end)}" already says it; a brief in YAML can say both, by workload.`,
    });
}

/** Adds one item of a list; the same item twice is one. */
export function addItem(findings: Findings, span: Span, path: string, value: string): void {
  claim(findings, span);
  if (findings.facts.some((fact) => key(fact.path) === path && fact.value === value)) return;
  findings.facts.push({ start: span.start, end: span.end, path: path.split('.'), value, item: true });
}

export function addUnread(findings: Findings, { plain }: SentenceText, span: Span, why: string): void {
  claim(findings, span);
  findings.unread.push({ start: span.start, end: span.end, text: plain.slice(span.start, span.end), why });
}

/** A question the sentence itself raises; its words are the origin. One id is asked once. */
export function ask(
  findings: Findings,
  { plain }: SentenceText,
  span: Span,
  question: Omit<Question, 'origin'> & { readonly answer: string },
): void {
  claim(findings, span);
  if (findings.questions.some(({ id }) => id === question.id)) return;
  findings.questions.push({
    ...question,
    origin: { kind: 'given', path: question.answer, text: plain.slice(span.start, span.end) },
  });
}

/** Every match of a rule that touches no claimed span, in the order of the text. */
export function* matches(
  { lower }: SentenceText,
  findings: Findings,
  rule: RegExp,
): Generator<RegExpExecArray & Span> {
  for (const match of lower.matchAll(rule)) {
    if (match[0] === '') continue;
    const span = { start: match.index, end: match.index + match[0].length };
    if (!isClaimed(findings, span)) yield Object.assign(match, span);
  }
}

const boundary = /[.;!?](?=\s|$)|\n|\s(?:but|while|whereas|although)\s/g;

/** The start of the sentence or clause that an offset lies in. */
export function clauseStart({ lower }: SentenceText, offset: number): number {
  const from = Math.max(0, offset - 400);
  const last = [...lower.slice(from, offset).matchAll(boundary)].at(-1);
  return last === undefined ? from : from + last.index + last[0].length;
}

export function clauseEnd({ lower }: SentenceText, offset: number): number {
  const cut = /[.;!?](?=\s|$)|\n|\s(?:but|while|whereas|although)\s/.exec(lower.slice(offset, offset + 400));
  return cut === null ? Math.min(lower.length, offset + 400) : offset + cut.index;
}
