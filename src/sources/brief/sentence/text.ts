import type { BriefProblem } from '../problem.ts';
import type { Place } from '../tree.ts';

/** Part of a sentence: offsets in UTF-16 units, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A free text in the form the families search: the same length as the text, so that offsets agree. */
export interface SentenceText {
  /** As typed, blanks and quotes of other kinds made plain. */
  readonly plain: string;
  /** The same with A–Z in lower case. */
  readonly lower: string;
}

/** A request in free words has some two hundred characters; a page of them five thousand. */
export const sentenceLimit = 20_000;

export const sentenceFile = '<sentence>';

export function sentenceText(text: string): SentenceText {
  const plain = text
    .replace(/[\u00A0\u2000-\u200A\u202F\t\r]/g, ' ')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\u2010-\u2013\u2212]/g, '-');
  return { plain, lower: plain.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) };
}

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** 1-based line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Why a text cannot be a request in words, if it cannot. */
export function unfitText(text: string): BriefProblem | undefined {
  const problem = (what: string, why: string, next: string): BriefProblem => ({
    file: sentenceFile,
    line: 1,
    column: 1,
    what,
    why,
    next,
  });
  if (text.length > sentenceLimit)
    return problem(
      'The text is too long to be read as a request.',
      `It has ${text.length} characters; the limit is ${sentenceLimit}.`,
      'Say in a few sentences what the backend must do, or write a brief in YAML.',
    );
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/.test(text))
    return problem(
      'This is not a plain text.',
      'It contains control characters, which no sentence has.',
      'Type the request, or paste it as plain text.',
    );
  if ((text.match(/\uFFFD/g)?.length ?? 0) > 3)
    return problem(
      'This is not a text.',
      'It contains bytes that no UTF-8 text has.',
      'Save it as UTF-8 and try again.',
    );
  if (text.trim() === '')
    return problem(
      'The sentence is empty.',
      'There is nothing to read.',
      `Say it like this: ${exampleSentence}`,
    );
  return undefined;
}

export const exampleSentence =
  '"A web shop for 5,000 concurrent users with user authentication, products, orders and payments."';
