import type { z } from 'zod';
import { faultOf } from './document-fault.ts';
import type { Fault } from './document-fault.ts';
import { readDocumentText } from './document-text.ts';
import type { Place } from './document-text.ts';

/** Something in a file that cannot be used, said so that a person can mend it. Line and column are 1-based. */
export interface DocumentProblem extends Place {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

export type DocumentRead<T> =
  | { readonly kind: 'value'; readonly value: T; readonly placeOf: (path: readonly PropertyKey[]) => Place }
  | { readonly kind: 'invalid'; readonly problems: readonly DocumentProblem[] };

/** Longest text that is read, in characters, where its language says nothing else; a hundred stations need some 20,000. */
const usualLongest = 1_000_000;

/**
 * Reads YAML 1.2 or JSON with a schema; each fault of the schema is told with the place of the value it is about.
 * `page` names the documentation that shows the language. Never throws.
 */
export function readDocument<T>(
  text: string,
  schema: z.ZodType<T>,
  page: string,
  longest = usualLongest,
): DocumentRead<T> {
  const read = readDocumentText(text, { longest, page });
  if (read.kind === 'unreadable') return { kind: 'invalid', problems: read.faults };
  const { data, placeOf } = read;
  const parsed = schema.safeParse(data, { reportInput: true });
  if (parsed.success) return { kind: 'value', value: parsed.data, placeOf };
  const problems = parsed.error.issues
    .slice(0, 20)
    .map(faultOf)
    .map((fault) => ({ ...placeOf(fault.path), ...wordsOf(fault, page) }));
  return { kind: 'invalid', problems };
}

function wordsOf({ path, why }: Fault, page: string): Omit<DocumentProblem, keyof Place> {
  const subject = path.map(String).join('.');
  const what = subject === '' ? 'The file cannot be used.' : `${subject} cannot be used.`;
  return { what, why: `${why.replace(/\.$/, '')}.`, next: `See ${page}.` };
}
