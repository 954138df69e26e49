import { DumpFault, find, has, matched, moveTo, windowOn } from './window.ts';
import type { Window } from './window.ts';

/**
 * A piece of a dump. Text is of bytes: one character (0 to 255) each, since a dump may hold several encodings. `end` is the
 * delimiter of statements.
 */
export interface DumpToken {
  readonly kind: 'word' | 'name' | 'string' | 'quoted' | 'number' | 'hex' | 'bits' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
}

export interface DumpLexer {
  readonly peek: () => DumpToken | undefined;
  readonly next: () => DumpToken | undefined;
  /** Keeps the text from the token that follows. */
  readonly hold: () => void;
  /** The text kept since `hold`, up to the token that follows. */
  readonly held: () => string;
  readonly restOfLine: () => string;
  readonly setDelimiter: (text: string) => void;
}

/** Reads tokens from chunks; no more of the text is kept than the token being read, or what `hold` asks for. */
export function dumpLexer(chunks: Iterable<Uint8Array>): DumpLexer {
  const window = windowOn(chunks);
  let delimiter = ';';
  let ahead: { readonly token: DumpToken | undefined } | undefined;
  const peek = (): DumpToken | undefined => (ahead ??= { token: readToken(window, delimiter) }).token;
  return {
    peek,
    next: () => {
      const token = peek();
      ahead = undefined;
      return token;
    },
    hold: () => {
      peek();
      window.heldFrom = window.tokenStart;
    },
    held: () => {
      peek();
      const kept = window.text.slice(window.heldFrom ?? window.tokenStart, window.tokenStart);
      window.heldFrom = undefined;
      return kept;
    },
    restOfLine: () => {
      ahead = undefined;
      window.tokenStart = window.at;
      const end = find(window, '\n');
      const rest = window.text.slice(window.at, end);
      window.at = end;
      return rest;
    },
    setDelimiter: (given) => {
      delimiter = given;
    },
  };
}

const lexeme =
  /0x[\da-fA-F]+|0b[01]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|[A-Za-z_\x80-\xff@$][\w\x80-\xff@$]*/y;

function readToken(window: Window, delimiter: string): DumpToken | undefined {
  skipBlank(window);
  if (!has(window, 1)) return undefined;
  const { line } = window;
  has(window, delimiter.length + 1);
  if (window.text.startsWith(delimiter, window.at)) {
    window.at += delimiter.length;
    return { kind: 'end', text: delimiter, line };
  }
  const first = window.text[window.at] ?? '';
  if (first === "'") return { kind: 'string', text: quoted(window), line };
  if (first === '"') return { kind: 'quoted', text: quoted(window), line };
  if (first === '`') return { kind: 'name', text: quoted(window), line };
  if (/[xXbBnN]/.test(first) && window.text[window.at + 1] === "'") {
    window.at += 1;
    const kind = /x/i.test(first) ? 'hex' : /b/i.test(first) ? 'bits' : 'string';
    return { kind, text: quoted(window), line };
  }
  const found = matched(window, lexeme);
  window.at += found?.length ?? 1;
  if (found === undefined) return { kind: 'mark', text: first, line };
  if (found.startsWith('0x')) return { kind: 'hex', text: found.slice(2), line };
  if (found.startsWith('0b')) return { kind: 'bits', text: found.slice(2), line };
  return { kind: /^[\d.]/.test(found) ? 'number' : 'word', text: found, line };
}

function skipBlank(window: Window): void {
  for (;;) {
    window.tokenStart = window.at;
    if (!has(window, 1)) return;
    const code = window.text.charCodeAt(window.at);
    if (code === 10) {
      window.line += 1;
      window.at += 1;
    } else if (code <= 32) window.at += 1;
    else if (!skipComment(window)) return;
  }
}

function skipComment(window: Window): boolean {
  has(window, 12);
  if (window.text[window.at] === '#' || isDashes(window)) {
    window.at = find(window, '\n');
    return true;
  }
  if (window.text.startsWith('*/', window.at)) {
    window.at += 2;
    return true;
  }
  if (!window.text.startsWith('/*', window.at)) return false;
  // What stands in `/*!40101 … */` counts: only its frame is passed over.
  const frame = /\/\*M?!\d*/y;
  frame.lastIndex = window.at;
  if (frame.test(window.text)) {
    window.at = frame.lastIndex;
    return true;
  }
  const end = find(window, '*/', 2);
  moveTo(window, Math.min(end + 2, window.text.length));
  return true;
}

/** `-- `, and lines of dashes, which the client takes for a comment where they begin a line. */
function isDashes({ text, at }: Window): boolean {
  if (!text.startsWith('--', at)) return false;
  const third = text[at + 2];
  return third === undefined || third <= ' ' || at === 0 || text[at - 1] === '\n';
}

/** The text between quotes, without its escapes. */
function quoted(window: Window): string {
  const { line } = window;
  const quote = window.text.charCodeAt(window.at);
  const escapes = quote !== 96;
  const parts: string[] = [];
  window.at += 1;
  let offset = 0;
  let partFrom = 0;
  const take = (until: number): void =>
    void parts.push(window.text.slice(window.at + partFrom, window.at + until));
  for (;;) {
    if (!has(window, offset + 2) && !has(window, offset + 1))
      throw new DumpFault(line, 'a text that begins here has no end');
    const code = window.text.charCodeAt(window.at + offset);
    if (code === 92 && escapes) {
      take(offset);
      parts.push(unescaped(window.text[window.at + offset + 1] ?? ''));
      offset += 2;
      partFrom = offset;
    } else if (code === quote) {
      if (window.text.charCodeAt(window.at + offset + 1) !== quote) break;
      take(offset + 1);
      offset += 2;
      partFrom = offset;
    } else offset += 1;
  }
  take(offset);
  moveTo(window, window.at + offset + 1);
  return parts.join('');
}

const letters: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
};

const unescaped = (letter: string): string => letters[letter] ?? letter;
