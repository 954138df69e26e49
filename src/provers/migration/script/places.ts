/** 1-based line and column of a place in a text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds line and column of offsets of one text; `\n`, `\r\n` and a lone `\r` end a line. */
export function placesOf(text: string): (at: number) => Place {
  let starts: readonly number[] | undefined;
  return (at) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const lineEnd = /\r\n?|\n/g;
  while (lineEnd.test(text)) starts.push(lineEnd.lastIndex);
  return starts;
}

/** Turns byte offsets, as the grammar counts, into offsets of the text. */
export function offsetsOf(text: string): (byte: number) => number {
  if (!/[^\0-\x7f]/.test(text)) return (byte) => byte;
  let table: Uint32Array | undefined;
  return (byte) => {
    table ??= byteTable(text);
    return table[Math.min(byte, table.length - 1)] ?? 0;
  };
}

/** For each byte of the UTF-8 form, the code unit it belongs to. */
function byteTable(text: string): Uint32Array {
  const table = new Uint32Array(Buffer.byteLength(text, 'utf8') + 1);
  let byte = 0;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    table.fill(at, byte, byte + bytes);
    byte += bytes;
    at += code < 0x10000 ? 1 : 2;
  }
  table[byte] = text.length;
  return table;
}
