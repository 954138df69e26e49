/**
 * Size of a primary key's b-tree, by the layout of PostgreSQL's pages (storage/bufpage.h, access/itup.h, nbtree): 8192
 * bytes less header (24) and special space (16); an entry is 8 bytes of header and the key, rounded up to 8, and a line
 * pointer of 4. Leaves stay 0.90 full when keys grow (fillfactor) and ln 2 when they come in random order (Yao 1978).
 */
const leafBytes = 8192 - 24 - 16;
const entryBytes = (keyBytes: number): number => Math.ceil((8 + keyBytes) / 8) * 8 + 4;
const entries = (keyBytes: number, fill: number): number =>
  Math.floor((leafBytes * fill) / entryBytes(keyBytes));

/** Entries of one leaf page. */
export const leafEntries = {
  uuidRandom: entries(16, Math.LN2),
  uuidOrdered: entries(16, 0.9),
  bigint: entries(8, 0.9),
} as const;

/** Bytes of the leaf pages for so many rows; the inner pages add less than 1 %. */
export const keySizes = (rows: number): Readonly<Record<keyof typeof leafEntries, number>> => ({
  uuidRandom: Math.ceil(rows / leafEntries.uuidRandom) * 8192,
  uuidOrdered: Math.ceil(rows / leafEntries.uuidOrdered) * 8192,
  bigint: Math.ceil(rows / leafEntries.bigint) * 8192,
});

export const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);
