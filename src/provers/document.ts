import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { faultOf } from './document-fault.ts';
import type { Fault } from './document-fault.ts';

/** Something in a file that cannot be used, said so that a person can mend it. Line and column are 1-based. */
export interface DocumentProblem {
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

export type DocumentRead<T> =
  | { readonly kind: 'value'; readonly value: T; readonly placeOf: (path: readonly PropertyKey[]) => Place }
  | { readonly kind: 'invalid'; readonly problems: readonly DocumentProblem[] };

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Longest text that is read, in characters; a hundred stations need some 20,000. */
const longest = 1_000_000;

/**
 * Reads YAML 1.2 or JSON with a schema; each fault of the schema is told with the place of the value it is about.
 * `page` names the documentation that shows the language. Never throws.
 */
export function readDocument<T>(text: string, schema: z.ZodType<T>, page: string): DocumentRead<T> {
  const unfit = unreadable(text, page);
  if (unfit !== undefined) return { kind: 'invalid', problems: [{ line: 1, column: 1, ...unfit }] };
  const lines = new LineCounter();
  let document: Document;
  let data: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
    if (document.errors.length > 0)
      return { kind: 'invalid', problems: syntaxProblems(document, lines, page) };
    data = document.toJS({ maxAliasCount: 100 });
  } catch {
    const why = 'It is nested too deeply, or repeats itself without end.';
    return {
      kind: 'invalid',
      problems: [{ line: 1, column: 1, what: 'This text cannot be read.', why, next: `See ${page}.` }],
    };
  }
  const placeOf = (path: readonly PropertyKey[]): Place => placeIn(document, lines, path);
  const parsed = schema.safeParse(data);
  if (parsed.success) return { kind: 'value', value: parsed.data, placeOf };
  const problems = parsed.error.issues
    .slice(0, 20)
    .map(faultOf)
    .map((fault) => ({ ...placeOf(fault.path), ...wordsOf(fault, page) }));
  return { kind: 'invalid', problems };
}

function unreadable(text: string, page: string): Omit<DocumentProblem, 'line' | 'column'> | undefined {
  const next = `Point at a YAML or JSON text as in ${page}.`;
  if (text.length > longest)
    return { what: 'The file is too large.', why: `The limit is ${longest} characters.`, next };
  if (text.trim() === '') return { what: 'The file is empty.', why: 'There is nothing to read.', next };
  if (text.includes('\u0000'))
    return { what: 'This is not a text.', why: 'It holds bytes that no text has.', next };
  return undefined;
}

function syntaxProblems(document: Document, lines: LineCounter, page: string): readonly DocumentProblem[] {
  return document.errors.slice(0, 5).map(({ message, pos }) => ({
    ...placeAt(lines, pos[0]),
    what: 'This is not YAML.',
    why: `The parser says: ${message.replace(/\s+/g, ' ').slice(0, 200)}`,
    next: `Check indentation, quotes and brackets on this line and the one above it; ${page} shows the language.`,
  }));
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** The key of the innermost part of the path that exists, or the value where it stands in a list. */
function placeIn(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place {
  for (let length = path.length; length > 0; length--) {
    const node = keyOf(document, path.slice(0, length)) ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return placeAt(lines, node.range[0]);
  }
  return { line: 1, column: 1 };
}

function keyOf(document: Document, path: readonly PropertyKey[]): unknown {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = String(path.at(-1));
  return isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === last)?.key
    : undefined;
}

function wordsOf({ path, why }: Fault, page: string): Omit<DocumentProblem, 'line' | 'column'> {
  const subject = path.map(String).join('.');
  const what = subject === '' ? 'The file cannot be used.' : `${subject} cannot be used.`;
  return { what, why: `${why.replace(/\.$/, '')}.`, next: `See ${page}.` };
}
