/** A text that a piece of a pattern matches, `n` letting repetitions and classes vary; undefined = not understood. */
type Piece = (n: number) => string;

interface Reader {
  readonly text: string;
  at: number;
}

/**
 * Texts that a POSIX or LIKE pattern is likely to match: a few per pattern, for PostgreSQL to choose from. Classes,
 * groups, alternatives and repetitions are read; what is not understood (back references, look-around) gives none.
 */
export function patternSamples(pattern: string): readonly string[] {
  const likes = /[%_]/.test(pattern) ? [pattern.replaceAll('%', '').replaceAll('_', 'a')] : [];
  const reader: Reader = { text: pattern, at: 0 };
  const piece = alternatives(reader);
  const made = piece === undefined || reader.at < pattern.length ? [] : [0, 1, 2, 3].map(piece);
  return [...new Set([...made, ...likes])];
}

function alternatives(reader: Reader): Piece | undefined {
  const options: Piece[] = [];
  do {
    const option = sequence(reader);
    if (option === undefined) return undefined;
    options.push(option);
  } while (reader.text[reader.at] === '|' && reader.at++ >= 0);
  return (n) => options[n % options.length]?.(n) ?? '';
}

function sequence(reader: Reader): Piece | undefined {
  const pieces: Piece[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at] ?? '')) {
    const atom = readAtom(reader);
    if (atom === undefined) return undefined;
    pieces.push(repeated(reader, atom));
  }
  return (n) => pieces.map((piece) => piece(n)).join('');
}

function readAtom(reader: Reader): Piece | undefined {
  const letter = reader.text[reader.at++] ?? '';
  if (letter === '^' || letter === '$') return () => '';
  if (letter === '.') return (n) => 'abcd'[n] ?? 'a';
  if (letter === '[') return readClass(reader);
  if (letter === '\\') return escaped(reader.text[reader.at++] ?? '');
  if (letter !== '(') return () => letter;
  if (reader.text.startsWith('?:', reader.at)) reader.at += 2;
  else if (reader.text[reader.at] === '?') return undefined;
  const inner = alternatives(reader);
  return reader.text[reader.at++] === ')' ? inner : undefined;
}

function escaped(letter: string): Piece | undefined {
  if (letter === 'd') return (n) => String(n);
  if (letter === 'w') return (n) => 'abcd'[n] ?? 'a';
  if (letter === 's') return () => ' ';
  return /[a-zA-Z0-9]/.test(letter) ? undefined : () => letter;
}

const probes = 'abcdefABCDEF0123456789-_ .+@/:xyzXYZ';

/** Reads `[a-z0-9-]` or `[^@\s]`: the members among common characters, in the order in which they are tried. */
function readClass(reader: Reader): Piece | undefined {
  const end = reader.text.indexOf(']', reader.at + 1);
  if (end === -1) return undefined;
  const body = reader.text
    .slice(reader.at, end)
    .replaceAll('[:alpha:', 'a-zA-Z')
    .replaceAll('[:digit:', '0-9');
  if (body.includes('[:')) return undefined;
  reader.at = end + 1;
  let members: RegExp;
  try {
    members = new RegExp(`^[${body}]$`);
  } catch {
    return undefined;
  }
  const found = Array.from(probes + body).filter((letter) => members.test(letter));
  return found.length === 0 ? undefined : (n) => found[n % found.length] ?? '';
}

function repeated(reader: Reader, atom: Piece): Piece {
  const rest = reader.text.slice(reader.at);
  const [whole = '', low, comma, high] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(rest) ?? [];
  if (whole === '') return atom;
  reader.at += whole.length;
  if (reader.text[reader.at] === '?') reader.at++;
  const least = low === undefined ? (whole === '+' ? 1 : 0) : Number(low);
  const most = low === undefined ? (whole === '?' ? 1 : 8) : comma === '' ? least : Number(high || least + 8);
  return (n) => atom(n).repeat(Math.min(most, least + n));
}
