import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';

/** Where something stands in a text; 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why a text is no document. */
export interface TextFault extends Place {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

export type DocumentText =
  | {
      readonly kind: 'document';
      /** Plain data, as JSON would hold it. */
      readonly data: unknown;
      /** Of the innermost part of the path that is there: its key, or the value where it stands in a list. */
      readonly placeOf: (path: readonly PropertyKey[]) => Place;
    }
  | { readonly kind: 'unreadable'; readonly faults: readonly [TextFault, ...TextFault[]] };

export interface TextBounds {
  /** Longest text that is read, in characters. */
  readonly longest: number;
  /** Documentation that shows the language. */
  readonly page: string;
}

/** More aliases than a person writes; each may stand for a long text. */
const mostAliases = 20;
const mostFaults = 5;

/** Reads YAML 1.2, and JSON, which is a part of it, into plain data. Never throws. */
export function readDocumentText(text: string, { longest, page }: TextBounds): DocumentText {
  const unfit = unfitText(text, longest, page);
  if (unfit !== undefined) return { kind: 'unreadable', faults: [{ line: 1, column: 1, ...unfit }] };
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      prettyErrors: false,
      logLevel: 'silent',
    });
    const [first, ...rest] = syntaxFaults(document, lines, text, page);
    if (first !== undefined) return { kind: 'unreadable', faults: [first, ...rest] };
    const odd = oddity(document);
    if (odd !== undefined)
      return {
        kind: 'unreadable',
        faults: [{ ...placeAt(lines, odd.at), what: odd.what, why: odd.why, next: odd.next }],
      };
    return {
      kind: 'document',
      data: document.toJS({ maxAliasCount: -1 }),
      placeOf: (path) => placeIn(document, lines, path),
    };
  } catch {
    const why = 'It is nested too deeply.';
    return {
      kind: 'unreadable',
      faults: [{ line: 1, column: 1, what: 'This text cannot be read.', why, next: `See ${page}.` }],
    };
  }
}

/** YAML in one line begins with a bare key, JSON with a quoted one. */
const isJson = (text: string): boolean => /^\s*(?:\{\s*["}]|\[)/.test(text);

function unfitText(text: string, longest: number, page: string): Omit<TextFault, keyof Place> | undefined {
  const next = `Point at a YAML or JSON text as in ${page}.`;
  if (text.length > longest)
    return {
      what: 'The file is too large.',
      why: `It has ${text.length} characters; at most ${longest} are read.`,
      next,
    };
  if (text.trim() === '') return { what: 'The file is empty.', why: 'There is nothing to read.', next };
  if (text.includes('\u0000'))
    return { what: 'This is not a text.', why: 'It holds bytes that no text has.', next };
  return undefined;
}

function syntaxFaults(
  document: Document,
  lines: LineCounter,
  text: string,
  page: string,
): readonly TextFault[] {
  const [language, look] = isJson(text)
    ? ['JSON', 'quotes, commas and brackets']
    : ['YAML', 'indentation, quotes and brackets'];
  return document.errors.slice(0, mostFaults).map(({ message, pos }) => ({
    ...placeAt(lines, pos[0]),
    what: `This is not ${language}.`,
    why: message.includes('call stack')
      ? 'It is nested too deeply from here on.'
      : `The parser says: ${message.replace(/\s+/g, ' ').slice(0, 200)}`,
    next: `Check ${look} on this line and the one above it; ${page} shows the language.`,
  }));
}

interface Odd {
  readonly at: number;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** An alias of nothing, of what it stands in, or one too many; and a key that no plain value can have: it would be lost. */
function oddity(document: Document): Odd | undefined {
  let found: Odd | undefined;
  let aliases = 0;
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return undefined;
      found = {
        at: key.range?.[0] ?? 0,
        what: '__proto__ is not a name.',
        why: 'No plain value can have it.',
        next: 'Give it another name.',
      };
      return visit.BREAK;
    },
    Alias(_, alias, around) {
      const stands = alias.resolve(document);
      const why =
        stands === undefined
          ? `Nothing is called &${alias.source}.`
          : around.some((node) => node === stands)
            ? `*${alias.source} stands in what it stands for.`
            : ++aliases > mostAliases
              ? `There are more than ${mostAliases} aliases.`
              : undefined;
      if (why === undefined) return undefined;
      const what = 'This alias cannot be followed.';
      found = { at: alias.range?.[0] ?? 0, what, why, next: 'Write out what the alias stands for.' };
      return visit.BREAK;
    },
  });
  return found;
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function placeIn(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (pair === undefined) break;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (isNode(item) && item.range) offset = item.range[0];
      node = item;
    } else break;
  }
  return placeAt(lines, offset);
}
