/** SHA-256 after FIPS 180-4, in hex: artifacts are pure, and what they name by hash must be computed where they are made. */
export function sha256(text: string): string {
  const state = Uint32Array.from(initial);
  const blocks = padded(new TextEncoder().encode(text));
  const words = new Uint32Array(64);
  for (let at = 0; at < blocks.byteLength; at += 64) compress(state, blocks, at, words);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** First 32 bits of the fractional parts of a root of the first primes. */
function fractions(root: (prime: number) => number, count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes.map((prime) => Math.floor((root(prime) % 1) * 2 ** 32));
}

const initial = fractions(Math.sqrt, 8);
const constants = Uint32Array.from(fractions(Math.cbrt, 64));

/** The message, a one bit, zeros, and the length in bits in the last eight bytes. */
function padded(bytes: Uint8Array): DataView {
  const length = (((bytes.length + 8) >> 6) + 1) * 64;
  const view = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, at) => view.setUint8(at, byte));
  view.setUint8(bytes.length, 0x80);
  view.setUint32(length - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  view.setUint32(length - 4, (bytes.length * 8) >>> 0);
  return view;
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const wordAt = (words: Uint32Array, at: number): number => words[at] ?? 0;

function schedule(words: Uint32Array, blocks: DataView, offset: number): void {
  for (let at = 0; at < 16; at += 1) words[at] = blocks.getUint32(offset + at * 4);
  for (let at = 16; at < 64; at += 1) {
    const before = wordAt(words, at - 15);
    const last = wordAt(words, at - 2);
    const low = rotate(before, 7) ^ rotate(before, 18) ^ (before >>> 3);
    const high = rotate(last, 17) ^ rotate(last, 19) ^ (last >>> 10);
    words[at] = wordAt(words, at - 16) + low + wordAt(words, at - 7) + high;
  }
}

function compress(state: Uint32Array, blocks: DataView, offset: number, words: Uint32Array): void {
  schedule(words, blocks, offset);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const high = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + high + ((e & f) ^ (~e & g)) + wordAt(constants, at) + wordAt(words, at)) | 0;
    const low = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    state[at] = wordAt(state, at) + word;
  });
}
