import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 262_144;

/** The bytes of a file, piece by piece; each piece is good until the next is asked for. */
export function* fileChunks(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(chunkBytes);
      const length = readSync(file, chunk, 0, chunkBytes, null);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
