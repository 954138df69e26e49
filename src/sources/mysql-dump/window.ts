/** What keeps a dump from being read on, with its line. */
export class DumpFault extends Error {
  readonly line: number;
  constructor(line: number, why: string) {
    super(why);
    this.name = 'DumpFault';
    this.line = line;
  }
}

/** The part of a text that is being read; one character (0 to 255) stands for a byte. */
export interface Window {
  text: string;
  /** Where the reading is. */
  at: number;
  /** 1-based, of `at`. */
  line: number;
  /** What lies before it may be forgotten. */
  tokenStart: number;
  /** What lies behind it is kept. */
  heldFrom: number | undefined;
  readonly source: Iterator<Uint8Array>;
  over: boolean;
}

export const windowOn = (chunks: Iterable<Uint8Array>): Window => ({
  text: '',
  at: 0,
  line: 1,
  tokenStart: 0,
  heldFrom: undefined,
  source: chunks[Symbol.iterator](),
  over: false,
});

/** MySQL's own limit of a packet is 1 GiB; what is longer than this is told instead of kept. */
const longest = 64 * 1024 * 1024;

/** Reads on until the rest of the text has doubled: a long token costs no more than its length. */
export function more(window: Window): boolean {
  if (window.over) return false;
  const from = Math.min(window.heldFrom ?? window.tokenStart, window.tokenStart);
  const kept = window.text.slice(from);
  window.at -= from;
  window.tokenStart -= from;
  if (window.heldFrom !== undefined) window.heldFrom -= from;
  if (kept.length > longest)
    throw new DumpFault(window.line, `a value or a statement is longer than ${longest} bytes`);
  const parts = [kept];
  let length = kept.length;
  while (length < kept.length * 2 + 1) {
    const { done, value } = window.source.next();
    if (done === true) {
      window.over = true;
      break;
    }
    const part = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
    parts.push(part);
    length += part.length;
  }
  window.text = parts.join('');
  return true;
}

/** Whether so many characters lie ahead, reading on where they do not yet. */
export function has(window: Window, count: number): boolean {
  while (window.text.length - window.at < count) if (!more(window)) return false;
  return true;
}

/** Where a text is found from here on; the end of everything where it is not. */
export function find(window: Window, what: string, ahead = 0): number {
  let offset = ahead;
  for (;;) {
    const found = window.text.indexOf(what, window.at + offset);
    if (found >= 0) return found;
    offset = Math.max(offset, window.text.length - window.at - what.length + 1);
    if (!more(window)) return window.text.length;
  }
}

/** Goes on to a place, counting lines. */
export function moveTo(window: Window, to: number): void {
  const { text, at } = window;
  for (let found = text.indexOf('\n', at); found >= 0 && found < to; found = text.indexOf('\n', found + 1))
    window.line += 1;
  window.at = to;
}

/** What a pattern (sticky) finds here; a match at the end of what is read may go on behind it. */
export function matched(window: Window, pattern: RegExp): string | undefined {
  for (;;) {
    pattern.lastIndex = window.at;
    const found = pattern.exec(window.text)?.[0];
    if (found === undefined || window.at + found.length < window.text.length || !more(window)) return found;
  }
}
