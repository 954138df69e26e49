import type { Place } from '../../document-text.ts';

/**
 * Where the wanted pointers stand in a JSON text, in one pass without building a tree: documents of many megabytes have
 * thousands of findings. Of a member it is the place of its key. The text has been parsed before.
 */
export function placesInJson(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, Place> {
  const offsets = new Map<string, number>();
  const stack: Frame[] = [];
  const top = (): Frame | undefined => stack.at(-1);
  const note = (pointer: string, at: number): void => {
    if (wanted.has(pointer)) offsets.set(pointer, at);
  };
  const begin = (at: number): string => {
    const frame = top();
    if (frame === undefined) {
      note('#/', at);
      note('#', at);
      return '#';
    }
    if (frame.index < 0) return `${frame.pointer}/${frame.key}`;
    const pointer = `${frame.pointer}/${frame.index}`;
    note(pointer, at);
    return pointer;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === open.object || code === open.array) {
      stack.push({
        pointer: begin(at),
        key: '',
        index: code === open.array ? 0 : -1,
        isKey: code === open.object,
      });
    } else if (code === close.object || code === close.array) stack.pop();
    else if (code === comma) {
      const frame = top();
      if (frame === undefined) continue;
      if (frame.index >= 0) frame.index++;
      else frame.isKey = true;
    } else if (code === quote) {
      const end = endOfText(text, at);
      const frame = top();
      if (frame?.isKey === true) {
        frame.key = escaped(text, at, end);
        frame.isKey = false;
        note(`${frame.pointer}/${frame.key}`, at);
      } else begin(at);
      at = end;
    } else if (isScalarStart(code, text.charCodeAt(at - 1))) begin(at);
  }
  return placesAt(text, offsets);
}

interface Frame {
  readonly pointer: string;
  key: string;
  /** Of the item that comes; below zero in an object. */
  index: number;
  isKey: boolean;
}

const open = { object: 0x7b, array: 0x5b };
const close = { object: 0x7d, array: 0x5d };
const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;

/** The first character of a number, true, false or null. */
const isScalarStart = (code: number, before: number): boolean => isWordCode(code) && !isWordCode(before);

const isWordCode = (code: number): boolean =>
  code === 0x2d ||
  code === 0x2b ||
  code === 0x2e ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x7a && code !== open.array && code !== close.array && code !== backslash);

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return text.length;
}

function escaped(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  const key: unknown = raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
  const plain = String(key);
  return plain.includes('~') || plain.includes('/')
    ? plain.replaceAll('~', '~0').replaceAll('/', '~1')
    : plain;
}

function placesAt(text: string, offsets: ReadonlyMap<string, number>): ReadonlyMap<string, Place> {
  const ordered = [...offsets].toSorted((a, b) => a[1] - b[1]);
  const places = new Map<string, Place>();
  let line = 1;
  let start = 0;
  for (const [pointer, offset] of ordered) {
    for (let end = text.indexOf('\n', start); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    places.set(pointer, { line, column: offset - start + 1 });
  }
  return places;
}
